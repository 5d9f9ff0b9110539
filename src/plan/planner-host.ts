import { ClientError, InternalError } from '../errors/index.js';
import { openPlannerChannel, type PlannerChannel } from './planner-channel.js';
import type { PlannerCommand, PlannerReply, PlannerWorkerData } from './planner-protocol.js';
import type { Planner, PlanRequest, QueryPlan } from './types.js';

/** Planning passed the time limit: trying another engine would only spend the time again. */
export class PlanTimeout extends ClientError {
  constructor() {
    super('OPERATION_TOO_COMPLEX', 'Planning this operation took too long.');
  }
}

interface HostOptions extends PlannerWorkerData {
  /** Milliseconds for one operation, counted from when it reaches the planner. */
  readonly timeoutMs: number;
}

interface Job {
  readonly id: number;
  readonly request: PlanRequest;
  readonly resolve: (plan: QueryPlan) => void;
  readonly reject: (error: Error) => void;
  timer: NodeJS.Timeout | undefined;
  timedOut: boolean;
  retried: boolean;
}

/** The native planner shares libuv's four threads with files and DNS: leave half of them. */
const CONCURRENCY = { hive: 2, apollo: 1 } as const;
const MAX_QUEUED = 1000;
/** How long the native planner has to notice an abort before its worker is given up. */
const ABORT_GRACE_MS = 2000;

/** Runs one planning engine outside the serving thread; it is replaced when it hangs or crashes. */
export class PlannerHost implements Planner {
  readonly engine: 'hive' | 'apollo';
  readonly #options: HostOptions;
  readonly #queue: Job[] = [];
  readonly #running = new Map<number, Job>();
  #worker: PlannerChannel | undefined;
  #ready = false;
  #starting: { resolve: () => void; reject: (error: Error) => void } | undefined;
  #nextId = 1;
  #closed = false;

  private constructor(options: HostOptions) {
    this.engine = options.engine;
    this.#options = options;
  }

  /** @throws InternalError when the engine cannot be loaded or cannot use the supergraph. */
  static async start(options: HostOptions): Promise<PlannerHost> {
    const host = new PlannerHost(options);
    await new Promise<void>((resolve, reject) => {
      host.#starting = { resolve, reject };
      host.#spawn();
    });
    return host;
  }

  plan({ document, operationName, checked, override }: PlanRequest): Promise<QueryPlan> {
    const request = { document, operationName, ...(checked && { checked }), ...(override && { override }) };
    if (this.#closed) return Promise.reject(closedError());
    if (this.#queue.length >= MAX_QUEUED) {
      return Promise.reject(new ClientError('OVERLOADED', 'Too many operations are waiting to be planned.'));
    }
    return new Promise((resolve, reject) => {
      const id = this.#nextId++;
      this.#queue.push({ id, request, resolve, reject, timer: undefined, timedOut: false, retried: false });
      if (this.#worker) this.#dispatch();
      else this.#spawn();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#rejectAll(closedError());
    await this.#discardWorker();
  }

  #spawn(): void {
    const { engine, supergraphSdl } = this.#options;
    this.#worker = openPlannerChannel(
      { engine, supergraphSdl },
      { onReply: (reply) => this.#onReply(reply), onEnd: (reason) => this.#onCrash(reason) },
    );
  }

  #onReply(reply: PlannerReply): void {
    if (reply.kind === 'ready') {
      this.#ready = true;
      this.#starting?.resolve();
      this.#starting = undefined;
      this.#dispatch();
    } else if (reply.kind === 'unusable') {
      this.#onUnusable(reply.message);
    } else {
      this.#settle(reply);
    }
  }

  #onUnusable(reason: string): void {
    const message = `The ${this.engine} planner cannot be used with this supergraph: ${reason}`;
    const error = new InternalError('INTERNAL_SERVER_ERROR', message);
    void this.#discardWorker();
    this.#starting?.reject(error);
    this.#starting = undefined;
    this.#rejectAll(error);
  }

  #settle(reply: Extract<PlannerReply, { id: number }>): void {
    const job = this.#take(reply.id);
    if (!job) return;
    if (reply.kind === 'planned') job.resolve(reply.plan);
    else if (job.timedOut) job.reject(new PlanTimeout());
    else job.reject(planningError(this.engine, reply));
    this.#dispatch();
  }

  #dispatch(): void {
    if (!this.#worker || !this.#ready) return;
    while (this.#running.size < CONCURRENCY[this.engine]) {
      const job = this.#queue.shift();
      if (!job) break;
      this.#running.set(job.id, job);
      job.timer = setTimeout(() => this.#onTimeout(job), this.#options.timeoutMs);
      this.#send({ kind: 'plan', id: job.id, request: job.request });
    }
    // An idle planner must not keep the process alive, one at work must: somebody waits for the plan.
    this.#worker.hold(this.#running.size > 0);
  }

  #onTimeout(job: Job): void {
    job.timedOut = true;
    if (this.engine === 'hive') {
      this.#send({ kind: 'abort', id: job.id });
      job.timer = setTimeout(() => this.#giveUp(job), ABORT_GRACE_MS);
    } else {
      this.#giveUp(job);
    }
  }

  /** The worker cannot be interrupted: replace it, and plan again what it had in hand besides. */
  #giveUp(job: Job): void {
    this.#take(job.id);
    job.reject(new PlanTimeout());
    this.#restart(new Error('it was ended because of another operation'));
  }

  #onCrash(error: Error): void {
    if (this.#starting) this.#onUnusable(error.message);
    else this.#restart(error);
  }

  #restart(reason: Error): void {
    void this.#discardWorker();
    for (const job of [...this.#running.values()].reverse()) {
      this.#take(job.id);
      if (job.timedOut) job.reject(new PlanTimeout());
      else if (job.retried) job.reject(crashError(this.engine, reason));
      else this.#queue.unshift(Object.assign(job, { retried: true }));
    }
    // Nothing waits: the next plan starts the worker, so that a crash cannot turn into a loop.
    if (this.#queue.length > 0 && !this.#closed) this.#spawn();
  }

  #send(command: PlannerCommand): void {
    this.#worker?.send(command);
  }

  #take(id: number): Job | undefined {
    const job = this.#running.get(id);
    clearTimeout(job?.timer);
    this.#running.delete(id);
    return job;
  }

  #rejectAll(error: Error): void {
    for (const id of [...this.#running.keys()]) this.#take(id)?.reject(error);
    for (const job of this.#queue.splice(0)) job.reject(error);
  }

  async #discardWorker(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    this.#ready = false;
    await worker?.terminate();
  }
}

const closedError = (): InternalError => new InternalError('SHUTTING_DOWN', 'The planner has been closed.');

const crashError = (engine: string, reason: Error): InternalError =>
  new InternalError(
    'INTERNAL_SERVER_ERROR',
    `The ${engine} planner stopped while planning: ${reason.message}`,
    {
      cause: reason,
    },
  );

const planningError = (engine: string, reply: Extract<PlannerReply, { kind: 'failed' }>): Error =>
  reply.reason === 'too-complex'
    ? new ClientError('OPERATION_TOO_COMPLEX', 'The operation is too complex to be planned.', {
        cause: reply.message,
      })
    : new InternalError(
        'INTERNAL_SERVER_ERROR',
        `The ${engine} planner could not plan the operation: ${reply.message}`,
      );
