import { setTimeout as delay } from 'node:timers/promises';
import { RestartPause } from '../../lib/index.js';
import type { Logger } from '../../telemetry/index.js';
import { CliError, EXIT_CODES, ToldError } from '../cli-error.js';
import { WorkerProcess, type WorkerEnd } from './worker-process.js';

/** What workers are started for. */
export interface PoolSize {
  /** How many, 1 to 256. */
  readonly count: number;
  /** Milliseconds that a request may take. */
  readonly requestTimeout: number;
}

/** Starts workers, puts another in the place of each that ends, and replaces them one after the other. */
export class WorkerPool {
  readonly #logger: Logger;
  /** The worker of each place, by its number. */
  readonly #current = new Map<number, WorkerProcess>();
  /** Those that are about to leave, and those that do not serve yet, are among them. */
  readonly #alive = new Set<WorkerProcess>();
  /** Those that an unexpected error ends, and that keep the port until another serves. */
  readonly #leaving = new Set<WorkerProcess>();
  #size: PoolSize;
  #pause: RestartPause;
  #starting: ((error: Error) => void) | undefined;
  #stopping = false;

  constructor(size: PoolSize, logger: Logger) {
    this.#logger = logger;
    this.#size = size;
    this.#pause = pauseFor(size);
  }

  /**
   * Resolves to the URL when all serve. The first one starts alone, so that what is wrong is told once.
   * @throws ToldError when a worker ended with an exit code of its own, CliError when it was killed.
   */
  async start(): Promise<string> {
    const failed = new Promise<never>((_resolve, reject) => (this.#starting = reject));
    const url = await Promise.race([this.#startAll(), failed]);
    this.#starting = undefined;
    return url;
  }

  /** Starts a worker for each place, and lets the one before it go when it serves. Stops at the first that does not get to serve. */
  async replace(size: PoolSize): Promise<void> {
    this.#size = size;
    this.#pause = pauseFor(size);
    for (let number = 1; number <= size.count && !this.#stopping; number++) {
      const next = this.#fork(number);
      const url = await next.serving;
      if (this.#stopping) return;
      if (url === undefined) {
        this.#logger.error(
          `the reload ended at worker ${number}, which could not start; those from before it keep serving`,
        );
        return;
      }
      this.#retire(number);
      this.#current.set(number, next);
    }
    if (this.#stopping) return;
    for (const number of this.#current.keys()) if (number > size.count) this.#retire(number);
    this.#logger.info(`reloaded: ${size.count} new workers serve`);
  }

  /** Resolves when no worker is left. */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const worker of this.#alive) worker.leave({ handover: false });
    await Promise.all(Array.from(this.#alive, ({ ended }) => ended));
  }

  /** For the end of this process: none is left behind, whatever it is doing. */
  kill(): void {
    for (const worker of this.#alive) worker.kill();
  }

  async #startAll(): Promise<string> {
    const start = async (number: number): Promise<string> => {
      const worker = this.#fork(number);
      this.#current.set(number, worker);
      return (await worker.serving) ?? Promise.reject(failureOf(await worker.ended));
    };
    const url = await start(1);
    if (this.#stopping) return url;
    await Promise.all(Array.from({ length: this.#size.count - 1 }, (_, index) => start(index + 2)));
    return url;
  }

  #fork(number: number): WorkerProcess {
    const worker = new WorkerProcess(number, this.#size.requestTimeout);
    this.#alive.add(worker);
    void worker.ended.then(() => this.#alive.delete(worker) && this.#leaving.delete(worker));
    void worker.serving.then(() => this.#dismiss());
    void worker.lost.then(() => this.#onLost(worker));
    return worker;
  }

  #retire(number: number): void {
    this.#current.get(number)?.leave({ handover: true });
    this.#current.delete(number);
  }

  /** Lets those that are about to leave go as soon as the port is served without them; a start that fails keeps nobody. */
  #dismiss(): void {
    const isServed = Array.from(this.#current.values()).some(({ serves }) => serves);
    if (!isServed && this.#starting === undefined) return;
    for (const worker of this.#leaving) worker.leave({ handover: true });
    this.#leaving.clear();
  }

  async #onLost(worker: WorkerProcess): Promise<void> {
    const { number, pid } = worker;
    if (this.#stopping || this.#current.get(number) !== worker) return;
    this.#leaving.add(worker);
    this.#dismiss();
    if (this.#starting !== undefined) return this.#starting(failureOf(await worker.ended));
    const pause = this.#pause.crashed();
    const when = pause === 0 ? 'now' : `in ${pause} ms, as workers end often`;
    const how = this.#alive.has(worker) ? 'after an unexpected error' : `with ${shown(await worker.ended)}`;
    this.#logger.error(`worker ${number} ended ${how}; another takes its place ${when}`, { ended: pid });
    if (pause > 0) await delay(pause, undefined, { ref: false });
    if (this.#stopping || this.#current.get(number) !== worker) return;
    const next = this.#fork(number);
    this.#current.set(number, next);
    if ((await next.serving) !== undefined) this.#logger.info(`worker ${number} serves again`);
  }
}

/** Each may end twice in a minute before there are pauses. */
const pauseFor = ({ count }: PoolSize): RestartPause => new RestartPause(2 * count);

const shown = ({ code, signal }: WorkerEnd): string => signal ?? `exit code ${String(code)}`;

/** A worker that ends by itself before it serves has told why, as the command would have without workers. */
const failureOf = (end: WorkerEnd): Error => {
  const known = Object.values(EXIT_CODES).find((code) => code === end.code && code !== EXIT_CODES.ok);
  if (known !== undefined) return new ToldError(known);
  return new CliError(`A worker ended with ${shown(end)} before all of them served.`, {
    hint: 'When the system killed it for want of memory, lower server.workers.',
  });
};
