import { aliases, nestedSelections, meshFragments, nestedIntrospection } from './hostile-documents.js';

/** A request that is more than a document in a plain POST. */
export interface HostileRequest {
  /** Row of the reliability reference. */
  readonly row: string;
  readonly name: string;
  readonly document: string;
  /** How the document is sent. Default `post`. */
  readonly as?: 'post' | 'get' | 'batch';
  readonly headers?: Readonly<Record<string, string>>;
  /** So many spaces follow the body, which is then compressed in each of these ways in turn. */
  readonly padding?: number;
  readonly encodings?: readonly ('gzip' | 'deflate' | 'br')[];
  readonly status: number;
  /** Code of the first error. */
  readonly code: string;
}

const transports: readonly (Pick<HostileRequest, 'name' | 'as' | 'headers'> & {
  readonly refusal?: string;
})[] = [
  { name: 'POST' },
  { name: 'GET', as: 'get' },
  { name: 'batch', as: 'batch', refusal: 'BATCHING_NOT_ENABLED' },
  { name: 'SSE', headers: { accept: 'text/event-stream' }, refusal: 'BAD_REQUEST' },
  {
    name: 'multipart',
    headers: { accept: 'multipart/mixed;subscriptionSpec=1.0' },
    refusal: 'BAD_REQUEST',
  },
];
const limited: readonly (readonly [string, string])[] = [
  [aliases(31), 'MAX_ALIASES_LIMIT'],
  [nestedSelections(40), 'MAX_DEPTH_LIMIT'],
  [meshFragments(10), 'OPERATION_TOO_COMPLEX'],
  [nestedIntrospection(30), 'MAX_DEPTH_LIMIT'],
];
const MB = 1024 * 1024;

export const HOSTILE_REQUESTS: readonly HostileRequest[] = [
  ...transports.flatMap(({ name, refusal, ...how }) =>
    limited.map(([document, code]) => ({
      row: 'T12',
      name: `${name}: ${code}`,
      document,
      ...how,
      status: refusal === 'BAD_REQUEST' ? 406 : 400,
      code: refusal ?? code,
    })),
  ),
  ...['utf-7', 'shift_jis', 'iso-2022-cn', 'x-user-defined', 'x'.repeat(2048)].map((charset) => ({
    row: 'T14',
    name: `charset ${charset.slice(0, 20)}`,
    document: '{ b }',
    headers: { 'content-type': `application/json; charset=${charset}` },
    status: 415,
    code: 'BAD_REQUEST',
  })),
  ...(['gzip', 'deflate', 'br'] as const).map((encoding) => ({
    row: 'T15',
    name: `${encoding} of 256 MB`,
    document: '{ b }',
    padding: 256 * MB,
    encodings: [encoding],
    status: 413,
    code: 'PAYLOAD_TOO_LARGE',
  })),
  {
    row: 'T15',
    name: 'gzip of gzip of 256 MB',
    document: '{ b }',
    padding: 256 * MB,
    encodings: ['gzip', 'gzip'],
    status: 415,
    code: 'BAD_REQUEST',
  },
  {
    row: 'T15',
    name: 'zstd',
    document: '{ b }',
    headers: { 'content-encoding': 'zstd' },
    status: 415,
    code: 'BAD_REQUEST',
  },
  {
    row: 'T16',
    name: 'a subgraph answers 256 MB',
    document: '{ echo(text: "flood") }',
    status: 200,
    code: 'SUBREQUEST_MALFORMED_RESPONSE',
  },
];
