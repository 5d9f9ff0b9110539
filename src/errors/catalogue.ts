/**
 * Every error code a client can meet, with the HTTP status of a refused request, the message shown when nothing more
 * precise is safe to say, and what to do next. `docs/errors.md` is generated from this table.
 */
export interface CatalogueEntry {
  /** HTTP status when the whole request is refused; errors inside an executed operation keep 200. */
  readonly status: number;
  /** Default message; safe to show to any client. */
  readonly message: string;
  /** What the reader of `docs/errors.md` should do. */
  readonly action: string;
}

const entry = (status: number, message: string, action: string): CatalogueEntry => ({
  status,
  message,
  action,
});

export const CATALOGUE = {
  GRAPHQL_PARSE_FAILED: entry(
    400,
    'The document is not valid GraphQL.',
    'Correct the syntax at the location given.',
  ),
  GRAPHQL_VALIDATION_FAILED: entry(
    400,
    'The operation is not valid for this schema.',
    'Compare the operation with the schema.',
  ),
  OPERATION_RESOLUTION_FAILURE: entry(
    400,
    'The document does not say which operation to run.',
    'Send operationName when a document holds several operations.',
  ),
  BAD_USER_INPUT: entry(
    400,
    'A variable or argument has a wrong value.',
    'Correct the value named in the message.',
  ),
  BAD_REQUEST: entry(400, 'The request is malformed.', 'Send a JSON object with a `query` string.'),
  CSRF_PREVENTION_FAILED: entry(
    400,
    'This request could have been sent by a form of another site.',
    'Send `Content-Type: application/json`, or the header `Apollo-Require-Preflight`.',
  ),
  PAYLOAD_TOO_LARGE: entry(413, 'The request body is too large.', 'Send less, or raise `server.bodyLimit`.'),
  BATCHING_NOT_ENABLED: entry(
    400,
    'Batched requests are off.',
    'Send one operation, or set `server.batching`.',
  ),
  BATCH_LIMIT_EXCEEDED: entry(
    400,
    'The batch holds too many operations.',
    'Send fewer operations in one batch.',
  ),
  INTROSPECTION_DISABLED: entry(
    400,
    'Introspection is off.',
    'Use the published schema, or set `server.introspection`.',
  ),
  PERSISTED_QUERY_NOT_FOUND: entry(
    200,
    'PersistedQueryNotFound',
    'Send the hash again together with the query.',
  ),
  PERSISTED_QUERY_NOT_SUPPORTED: entry(200, 'PersistedQueryNotSupported', 'Send the full query; APQ is off.'),
  PERSISTED_QUERY_HASH_MISMATCH: entry(
    400,
    'The query does not match the hash.',
    'Send the SHA-256 of exactly the query that you send.',
  ),
  PERSISTED_QUERY_NOT_IN_LIST: entry(
    403,
    'This operation is not on the list of persisted documents.',
    'Add the document to the manifest.',
  ),
  UNAUTHENTICATED: entry(401, 'You must be authenticated.', 'Send a valid token or key.'),
  FORBIDDEN: entry(403, 'You may not do this.', 'Ask for the scope or role that is missing.'),
  UNAUTHORIZED_FIELD_OR_TYPE: entry(
    403,
    'Unauthorized field or type',
    'Ask for the scope or role that is missing.',
  ),
  RATE_LIMIT_EXCEEDED: entry(429, 'Too many requests.', 'Wait for the time in `Retry-After`.'),
  MAX_TOKENS_LIMIT: entry(400, 'The document has too many tokens.', 'Send a smaller document.'),
  MAX_DEPTH_LIMIT: entry(400, 'The document is nested too deeply.', 'Send a flatter operation.'),
  MAX_HEIGHT_LIMIT: entry(400, 'The operation selects too many fields.', 'Select fewer fields.'),
  MAX_ALIASES_LIMIT: entry(400, 'The operation uses too many aliases.', 'Use fewer aliases.'),
  MAX_ROOT_FIELDS_LIMIT: entry(400, 'The operation has too many root fields.', 'Split the operation.'),
  OPERATION_TOO_COMPLEX: entry(
    400,
    'The operation is too complex.',
    'Use fewer fragments, directives and repeated fields.',
  ),
  COST_ESTIMATED_TOO_EXPENSIVE: entry(
    400,
    'The operation costs too much.',
    'Ask for less, or for smaller lists.',
  ),
  SUBREQUEST_HTTP_ERROR: entry(
    502,
    'A subgraph could not be reached.',
    'Try again; see the log for the subgraph.',
  ),
  SUBREQUEST_MALFORMED_RESPONSE: entry(
    502,
    'A subgraph gave an answer that is not GraphQL.',
    'See the log for the subgraph and the reason.',
  ),
  SUBGRAPH_REQUEST_TIMEOUT: entry(
    504,
    'A subgraph did not answer in time.',
    'Try again; see `subgraphs.NAME.timeout`.',
  ),
  SUBGRAPH_CIRCUIT_BREAKER_REJECTED: entry(
    503,
    'A subgraph is failing and is not called for now.',
    'Try again later.',
  ),
  SERVICE_UNAVAILABLE: entry(503, 'The gateway cannot serve yet.', 'Wait until /health/ready answers 200.'),
  OVERLOADED: entry(503, 'The gateway is overloaded.', 'Wait for the time in `Retry-After`.'),
  GATEWAY_TIMEOUT: entry(
    504,
    'The request took too long.',
    'Ask for less, or raise `server.requestTimeout`.',
  ),
  SHUTTING_DOWN: entry(
    503,
    'The gateway is shutting down.',
    'Send the request again; another replica will answer.',
  ),
  INTERNAL_SERVER_ERROR: entry(
    500,
    'Internal server error',
    'Give the request id to the operators of the gateway.',
  ),
} as const satisfies Record<string, CatalogueEntry>;

/** A code of the catalogue. */
export type ErrorCode = keyof typeof CATALOGUE;
