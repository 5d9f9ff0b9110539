import type { Cancellation } from '../context/types.js';

/** What one call to a subgraph needs. The body is ready JSON text. */
export interface SubgraphRequest {
  readonly body: string;
  /** How the body's characters become bytes; `latin1`: they are bytes of UTF-8 already. */
  readonly encoding: 'utf8' | 'latin1';
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

/** What came back from a subgraph, before anybody looked into it. */
export interface SubgraphAnswer {
  /**
   * The body with one character per byte, white space at its end left out; null when it is not UTF-8 or has control
   * characters, which JSON has only as white space between tokens.
   */
  byteText(): string | null;
  /** Parses the body. @throws InternalError `SUBREQUEST_HTTP_ERROR`, `SUBREQUEST_MALFORMED_RESPONSE`. */
  read(): SubgraphResponse;
}

/**
 * Port: one subgraph.
 * `exchange` rejects with InternalError `SUBREQUEST_HTTP_ERROR`, `SUBREQUEST_MALFORMED_RESPONSE`, `SUBGRAPH_REQUEST_TIMEOUT`.
 */
export interface SubgraphClient {
  readonly name: string;
  readonly url: string;
  exchange(request: SubgraphRequest): Promise<SubgraphAnswer>;
  close(): Promise<void>;
}
