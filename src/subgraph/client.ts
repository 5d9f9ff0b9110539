import { Pool } from 'undici';
import { InternalError } from '../errors/index.js';
import { HttpAnswer } from './http-answer.js';
import { collectBody, type RawAnswer } from './collect-body.js';
import type { SubgraphAnswer, SubgraphClient, SubgraphRequest } from './types.js';

export interface SubgraphClientOptions {
  readonly name: string;
  /** Routing URL of the subgraph. */
  readonly url: string;
  /** Milliseconds for one call, connecting included. */
  readonly timeout: number;
  /** Milliseconds for the connection alone. */
  readonly connectTimeout: number;
  /** Bytes of an answer at the most. */
  readonly maxResponseSize: number;
  /** Connections kept to this subgraph at the most. */
  readonly connections: number;
}

/** Called before the deadline, so that there is time left to answer the client. */
const DEADLINE_MARGIN_MS = 50;

/** One subgraph over HTTP/1.1 with a pool of keep-alive connections; follows no redirects. */
export const createSubgraphClient = (options: SubgraphClientOptions): SubgraphClient =>
  new HttpSubgraphClient(options);

class HttpSubgraphClient implements SubgraphClient {
  readonly name: string;
  readonly url: string;
  private readonly pool: Pool;
  private readonly path: string;
  private readonly options: SubgraphClientOptions;

  constructor(options: SubgraphClientOptions) {
    const url = new URL(options.url);
    this.name = options.name;
    this.url = options.url;
    this.options = options;
    this.path = url.pathname + url.search;
    this.pool = new Pool(url.origin, {
      connections: options.connections,
      pipelining: 1,
      connectTimeout: options.connectTimeout,
      headersTimeout: options.timeout,
      bodyTimeout: options.timeout,
      keepAliveTimeout: 4_000,
    });
  }

  async exchange(request: SubgraphRequest): Promise<SubgraphAnswer> {
    const remaining = request.deadline - performance.now() - DEADLINE_MARGIN_MS;
    if (remaining <= 0) throw this.timedOut(0);
    const timeout = Math.min(this.options.timeout, remaining);
    return new HttpAnswer(await this.send(request, timeout), this.name);
  }

  async close(): Promise<void> {
    await this.pool.destroy();
  }

  private async send(request: SubgraphRequest, timeout: number): Promise<RawAnswer> {
    try {
      return await collectBody(this.pool, {
        subgraph: this.name,
        path: this.path,
        headers: { ...request.headers, 'content-type': 'application/json', accept: ACCEPT },
        body: request.encoding === 'latin1' ? Buffer.from(request.body, 'latin1') : request.body,
        timeout,
        maxSize: this.options.maxResponseSize,
        signal: request.signal,
      });
    } catch (error) {
      throw this.translate(error, timeout);
    }
  }

  private translate(error: unknown, timeout: number): InternalError {
    if (error instanceof InternalError) return error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT')
      return this.timedOut(timeout, error);
    if (code === 'UND_ERR_ABORTED')
      return new InternalError('GATEWAY_TIMEOUT', 'The client has gone.', { cause: error });
    const reason = error instanceof Error ? error.message || code : String(error);
    return new InternalError(
      'SUBREQUEST_HTTP_ERROR',
      `Subgraph "${this.name}" could not be reached: ${reason}.`,
      {
        cause: error,
      },
    );
  }

  private timedOut(timeout: number, cause?: unknown): InternalError {
    return new InternalError(
      'SUBGRAPH_REQUEST_TIMEOUT',
      `Subgraph "${this.name}" did not answer within ${Math.round(timeout)} ms.`,
      { cause },
    );
  }
}

const ACCEPT = 'application/graphql-response+json, application/json;q=0.9';
