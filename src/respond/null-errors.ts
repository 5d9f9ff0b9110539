import type { FormattedError } from '../errors/index.js';
import { isHiddenValue, writeLeaf } from './leaf.js';
import { isHidden, readField, selectFields } from './project.js';
import type { Projection, Shape } from './types.js';

type Path = readonly (string | number)[];
type JsonObject = Record<string, unknown>;

const startsWith = (path: Path, prefix: Path): boolean => prefix.every((part, i) => path[i] === part);

/** True when an error already tells of this null: an error at, below or above it, or one without a path. */
const isExplained = (path: Path, errors: readonly FormattedError[]): boolean =>
  errors.some(({ path: at }) => at === undefined || startsWith(at, path) || startsWith(path, at));

interface Place {
  readonly shape: Shape;
  readonly path: Path;
  readonly coordinate: string;
}

interface Search {
  readonly errors: FormattedError[];
  readonly limit: number;
  more: boolean;
}

const add = (search: Search, error: FormattedError & { readonly path: Path }): void => {
  if (isExplained(error.path, search.errors)) return;
  if (search.errors.length < search.limit) search.errors.push(error);
  else search.more = true;
};

const violation = (search: Search, path: Path, coordinate: string): void =>
  add(search, {
    message: `Cannot return null for non-nullable field ${coordinate}.`,
    path,
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  });

/** Always true: the value ends as null. */
const misfit = (search: Search, { path, coordinate }: Place): true => {
  add(search, {
    message: `A subgraph answered a value that does not fit the type of ${coordinate}.`,
    path,
    extensions: { code: 'SUBREQUEST_MALFORMED_RESPONSE' },
  });
  return true;
};

/** True when the value ends as null; adds an error for each null in a non-null position. */
const visit = (search: Search, value: unknown, at: Place): boolean => {
  const { shape, path, coordinate } = at;
  const isNull = value === null || value === undefined || visitPresent(search, value, at);
  if (isNull && shape.nonNull && !(shape.kind !== 'leaf' && value !== null && value !== undefined)) {
    violation(search, path, coordinate);
  }
  return isNull;
};

const visitPresent = (search: Search, value: unknown, at: Place): boolean => {
  const { shape, path, coordinate } = at;
  if (shape.kind === 'leaf') {
    return writeLeaf(value, shape) === undefined && (isHiddenValue(value, shape) || misfit(search, at));
  }
  if (shape.kind === 'list') {
    if (!Array.isArray(value)) return misfit(search, at);
    let gone = false;
    value.forEach((item, i) => {
      const isNull = visit(search, item, { shape: shape.of, path: [...path, i], coordinate });
      gone ||= isNull && shape.of.nonNull;
    });
    return gone;
  }
  if (typeof value !== 'object' || Array.isArray(value)) return misfit(search, at);
  const fields = selectFields(value as JsonObject, shape);
  if (fields === null) return isHidden(value as JsonObject, shape) || misfit(search, at);
  let gone = false;
  for (const field of fields) {
    if (field.constant !== undefined) continue;
    const next = { shape: field.shape, path: [...path, field.key], coordinate: field.coordinate };
    const isNull = visit(search, readField(value as JsonObject, field), next);
    gone ||= isNull && field.shape.nonNull;
  }
  return gone;
};

/**
 * Adds to `errors` what the spec asks for (§6.4.4): an error for each null in a non-null position, and each value that does not
 * fit its type, that no subgraph error explains. Called only when the written answer lost something, so it may be slow.
 * True when there are more than the limit.
 */
export const addNullErrors = (
  data: JsonObject,
  projection: Projection,
  to: { readonly errors: FormattedError[]; readonly limit: number },
): boolean => {
  const search: Search = { ...to, more: false };
  visit(search, data, { shape: projection.root, path: [], coordinate: 'Query' });
  return search.more;
};
