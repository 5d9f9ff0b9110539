import { CATALOGUE, isSporkError, type ErrorCode, type FormattedError } from '../errors/index.js';
import { isObject } from './merge.js';
import type { ExecutionState } from './state.js';

type Path = readonly (string | number)[];
/** Turns the path of a subgraph's error into paths of the client's response; undefined: the error has no usable path. */
export type MapPath = (path: Path | undefined) => readonly (Path | undefined)[];

const SAFE_CODES: ReadonlySet<string> = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'BAD_USER_INPUT',
  'RATE_LIMIT_EXCEEDED',
]);
const REDACTED = 'A subgraph reported an error.';

/** Longer paths and names lead nowhere, and would be repeated to the client. */
const MAX_PATH = 100;
const MAX_NAME = 200;

const isPathPart = (part: unknown): boolean =>
  typeof part === 'string' ? part.length <= MAX_NAME : Number.isSafeInteger(part) && (part as number) >= 0;

const readPath = (value: unknown): Path | undefined =>
  Array.isArray(value) && value.length <= MAX_PATH && value.every(isPathPart) ? value : undefined;

const formatSubgraphError = (
  subgraph: string,
  raw: Record<string, unknown>,
  expose: boolean,
): FormattedError => {
  const extensions = isObject(raw['extensions']) ? raw['extensions'] : {};
  const given = typeof extensions['code'] === 'string' ? extensions['code'] : undefined;
  if (!expose) {
    const code = given !== undefined && SAFE_CODES.has(given) ? given : 'INTERNAL_SERVER_ERROR';
    return { message: REDACTED, extensions: { code } };
  }
  const message = typeof raw['message'] === 'string' ? raw['message'] : REDACTED;
  const { stacktrace: _stacktrace, exception: _exception, ...shown } = extensions;
  return { message, extensions: { ...shown, code: given ?? 'INTERNAL_SERVER_ERROR', service: subgraph } };
};

/** Adds the `errors` of a subgraph's answer to the client's, with their paths mapped. */
export const addSubgraphErrors = (
  state: ExecutionState,
  { subgraph, errors }: { readonly subgraph: string; readonly errors: unknown },
  mapPath: MapPath,
): void => {
  if (!Array.isArray(errors)) return;
  const expose = state.request.exposes(subgraph);
  for (const raw of errors.slice(0, 100)) {
    const object = isObject(raw) ? raw : {};
    state.request.report(subgraph, raw);
    for (const path of mapPath(readPath(object['path']))) {
      const formatted = formatSubgraphError(subgraph, object, expose);
      state.addError(path === undefined ? formatted : { ...formatted, path });
    }
  }
};

/** Merging overflows the stack, with a RangeError, when an answer is nested hundreds of thousands of levels deep. */
const codeOf = (error: unknown): ErrorCode => {
  if (isSporkError(error)) return error.code;
  return error instanceof RangeError ? 'SUBREQUEST_MALFORMED_RESPONSE' : 'INTERNAL_SERVER_ERROR';
};

/** Adds one coded error per path for a call that failed as a whole. */
export const addCallFailure = (
  state: ExecutionState,
  subgraph: string,
  failure: { readonly error: unknown; readonly paths: readonly (Path | undefined)[] },
): void => {
  const { error, paths } = failure;
  state.request.report(subgraph, error);
  const code = codeOf(error);
  const expose = state.request.exposes(subgraph);
  const message = expose && error instanceof Error ? error.message : CATALOGUE[code].message;
  const extensions = expose ? { code, service: subgraph } : { code };
  for (const path of paths.length === 0 ? [undefined] : paths) {
    state.addError({ message, ...(path === undefined ? {} : { path }), extensions: { ...extensions } });
  }
};
