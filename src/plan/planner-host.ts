import { ClientError, InternalError } from '../errors/index.js';
import { CrashGuard } from './crash-guard.js';
import { PlanQueue } from './plan-queue.js';
import { openPlannerChannel, type PlannerChannel } from './planner-channel.js';
import type { PlannerCommand, PlannerReply, PlannerWorkerData } from './planner-protocol.js';
import type { Planner, PlanRequest, QueryPlan } from './types.js';

/** Planning passed the time limit: trying another engine would only spend the time again. */
export class PlanTimeout extends ClientError {
  constructor() {
    super('OPERATION_TOO_COMPLEX', 'Planning this operation took too long.');
  }
}

/** Others are planned first, and it would have to wait too long: another engine is not the way around that. */
export class PlannerBusy extends ClientError {
  constructor() {
    super('OVERLOADED', 'Too many operations are waiting to be planned.');
  }
}

/** The engine is not started again yet after crashes: another one may plan meanwhile. */
class PlannerPaused extends ClientError {
  constructor(engine: string) {
    super('OVERLOADED', `The ${engine} planner crashed several times and is not started again yet.`);
  }
}

interface HostOptions extends PlannerWorkerData {
  /** Milliseconds for one operation, counted from when it reaches the planner. */
  readonly timeoutMs: number;
  /** Milliseconds that an operation may wait for its turn. Default: five times `timeoutMs`, at least 10,000. */
  readonly maxWaitMs?: number;
  /**
   * What becomes of operations while the engine pauses after crashes: `wait` for it, or `reject`, for a caller that has another
   * engine. Default `wait`.
   */
  readonly whilePaused?: 'wait' | 'reject';
}

interface Job {
  readonly id: number;
  readonly request: PlanRequest;
  readonly weight: number;
  readonly resolve: (plan: QueryPlan) => void;
  readonly reject: (error: Error) => void;
  /** Ends its waiting, then its planning. */
  timer: NodeJS.Timeout | undefined;
  timedOut: boolean;
  /** The process ended while it planned this and others: planned alone the next time, which tells. */
  suspect: boolean;
}

/** The native planner shares libuv's four threads with files and DNS: leave half of them. */
const CONCURRENCY = { hive: 2, apollo: 1 } as const;
/** From this weight on only one at a time is planned, so that a light operation never waits for two of them. */
const HEAVY = 1000;
const MIN_WAIT_MS = 10_000;
/** How long the native planner has to notice an abort before its worker is given up. */
const ABORT_GRACE_MS = 2000;

/** Runs one planning engine outside the serving thread; it is replaced when it hangs or crashes. */
export class PlannerHost implements Planner {
  readonly engine: 'hive' | 'apollo';
  readonly #options: HostOptions;
  readonly #queue = new PlanQueue<Job>();
  readonly #running = new Map<number, Job>();
  readonly #guard = new CrashGuard();
  #worker: PlannerChannel | undefined;
  #ready = false;
  #pause: NodeJS.Timeout | undefined;
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

  plan({ weight = 0, ...given }: PlanRequest): Promise<QueryPlan> {
    const { document, operationName, checked, override } = given;
    const request = { document, operationName, ...(checked && { checked }), ...(override && { override }) };
    if (this.#closed) return Promise.reject(closedError());
    const crash = this.#guard.refusal(request);
    if (crash) return Promise.reject(crash);
    if (this.#rejectsNow) return Promise.reject(new PlannerPaused(this.engine));
    return new Promise((resolve, reject) => {
      const job = { id: this.#nextId++, request, weight, resolve, reject };
      this.#enqueue({ ...job, timer: undefined, timedOut: false, suspect: false });
      if (this.#worker) this.#dispatch();
      else if (this.#pause) this.#pause.ref();
      else this.#spawn();
    });
  }

  #enqueue(job: Job): void {
    const { timeoutMs, maxWaitMs = Math.max(MIN_WAIT_MS, 5 * timeoutMs) } = this.#options;
    const refuse = (refused: Job): void => {
      clearTimeout(refused.timer);
      refused.reject(new PlannerBusy());
    };
    job.timer = setTimeout(() => {
      this.#queue.remove(job);
      refuse(job);
    }, maxWaitMs);
    this.#queue.add(job).forEach(refuse);
  }

  get #rejectsNow(): boolean {
    return this.#pause !== undefined && this.#options.whilePaused === 'reject';
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#pause);
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
    this.#rejectAll(error);
    if (this.#starting) this.#starting.reject(error);
    else this.#startForQueue(this.#guard.crashed());
    this.#starting = undefined;
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
    while (this.#mayStart(this.#queue.first)) {
      const job = this.#queue.take() as Job;
      clearTimeout(job.timer);
      this.#running.set(job.id, job);
      job.timer = setTimeout(() => this.#onTimeout(job), this.#options.timeoutMs);
      this.#send({ kind: 'plan', id: job.id, request: job.request });
    }
    // An idle planner must not keep the process alive, one at work must: somebody waits for the plan.
    this.#worker.hold(this.#running.size > 0);
  }

  #mayStart(next: Job | undefined): boolean {
    if (next === undefined) return false;
    if (this.#running.size === 0) return true;
    const alone = [...this.#running.values()].some(
      (other) => next.suspect || other.suspect || (next.weight >= HEAVY && other.weight >= HEAVY),
    );
    return !alone && this.#running.size < CONCURRENCY[this.engine];
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
    void this.#discardWorker();
    this.#requeueRunning();
    this.#startForQueue(0);
  }

  #onCrash(error: Error): void {
    if (!this.#ready) return this.#onUnusable(error.message);
    void this.#discardWorker();
    const [only, ...others] = this.#running.values();
    if (only && others.length === 0) {
      this.#take(only.id);
      const refusal = only.timedOut ? new PlanTimeout() : crashError(this.engine, error);
      this.#guard.blame(only.request, refusal);
      only.reject(refusal);
    } else {
      this.#requeueRunning({ suspect: true });
    }
    this.#startForQueue(this.#guard.crashed());
  }

  #requeueRunning(change: { readonly suspect?: true } = {}): void {
    for (const job of this.#running.values()) {
      this.#take(job.id);
      if (job.timedOut) job.reject(new PlanTimeout());
      else this.#enqueue(Object.assign(job, change));
    }
  }

  /** With nothing in the queue the next plan starts the worker, so that a crash cannot turn into a loop. */
  #startForQueue(pauseMs: number): void {
    if (this.#closed) return;
    if (pauseMs > 0) {
      this.#pause = setTimeout(() => {
        this.#pause = undefined;
        this.#startForQueue(0);
      }, pauseMs);
      if (this.#queue.size === 0) this.#pause.unref();
      if (this.#rejectsNow) this.#rejectWaiting(new PlannerPaused(this.engine));
    } else if (this.#queue.size > 0) {
      this.#spawn();
    }
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
    this.#rejectWaiting(error);
  }

  #rejectWaiting(error: Error): void {
    for (const job of this.#queue.takeAll()) {
      clearTimeout(job.timer);
      job.reject(error);
    }
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
