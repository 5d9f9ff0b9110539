import { readFile } from 'node:fs/promises';
import { fileProblem } from '../lib/index.js';
import { LoadError } from './load-error.js';
import { Publisher } from './publisher.js';
import type { SupergraphEvents, SupergraphSource } from './types.js';
import { watchFiles, type FileWatch } from './watch-files.js';

export interface FileSourceOptions {
  /** A composed supergraph. */
  readonly file: string;
  /** Loads the file again when it changes. Default false. */
  readonly watch?: boolean;
  /** Milliseconds between looks at the file when the system reports no changes. Default 1000. */
  readonly pollInterval?: number;
}

/** Reads a text file. @throws LoadError that names the file. */
export const readTextFile = async (file: string, what: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new LoadError(`${what} ${file} could not be read: ${fileProblem(error)}.`, undefined, error);
  }
};

class FileSource implements SupergraphSource {
  readonly #options: FileSourceOptions;
  readonly #publisher: Publisher;
  #watch: FileWatch | undefined;

  constructor(options: FileSourceOptions) {
    this.#options = options;
    this.#publisher = new Publisher(
      () => readTextFile(options.file, 'The supergraph'),
      () => this.#watch?.isChanging() ?? false,
    );
  }

  async start(events: SupergraphEvents): Promise<void> {
    const { file, watch = false, pollInterval: poll = 1000 } = this.#options;
    if (watch) {
      this.#watch = watchFiles({ poll, onChange: () => void this.#publisher.refresh() });
      this.#watch.set([file]);
    }
    try {
      await this.#publisher.start(events);
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    this.#watch?.close();
    await this.#publisher.stop();
  }
}

/** A source that serves a composed supergraph from a file. */
export const createFileSource = (options: FileSourceOptions): SupergraphSource => new FileSource(options);
