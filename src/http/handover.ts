import type { IncomingMessage } from 'node:http';
import type { FrontAnswer } from './answer.js';
import type { RequestScope } from './request-scope.js';

/** What the warm lane knows of a request that it leaves to the reference way. */
export interface Handover {
  readonly scope: RequestScope;
  readonly requestId: string;
  /** How far the lane came: it read the body, or it has the answer, or the error that is the answer. */
  readonly state:
    | { readonly kind: 'body'; readonly bytes: Buffer }
    | { readonly kind: 'answer'; readonly answer: FrontAnswer }
    | { readonly kind: 'error'; readonly error: unknown };
}

const handovers = new WeakMap<IncomingMessage, Handover>();

export const handOver = (request: IncomingMessage, handover: Handover): void =>
  void handovers.set(request, handover);

/** Undefined for requests that the lane did not take. */
export const handoverOf = (request: IncomingMessage): Handover | undefined => handovers.get(request);
