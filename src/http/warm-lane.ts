import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { responseBytes } from './answer.js';
import { hostProblem } from './host-problem.js';
import { KnownBodies } from './known-bodies.js';
import { LaneCall } from './lane-call.js';
import { responseType, type ResponseType } from './media-types.js';
import type { HttpLogger, HttpOptions } from './options.js';
import type { Traffic } from './traffic.js';
import { ResponseHeaders } from './response-headers.js';
import type { ExecutedOperation, GraphqlRuntime } from './types.js';

export interface WarmLaneInit {
  readonly config: HttpOptions;
  readonly runtime: GraphqlRuntime;
  readonly traffic: Traffic;
  readonly logger: HttpLogger;
  /** False as long as requests must go the reference way. */
  isOpen(): boolean;
}

/** How many requests the lane answered, and how many it began and left to the reference way. */
export interface LaneCounts {
  answered: number;
  handedOver: number;
}

/** Content types that need no look at their parts. */
const PLAIN_TYPES: ReadonlySet<string> = new Set(
  ['application/json', 'application/json; charset=utf-8', 'application/json;charset=utf-8'].flatMap(
    (type) => [type, type.replace('utf-8', 'UTF-8')],
  ),
);
const MAX_HEADERS = 100;
const MAX_KNOWN_ACCEPTS = 200;
const DIGITS = /^\d{1,15}$/;

/**
 * The short way for plain requests: one operation as JSON by POST, with nothing that needs Apollo Server or Fastify. It runs
 * the same stages and writes the same answer; a request that turns out to need more is handed over with what is known of it.
 */
export class WarmLane {
  readonly init: WarmLaneInit;
  readonly headers: ResponseHeaders;
  readonly bodies = new KnownBodies();
  readonly counts: LaneCounts = { answered: 0, handedOver: 0 };
  /** The reference way. */
  readonly reference: RequestListener;
  readonly #bytes = new WeakMap<ExecutedOperation, Buffer>();
  readonly #accepts = new Map<string | undefined, ResponseType | undefined>();

  constructor(init: WarmLaneInit, reference: RequestListener) {
    this.init = init;
    this.headers = new ResponseHeaders(init.config);
    this.reference = reference;
    init.runtime.onSchema(() => this.bodies.clear());
  }

  readonly handle = (request: IncomingMessage, response: ServerResponse): void => {
    const type = this.#isPlain(request) && this.init.isOpen() ? this.#typeFor(request) : undefined;
    if (type === undefined) this.reference(request, response as Parameters<RequestListener>[1]);
    else new LaneCall(this, { request, response, type }).start();
  };

  /** The answer to several requests, written once. It has no errors, as those may name the request. */
  sharedBytes(executed: ExecutedOperation): Buffer {
    let bytes = this.#bytes.get(executed);
    if (bytes === undefined) {
      bytes = responseBytes(executed, []);
      this.#bytes.set(executed, bytes);
    }
    return bytes;
  }

  /** Everything that the head of a request can be refused for, or that asks for another way, is left to the reference. */
  #isPlain(request: IncomingMessage): boolean {
    const { config } = this.init;
    if (request.method !== 'POST' || request.url !== config.path) return false;
    const { headers } = request;
    const length = headers['content-length'];
    return (
      PLAIN_TYPES.has(headers['content-type'] ?? '') &&
      length !== undefined &&
      DIGITS.test(length) &&
      Number(length) <= config.bodyLimit &&
      headers['content-encoding'] === undefined &&
      headers['transfer-encoding'] === undefined &&
      (!config.explain || headers['spork-explain'] === undefined) &&
      request.rawHeaders.length <= MAX_HEADERS * 2 &&
      hostProblem(request) === undefined
    );
  }

  /** Clients send the same few Accept headers again and again. */
  #typeFor({ headers: { accept } }: IncomingMessage): ResponseType | undefined {
    if (this.#accepts.has(accept)) return this.#accepts.get(accept);
    const type = responseType(accept);
    if (this.#accepts.size >= MAX_KNOWN_ACCEPTS) this.#accepts.clear();
    if ((accept?.length ?? 0) <= 256) this.#accepts.set(accept, type);
    return type;
  }
}
