import { CATALOGUE, isSporkError, type FormattedError } from '../errors/index.js';
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

const readPath = (value: unknown): Path | undefined =>
  Array.isArray(value) && value.every((part) => typeof part === 'string' || typeof part === 'number')
    ? value
    : undefined;

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

/** Adds one coded error per path for a call that failed as a whole. */
export const addCallFailure = (
  state: ExecutionState,
  subgraph: string,
  failure: { readonly error: unknown; readonly paths: readonly (Path | undefined)[] },
): void => {
  const { error, paths } = failure;
  state.request.report(subgraph, error);
  const code = isSporkError(error) ? error.code : 'INTERNAL_SERVER_ERROR';
  const expose = state.request.exposes(subgraph);
  const message = expose && error instanceof Error ? error.message : CATALOGUE[code].message;
  const extensions = expose ? { code, service: subgraph } : { code };
  for (const path of paths.length === 0 ? [undefined] : paths) {
    state.addError({ message, ...(path === undefined ? {} : { path }), extensions: { ...extensions } });
  }
};
