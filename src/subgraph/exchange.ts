import type { Dispatcher } from 'undici';
import type { Cancellation } from '../context/types.js';
import { InternalError } from '../errors/index.js';

/** What a subgraph answered, nothing of it read yet. The bytes may be shared: they are never changed. */
export interface RawAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
}

export interface ExchangeRequest {
  /** What another call must have in common to wait for this exchange; null: nobody else may. */
  readonly key: string | null;
  /** Name, for messages. */
  readonly subgraph: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  /** Milliseconds for the whole exchange, however many wait for it. */
  readonly timeout: number;
  /** Bytes. */
  readonly maxSize: number;
}

const TIMEOUT_CODES: ReadonlySet<string> = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

/**
 * One POST to a subgraph, and those who wait for its answer: each leaves at its own time limit or when its client goes,
 * without disturbing the others. The exchange is cut when the last one has left, at its time limit, or at its size limit.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly key: string | null;
  private readonly request: ExchangeRequest;
  private readonly onSettled: ((exchange: Exchange) => void) | null;
  private readonly startedAt = performance.now();
  private readonly chunks: Buffer[] = [];
  private waiters: Waiter[] = [];
  private controller: Dispatcher.DispatchController | null = null;
  private timer: NodeJS.Timeout | undefined = undefined;
  private size = 0;
  private status = 0;
  private contentType = '';
  private settled = false;
  /** Why nobody got an answer; null as long as that may still change. */
  failure: InternalError | null = null;

  constructor(request: ExchangeRequest, onSettled: ((exchange: Exchange) => void) | null) {
    this.key = request.key;
    this.request = request;
    this.onSettled = onSettled;
  }

  send(dispatcher: Dispatcher): void {
    const { path, headers, body } = this.request;
    try {
      dispatcher.dispatch({ method: 'POST', path, headers, body }, this);
    } catch (error) {
      this.fail(this.translate(error));
    }
  }

  /** The answer, for somebody with `timeout` milliseconds left. @throws InternalError */
  wait(timeout: number, signal: Cancellation | undefined): Promise<RawAnswer> {
    return new Promise((resolve, reject) => {
      if (this.failure !== null) reject(this.failure);
      else this.waiters.push(new Waiter(this, { timeout, signal }, { resolve, reject }));
    });
  }

  /** Somebody waits no longer. */
  leave(waiter: Waiter, error: InternalError): void {
    this.waiters = this.waiters.filter((other) => other !== waiter);
    waiter.fail(error);
    const left = this.startedAt + this.request.timeout - performance.now();
    // Timers may fire a little early.
    if (this.waiters.length === 0)
      this.fail(new InternalError('GATEWAY_TIMEOUT', 'Nobody waits any longer.'));
    else if (left < 1) this.onTimeout();
    else this.timer ??= setTimeout(this.onTimeout, left);
  }

  timedOut(timeout: number, cause?: unknown): InternalError {
    const message = `Subgraph "${this.request.subgraph}" did not answer within ${Math.round(timeout)} ms.`;
    return new InternalError('SUBGRAPH_REQUEST_TIMEOUT', message, { cause });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.failure !== null) controller.abort(this.failure);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    this.status = status;
    const type = headers['content-type'];
    this.contentType = typeof type === 'string' ? type : '';
    if (Number(headers['content-length']) > this.request.maxSize) this.fail(this.tooLarge());
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.size += chunk.length;
    if (this.size > this.request.maxSize) this.fail(this.tooLarge());
    else this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    const body =
      this.chunks.length === 1 ? (this.chunks[0] as Buffer) : Buffer.concat(this.chunks, this.size);
    const answer = { status: this.status, contentType: this.contentType, body };
    this.settle();
    for (const waiter of this.waiters) waiter.succeed(answer);
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    this.fail(this.translate(error));
  }

  private readonly onTimeout = (): void => this.fail(this.timedOut(this.request.timeout));

  /** A request that still waits for a connection has no controller: it is dropped when it starts. */
  private fail(error: InternalError): void {
    if (this.settled) return;
    this.failure = error;
    this.settle();
    for (const waiter of this.waiters) waiter.fail(error);
    this.controller?.abort(error);
  }

  private settle(): void {
    this.settled = true;
    clearTimeout(this.timer);
    this.onSettled?.(this);
  }

  private tooLarge(): InternalError {
    const { subgraph, maxSize } = this.request;
    return new InternalError(
      'SUBREQUEST_MALFORMED_RESPONSE',
      `Subgraph "${subgraph}" answered more than ${maxSize} bytes (subgraphs.*.maxResponseSize).`,
    );
  }

  private translate(error: unknown): InternalError {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (TIMEOUT_CODES.has(code)) return this.timedOut(this.request.timeout, error);
    const reason = error instanceof Error ? error.message || code : String(error);
    const message = `Subgraph "${this.request.subgraph}" could not be reached: ${reason}.`;
    return new InternalError('SUBREQUEST_HTTP_ERROR', message, { cause: error });
  }
}

interface Settle {
  readonly resolve: (answer: RawAnswer) => void;
  readonly reject: (error: InternalError) => void;
}

/** One of those who wait for an exchange. */
class Waiter {
  private readonly exchange: Exchange;
  private readonly settle: Settle;
  private readonly signal: Cancellation | undefined;
  private readonly timeout: number;
  private readonly timer: NodeJS.Timeout;

  constructor(
    exchange: Exchange,
    limits: { readonly timeout: number; readonly signal: Cancellation | undefined },
    settle: Settle,
  ) {
    this.exchange = exchange;
    this.settle = settle;
    this.signal = limits.signal;
    this.timeout = limits.timeout;
    this.timer = setTimeout(this.onTimeout, limits.timeout);
    limits.signal?.addEventListener('abort', this.onAbort);
  }

  succeed(answer: RawAnswer): void {
    this.release();
    this.settle.resolve(answer);
  }

  fail(error: InternalError): void {
    this.release();
    this.settle.reject(error);
  }

  private release(): void {
    clearTimeout(this.timer);
    this.signal?.removeEventListener('abort', this.onAbort);
  }

  private readonly onTimeout = (): void => this.exchange.leave(this, this.exchange.timedOut(this.timeout));

  private readonly onAbort = (): void =>
    this.exchange.leave(this, new InternalError('GATEWAY_TIMEOUT', 'The request was abandoned.'));
}
