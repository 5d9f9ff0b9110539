import { isUtf8 } from 'node:buffer';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { RequestContext } from '../context/index.js';
import type { FormattedError } from '../errors/index.js';
import type { Operation } from '../operation/types.js';
import { errorsOf, executedStatus, responseBytes } from './answer.js';
import { paramsOfBody } from './graphql-params.js';
import { handOver, type Handover } from './handover.js';
import type { ResponseType } from './media-types.js';
import { givenOrNew } from './request-id.js';
import type { RequestScope } from './request-scope.js';
import { clashes } from './response-headers.js';
import { parseClientJson } from './safe-json.js';
import type { ExecutedOperation } from './types.js';
import type { WarmLane } from './warm-lane.js';

/** Answers from this size (bytes) on may be compressed, which is the reference way's. */
export const COMPRESSION_THRESHOLD = 1024;

interface Prepared {
  readonly operation: Operation;
  readonly variables: Readonly<Record<string, unknown>>;
}
const NO_VARIABLES: Prepared['variables'] = Object.freeze({});

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly type: ResponseType;
}

/** One request in the lane: reads the body, runs the operation, writes the answer; or hands over. */
export class LaneCall {
  readonly #lane: WarmLane;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #type: ResponseType;
  readonly #scope: RequestScope;
  readonly #requestId: string;
  #chunks: Buffer[] = [];
  #ended = false;

  constructor(lane: WarmLane, { request, response, type }: Exchange) {
    this.#lane = lane;
    this.#request = request;
    this.#response = response;
    this.#type = type;
    lane.init.traffic.enter(response);
    this.#scope = lane.init.traffic.open(response);
    this.#requestId = givenOrNew(request.headers['x-request-id']);
  }

  start(): void {
    this.#scope.owner = this;
    this.#request.on('data', (chunk: Buffer) => this.#chunks.push(chunk));
    this.#request.on('end', () => this.#guard(() => this.#run()));
  }

  interrupt(error: unknown): void {
    this.#handOver({ kind: 'error', error });
  }

  #run(): void {
    if (this.#ended) return;
    const bytes = this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks);
    const known = this.#prepare(bytes);
    if (known === undefined) return this.#handOver({ kind: 'body', bytes });
    const executed = this.#lane.init.runtime.execute(known.operation, {
      variables: known.variables,
      context: this.#context(),
      explain: false,
    });
    if (executed instanceof Promise) {
      executed.then(
        (later) => this.#guard(() => this.#finish(later)),
        (error: unknown) => this.interrupt(error),
      );
    } else this.#finish(executed);
  }

  /** A fault of ours is an answer like any other, not the end of the process. */
  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.interrupt(error);
    }
  }

  /** Undefined for whatever is refused, or is not one plain operation: the reference way finds out and says why. */
  #prepare(bytes: Buffer): Prepared | undefined {
    const { bodies } = this.#lane;
    const key = bodies.keyOf(bytes);
    const known = bodies.find(key);
    if (known !== undefined) return { operation: known, variables: NO_VARIABLES };
    const prepared = isUtf8(bytes) ? this.#read(bytes.toString('utf8')) : undefined;
    if (prepared?.variables === NO_VARIABLES) bodies.keep(key, prepared.operation);
    return prepared;
  }

  #read(text: string): Prepared | undefined {
    try {
      const params = paramsOfBody(parseClientJson(text, 'The request body'));
      if (params.query === undefined || params.extensions?.['persistedQuery'] != null) return undefined;
      const operation = this.#lane.init.runtime.prepare(params.query, params.operationName);
      if (operation.kind === 'subscription') return undefined;
      return { operation, variables: params.variables ?? NO_VARIABLES };
    } catch {
      return undefined;
    }
  }

  #context(): RequestContext {
    return new RequestContext({
      requestId: this.#requestId,
      startedAt: this.#scope.startedAt,
      deadline: this.#scope.deadline,
      cancellation: this.#scope,
      method: 'POST',
      headers: this.#request.headers,
    });
  }

  #finish(executed: ExecutedOperation): void {
    if (this.#ended) return;
    if (executed.errors.length > 0) return this.#answer(executed, errorsOf(executed, this.#requestId));
    if (executed.shared === true) this.#write(executed, 200, this.#lane.sharedBytes(executed));
    else this.#answer(executed, []);
  }

  #answer(executed: ExecutedOperation, errors: readonly FormattedError[]): void {
    const status = executedStatus(executed, errors, this.#type);
    this.#write(executed, status, responseBytes(executed, errors));
  }

  #write(executed: ExecutedOperation, status: number, body: Buffer): void {
    const { length } = body;
    if (status === 503 || !this.#mayWrite(executed, length)) {
      const headers = new Map(Object.entries(executed.headers ?? {}));
      return this.#handOver({ kind: 'answer', answer: { status, headers, text: String(body) } });
    }
    const headers = this.#lane.headers.write({
      requestId: this.#requestId,
      origin: this.#request.headers.origin,
      extra: executed.headers,
      type: this.#type,
      length,
    });
    this.#response.writeHead(status, headers);
    // From here on the answer can only be cut, not replaced.
    this.#ended = true;
    this.#scope.owner = null;
    this.#lane.counts.answered++;
    this.#response.end(body);
  }

  /** What Fastify and its plugins change about an answer is theirs to do. */
  #mayWrite({ headers }: ExecutedOperation, length: number): boolean {
    const { config, isOpen } = this.#lane.init;
    const compressible = config.compression && length >= COMPRESSION_THRESHOLD;
    return (
      isOpen() &&
      !(compressible && this.#request.headers['accept-encoding'] !== undefined) &&
      (headers === undefined || !clashes(headers))
    );
  }

  #handOver(state: Handover['state']): void {
    this.#ended = true;
    this.#scope.owner = null;
    this.#lane.counts.handedOver++;
    handOver(this.#request, { scope: this.#scope, requestId: this.#requestId, state });
    this.#lane.reference(this.#request, this.#response as Parameters<RequestListener>[1]);
  }
}
