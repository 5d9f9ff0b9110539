import type { Cancellation } from '../context/types.js';

/** What one call to a subgraph needs. The body is ready JSON text. */
export interface SubgraphRequest {
  readonly body: string;
  readonly kind: 'query' | 'mutation' | 'subscription';
  /** Milliseconds on the `performance.now()` clock after which the call must not run. */
  readonly deadline: number;
  /** Aborted when the client has gone (queries only). */
  readonly signal: Cancellation | undefined;
  /** Headers forwarded to the subgraph; lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** For whom the call is made: an answer is never shared between two identities. Empty: anonymous. */
  readonly identity: string;
}

/** A GraphQL answer as parsed; nothing of it has been checked yet but that it is an object. */
export interface SubgraphResponse {
  readonly data?: unknown;
  readonly errors?: unknown;
  readonly extensions?: unknown;
}

/**
 * Port: one subgraph.
 * `call` rejects with InternalError `SUBREQUEST_HTTP_ERROR`, `SUBREQUEST_MALFORMED_RESPONSE`, `SUBGRAPH_REQUEST_TIMEOUT`.
 */
export interface SubgraphClient {
  readonly name: string;
  readonly url: string;
  call(request: SubgraphRequest): Promise<SubgraphResponse>;
  close(): Promise<void>;
}
