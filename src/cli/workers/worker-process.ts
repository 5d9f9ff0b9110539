import cluster, { type Worker } from 'node:cluster';
import { WORKER_VARIABLE } from '../../config/index.js';
import { isWorkerMessage, type WorkerMessage, type WorkerOrder } from './messages.js';

/** How a worker ended. */
export interface WorkerEnd {
  readonly code: number | null;
  readonly signal: string | null;
}

/** Milliseconds beyond what a worker may take for its requests, for closing the rest; then it is killed. */
const CLOSING_MS = 5000;

/** One worker from its start to its end. */
export class WorkerProcess {
  readonly number: number;
  /** Its URL once it answers; undefined when it ended before that. */
  readonly serving: Promise<string | undefined>;
  readonly ended: Promise<WorkerEnd>;
  /** Resolves when another is needed: it has ended, or says that it is about to. */
  readonly lost: Promise<void>;
  readonly #worker: Worker;
  readonly #requestTimeout: number;
  #serves = false;

  /**
   * @param number its place, from 1 on; in its log lines.
   * @param requestTimeout milliseconds that a request may take.
   */
  constructor(number: number, requestTimeout: number) {
    this.number = number;
    this.#requestTimeout = requestTimeout;
    const worker = cluster.fork({ [WORKER_VARIABLE]: String(number) });
    this.#worker = worker;
    this.ended = new Promise((resolve) => {
      worker.once('exit', (code: number | null, signal: string | null) => resolve({ code, signal }));
      worker.on('error', () => {
        // Other errors are of messages to a process that is about to end, which `exit` tells.
        if (worker.process.pid === undefined) resolve({ code: null, signal: null });
      });
    });
    const over = this.ended.then(() => undefined);
    this.serving = Promise.race([this.#told((message) => 'url' in message && message.url), over]);
    this.lost = Promise.race([this.#told(({ type }) => type === 'leaving'), over]).then(() => undefined);
    void this.serving.then((url) => (this.#serves = url !== undefined));
    void this.lost.then(() => (this.#serves = false));
    this.#closeConnectionOnItsWay();
  }

  /** True from its first answer until it is lost. */
  get serves(): boolean {
    return this.#serves;
  }

  get pid(): number | undefined {
    return this.#worker.process.pid;
  }

  /** Asks it to end; when it takes longer than its requests may, it is killed. */
  leave(order: Omit<WorkerOrder, 'type'>): void {
    if (this.#worker.isConnected()) this.#worker.send({ type: 'stop', ...order }, () => undefined);
    this.killLater(order.handover ? 2 : 1);
  }

  /** Kills it when it is still there after so many times what a request may take. */
  killLater(timeouts: number): void {
    const timer = setTimeout(() => this.kill(), this.#requestTimeout * timeouts + CLOSING_MS);
    void this.ended.then(() => clearTimeout(timer));
  }

  kill(): void {
    this.#worker.process.kill('SIGKILL');
  }

  /**
   * Node's cluster hands each connection to a worker and waits for its word, one at a time; when the worker dies first, it keeps the
   * connection open for ever. Closing it tells the client. Where workers accept by themselves, what is handed to them is the port that
   * all of them share, which stays open.
   */
  #closeConnectionOnItsWay(): void {
    const child = this.#worker.process;
    const send = child.send.bind(child) as (...sent: unknown[]) => boolean;
    let connection: { close(): void } | undefined;
    const sendAndRemember = (...sent: unknown[]): boolean => {
      const [message, handle] = sent as [{ readonly act?: unknown }, typeof connection];
      if (message.act === 'newconn') connection = handle;
      return send(...sent);
    };
    child.send = sendAndRemember;
    void this.ended.then(() => connection?.close());
  }

  /** The first true value that a message has. */
  #told<Value>(read: (message: WorkerMessage) => Value | false): Promise<Value> {
    return new Promise((resolve) =>
      this.#worker.on('message', (message: unknown) => {
        const value = isWorkerMessage(message) && read(message);
        if (value !== false) resolve(value);
      }),
    );
  }
}
