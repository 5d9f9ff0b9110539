import { toAbortSignal } from './cancellation-source.js';
import { ANONYMOUS, type Principal } from './principal.js';
import type { Cancellation } from './types.js';

/** One object per request; every field is set here so that all requests share one shape. */
export class RequestContext {
  readonly requestId: string;
  /** `performance.now()` at arrival. */
  readonly startedAt: number;
  /** `performance.now()` value after which the request is answered with GATEWAY_TIMEOUT. */
  readonly deadline: number;
  /** Aborted when the client goes away or the deadline passes. */
  readonly cancellation: Cancellation | undefined;
  readonly method: string;
  /** Client headers, lower-case names. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** For plugins: whatever they want to share for the length of the request. */
  readonly state: Map<unknown, unknown> | null = null;
  /** Set once by the stage `auth`, before anything is read from the request's body. */
  principal: Principal = ANONYMOUS;
  #signal: AbortSignal | undefined = undefined;

  constructor(init: {
    requestId: string;
    startedAt: number;
    deadline: number;
    cancellation: Cancellation | undefined;
    method: string;
    headers: Readonly<Record<string, string | string[] | undefined>>;
  }) {
    this.requestId = init.requestId;
    this.startedAt = init.startedAt;
    this.deadline = init.deadline;
    this.cancellation = init.cancellation;
    this.method = init.method;
    this.headers = init.headers;
  }

  /** The same request with another cancellation and deadline, for work that is done for several requests. */
  with(cancellation: Cancellation, deadline: number): RequestContext {
    const { requestId, startedAt, method, headers } = this;
    const copy = new RequestContext({ requestId, startedAt, deadline, cancellation, method, headers });
    copy.principal = this.principal;
    return copy;
  }

  /** `cancellation` as an AbortSignal; made when it is first asked for, because few requests need it. */
  get signal(): AbortSignal | undefined {
    if (this.cancellation === undefined) return undefined;
    return (this.#signal ??= toAbortSignal(this.cancellation));
  }
}
