import { Pool } from 'undici';
import { InternalError } from '../errors/index.js';
import { InFlight, sharingKey } from './dedupe.js';
import { Exchange, type RawAnswer } from './exchange.js';
import { HttpAnswer } from './http-answer.js';
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
  /** Answers identical queries in flight with one call. */
  readonly dedupe: boolean;
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
  private readonly inFlight = new InFlight();

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

  exchange(request: SubgraphRequest): Promise<SubgraphAnswer> {
    return this.send(request).then(this.read);
  }

  async close(): Promise<void> {
    await this.pool.destroy();
  }

  private readonly read = (answer: RawAnswer): SubgraphAnswer => new HttpAnswer(answer, this.name);

  private send(request: SubgraphRequest): Promise<RawAnswer> {
    const now = performance.now();
    const timeout = Math.min(this.options.timeout, request.deadline - now - DEADLINE_MARGIN_MS);
    if (timeout <= 0) {
      const message = `There was no time left to call subgraph "${this.name}".`;
      return Promise.reject(new InternalError('SUBGRAPH_REQUEST_TIMEOUT', message));
    }
    if (request.kind === 'mutation') {
      return this.start(request, null)
        .wait(timeout, request.signal)
        .finally(() => this.inFlight.seal());
    }
    const key = this.options.dedupe && request.kind === 'query' ? sharingKey(request) : null;
    const running = key === null ? undefined : this.inFlight.find(key);
    return key === null || running === undefined
      ? this.start(request, key).wait(timeout, request.signal)
      : this.follow(running, request, { key, until: now + timeout });
  }

  private start(request: SubgraphRequest, key: string | null): Exchange {
    const exchange = new Exchange(
      {
        key,
        subgraph: this.name,
        path: this.path,
        headers: { ...request.headers, 'content-type': 'application/json', accept: ACCEPT },
        body: request.encoding === 'latin1' ? Buffer.from(request.body, 'latin1') : request.body,
        timeout: this.options.timeout,
        maxSize: this.options.maxResponseSize,
      },
      key === null ? null : this.onSettled,
    );
    if (key !== null) this.inFlight.add(key, exchange);
    exchange.send(this.pool);
    return exchange;
  }

  /** Waits for a call that another request began; when that ends without an answer, a call is made once more. */
  private async follow(
    running: Exchange,
    request: SubgraphRequest,
    { key, until }: { readonly key: string; readonly until: number },
  ): Promise<RawAnswer> {
    try {
      return await running.wait(until - performance.now(), request.signal);
    } catch (error) {
      const left = until - performance.now();
      const { failure } = running;
      if (error !== failure || failure?.code === 'SUBREQUEST_MALFORMED_RESPONSE' || left <= 0) throw error;
      const again = this.inFlight.find(key) ?? this.start(request, key);
      return again.wait(left, request.signal);
    }
  }

  private readonly onSettled = (exchange: Exchange): void => this.inFlight.remove(exchange);
}

const ACCEPT = 'application/graphql-response+json, application/json;q=0.9';
