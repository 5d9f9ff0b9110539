import { Worker } from 'node:worker_threads';
import { builtModule } from '../lib/index.js';
import type { CompositionProblem } from './types.js';

/** One subgraph to compose. */
export interface ComposeInput {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
}

/** Message to the worker. */
export interface ComposeJob {
  readonly id: number;
  readonly subgraphs: readonly ComposeInput[];
}

export type ComposeOutcome =
  | { readonly sdl: string; readonly hints: readonly CompositionProblem[]; readonly problems?: never }
  | { readonly problems: readonly CompositionProblem[]; readonly sdl?: never; readonly hints?: never };

export interface ComposerOptions {
  /** Milliseconds for one composition; the worker is ended after that. Default 60 000. */
  readonly timeLimit?: number;
  /** Heap of the worker, in MB. Default 2048. */
  readonly memoryLimit?: number;
}

/** Composes subgraphs in a worker thread, which stays warm between calls until `close`. */
export interface Composer {
  /** Never rejects: what goes wrong is a problem of the outcome. Calls run one after the other. */
  compose(subgraphs: readonly ComposeInput[]): Promise<ComposeOutcome>;
  close(): Promise<void>;
}

/** Deep schemas overflow the default of 4 MB; Node reserves it but pages are only used when touched. */
const STACK_SIZE_MB = 64;

interface Waiting {
  readonly id: number;
  settle(outcome: ComposeOutcome): void;
}

const failure = (code: string, message: string): ComposeOutcome => ({
  problems: [{ severity: 'error', code, message, locations: [] }],
});

class WorkerComposer implements Composer {
  readonly #timeLimit: number;
  readonly #memoryLimit: number;
  #worker: Worker | undefined;
  #waiting: Waiting | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #nextId = 1;
  #closed = false;

  constructor({ timeLimit = 60_000, memoryLimit = 2048 }: ComposerOptions) {
    this.#timeLimit = timeLimit;
    this.#memoryLimit = memoryLimit;
  }

  compose(subgraphs: readonly ComposeInput[]): Promise<ComposeOutcome> {
    const result = this.#queue.then(() => this.#run(subgraphs));
    this.#queue = result;
    return result;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#settle(failure('COMPOSITION_CANCELLED', 'Composition was cancelled: the gateway is stopping.'));
    await this.#endWorker();
  }

  #run(subgraphs: readonly ComposeInput[]): Promise<ComposeOutcome> {
    if (this.#closed) return Promise.resolve(failure('COMPOSITION_CANCELLED', 'The composer is closed.'));
    return new Promise((resolve) => {
      const id = this.#nextId++;
      const timer = setTimeout(() => this.#timeOut(), this.#timeLimit);
      this.#waiting = {
        id,
        settle: (outcome) => {
          clearTimeout(timer);
          resolve(outcome);
        },
      };
      this.#worker ??= this.#startWorker();
      this.#worker.ref();
      this.#worker.postMessage({ id, subgraphs } satisfies ComposeJob);
    });
  }

  #startWorker(): Worker {
    const worker = new Worker(builtModule('registry/compose-worker.js'), {
      resourceLimits: { stackSizeMb: STACK_SIZE_MB, maxOldGenerationSizeMb: this.#memoryLimit },
      // Flags of the parent (loaders, inspectors) are not meant for this thread.
      execArgv: [],
    });
    worker.on('message', ({ id, outcome }: { id: number; outcome: ComposeOutcome }) => {
      if (this.#waiting?.id === id) this.#settle(outcome);
    });
    worker.on('error', (error) => this.#lost(worker, error.message));
    worker.on('exit', () => this.#lost(worker, 'the worker ended'));
    return worker;
  }

  #lost(worker: Worker, reason: string): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#settle(failure('COMPOSITION_FAILED', `Composition stopped: ${reason}.`));
  }

  #timeOut(): void {
    const limit = `${this.#timeLimit} ms`;
    this.#settle(failure('COMPOSITION_TIMEOUT', `Composition took longer than ${limit} and was stopped.`));
    void this.#endWorker();
  }

  #settle(outcome: ComposeOutcome): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    // An idle warm worker does not keep the process alive.
    this.#worker?.unref();
    waiting?.settle(outcome);
  }

  async #endWorker(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }
}

/** Makes a composer; the worker starts with the first composition. */
export const createComposer = (options: ComposerOptions = {}): Composer => new WorkerComposer(options);
