import { createComposer, type ComposeInput, type ComposeOutcome, type Composer } from './compose.js';
import { LoadError } from './load-error.js';
import { problemText } from './problem-text.js';
import { Publisher } from './publisher.js';
import {
  loadSchemas,
  readConfigFile,
  schemaFiles,
  type ConfigLocation,
  type KnownSchemas,
} from './subgraph-schemas.js';
import type { CompositionProblem, SupergraphEvents, SupergraphSource } from './types.js';
import { watchFiles, type FileWatch } from './watch-files.js';

/** Milliseconds: with the time to compose, a change is served in under a second. */
export const INTROSPECTION_POLL = 500;

export interface ConfigSourceOptions extends ConfigLocation {
  /** Composes again when `supergraph.yaml` or a schema changes. Default false. */
  readonly watch?: boolean;
  /** Milliseconds between introspections of subgraphs given by `subgraph_url`, in watch mode. Default {@link INTROSPECTION_POLL}. */
  readonly pollInterval?: number;
  /** Milliseconds for one introspection. Default 5000. */
  readonly timeout?: number;
}

/** A composition that failed, as one error. */
export const compositionError = (problems: readonly CompositionProblem[]): LoadError => {
  return new LoadError(`The subgraphs do not compose: ${problems.map(problemText).join('\n')}`, problems);
};

const areSame = (one: readonly ComposeInput[], other: readonly ComposeInput[]): boolean =>
  one.length === other.length &&
  one.every(({ name, url, sdl }, at) => {
    const input = other[at];
    return name === input?.name && url === input.url && sdl === input.sdl;
  });

class ConfigSource implements SupergraphSource {
  readonly #options: ConfigSourceOptions;
  readonly #publisher: Publisher;
  readonly #composer: Composer = createComposer();
  readonly #abort = new AbortController();
  readonly #known: KnownSchemas = new Map();
  #composed: { readonly inputs: readonly ComposeInput[]; readonly outcome: ComposeOutcome } | undefined;
  #down = '';
  #watch: FileWatch | undefined;
  #timer: NodeJS.Timeout | undefined;
  #introspects = false;

  constructor(options: ConfigSourceOptions) {
    this.#options = options;
    this.#publisher = new Publisher(
      () => this.#load(),
      () => this.#watch?.isChanging() ?? false,
    );
  }

  async start(events: SupergraphEvents): Promise<void> {
    const { file, watch = false } = this.#options;
    if (watch) {
      this.#watch = watchFiles({ onChange: () => void this.#publisher.refresh() });
      this.#watch.set([file]);
    }
    try {
      await this.#publisher.start(events);
    } catch (error) {
      await this.stop();
      throw error;
    }
    if (watch) this.#schedule();
    else await this.#composer.close();
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    this.#watch?.close();
    clearTimeout(this.#timer);
    await this.#composer.close();
    await this.#publisher.stop();
  }

  /** Also while nothing is introspected: a change of the file may bring it. */
  #schedule(): void {
    if (this.#abort.signal.aborted) return;
    const poll = async (): Promise<void> => {
      if (this.#introspects) await this.#publisher.refresh();
      this.#schedule();
    };
    this.#timer = setTimeout(() => void poll(), this.#options.pollInterval ?? INTROSPECTION_POLL);
  }

  async #load(): Promise<string> {
    const { file, timeout } = this.#options;
    const config = await readConfigFile(this.#options);
    this.#introspects = config.subgraphs.some(({ schema }) => schema.kind === 'introspection');
    if (!this.#abort.signal.aborted) this.#watch?.set([file, ...schemaFiles(config, file)]);
    const { signal } = this.#abort;
    const { inputs, down } = await loadSchemas(config, {
      configFile: file,
      known: this.#known,
      signal,
      timeout,
    });
    this.#noteDown(down);
    const outcome = await this.#compose(inputs);
    if (outcome.problems) throw compositionError(outcome.problems);
    return outcome.sdl;
  }

  #noteDown(down: readonly string[]): void {
    const text = down.join('\n');
    if (text === this.#down) return;
    this.#down = text;
    for (const sentence of down) this.#publisher.note(`${sentence} Its last known schema stays in use.`);
  }

  /** The same subgraphs are not composed twice: polling asks all the time. */
  async #compose(inputs: readonly ComposeInput[]): Promise<ComposeOutcome> {
    if (this.#composed && areSame(this.#composed.inputs, inputs)) return this.#composed.outcome;
    const outcome = await this.#composer.compose(inputs);
    this.#composed = { inputs, outcome };
    for (const hint of outcome.hints ?? []) this.#publisher.note(`Composition hint ${problemText(hint)}`);
    return outcome;
  }
}

/** A source that composes the subgraphs of a `supergraph.yaml`. */
export const createConfigSource = (options: ConfigSourceOptions): SupergraphSource =>
  new ConfigSource(options);
