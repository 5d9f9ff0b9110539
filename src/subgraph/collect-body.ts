import type { Dispatcher } from 'undici';
import { InternalError } from '../errors/index.js';

export interface RawAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
}

export interface RawRequest {
  /** Name, for messages. */
  readonly subgraph: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  /** Milliseconds for the whole exchange. */
  readonly timeout: number;
  /** Bytes. */
  readonly maxSize: number;
  readonly signal: AbortSignal | undefined;
}

/** POSTs a body and gathers the answer; the exchange is cut at the time limit, the size limit, or when the client goes. */
export const collectBody = (dispatcher: Dispatcher, request: RawRequest): Promise<RawAnswer> =>
  new Promise((resolve, reject) => {
    dispatcher.dispatch(
      { method: 'POST', path: request.path, headers: request.headers, body: request.body },
      new Collector(request, resolve, reject),
    );
  });

class Collector implements Dispatcher.DispatchHandler {
  private readonly request: RawRequest;
  private readonly resolve: (answer: RawAnswer) => void;
  private readonly reject: (error: unknown) => void;
  private readonly chunks: Buffer[] = [];
  private readonly timer: NodeJS.Timeout;
  private size = 0;
  private status = 0;
  private contentType = '';
  private controller: Dispatcher.DispatchController | null = null;
  private failure: Error | null = null;

  constructor(request: RawRequest, resolve: (answer: RawAnswer) => void, reject: (error: unknown) => void) {
    this.request = request;
    this.resolve = resolve;
    this.reject = reject;
    this.timer = setTimeout(this.onTimeout, request.timeout);
    request.signal?.addEventListener('abort', this.onAbort, { once: true });
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
    const length = Number(headers['content-length']);
    if (length > this.request.maxSize) this.cut(this.tooLarge());
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.size += chunk.length;
    if (this.size > this.request.maxSize) this.cut(this.tooLarge());
    else this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.settle();
    const [only, ...rest] = this.chunks;
    const body = only !== undefined && rest.length === 0 ? only : Buffer.concat(this.chunks, this.size);
    this.resolve({ status: this.status, contentType: this.contentType, body });
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    this.settle();
    this.reject(this.failure ?? error);
  }

  private readonly onTimeout = (): void => {
    this.cut(
      new InternalError(
        'SUBGRAPH_REQUEST_TIMEOUT',
        `Subgraph "${this.request.subgraph}" did not answer within ${Math.round(this.request.timeout)} ms.`,
      ),
    );
  };

  private readonly onAbort = (): void =>
    this.cut(new InternalError('GATEWAY_TIMEOUT', 'The request was abandoned.'));

  /** A request that still waits for a connection has no controller: it is answered now and dropped when it starts. */
  private cut(error: Error): void {
    this.failure ??= error;
    this.settle();
    if (this.controller === null) this.reject(error);
    else this.controller.abort(error);
  }

  private settle(): void {
    clearTimeout(this.timer);
    this.request.signal?.removeEventListener('abort', this.onAbort);
  }

  private tooLarge(): InternalError {
    return new InternalError(
      'SUBREQUEST_MALFORMED_RESPONSE',
      `Subgraph "${this.request.subgraph}" answered more than ${this.request.maxSize} bytes (subgraphs.*.maxResponseSize).`,
    );
  }
}
