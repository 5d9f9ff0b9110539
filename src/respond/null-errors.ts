import type { FormattedError } from '../errors/index.js';
import { writeLeaf } from './leaf.js';
import { readField, selectFields } from './project.js';
import type { Projection, Shape } from './types.js';

type Path = readonly (string | number)[];
type JsonObject = Record<string, unknown>;

const startsWith = (path: Path, prefix: Path): boolean => prefix.every((part, i) => path[i] === part);

/** True when an error already tells of this null: an error at, below or above it, or one without a path. */
const isExplained = (path: Path, errors: readonly FormattedError[]): boolean =>
  errors.some(({ path: at }) => at === undefined || startsWith(at, path) || startsWith(path, at));

interface Search {
  readonly errors: FormattedError[];
  readonly limit: number;
}

const violation = (search: Search, path: Path, coordinate: string): void => {
  if (search.errors.length >= search.limit || isExplained(path, search.errors)) return;
  search.errors.push({
    message: `Cannot return null for non-nullable field ${coordinate}.`,
    path,
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  });
};

/** True when the value ends as null; adds an error for each null in a non-null position. */
const visit = (
  search: Search,
  value: unknown,
  at: { shape: Shape; path: Path; coordinate: string },
): boolean => {
  const { shape, path, coordinate } = at;
  const isNull = value === null || value === undefined || visitPresent(search, value, at);
  if (isNull && shape.nonNull && !(shape.kind !== 'leaf' && value !== null && value !== undefined)) {
    violation(search, path, coordinate);
  }
  return isNull;
};

const visitPresent = (
  search: Search,
  value: unknown,
  at: { shape: Shape; path: Path; coordinate: string },
): boolean => {
  const { shape, path, coordinate } = at;
  if (shape.kind === 'leaf') return writeLeaf(value, shape) === undefined;
  if (shape.kind === 'list') {
    if (!Array.isArray(value)) return true;
    let gone = false;
    value.forEach((item, i) => {
      const isNull = visit(search, item, { shape: shape.of, path: [...path, i], coordinate });
      gone ||= isNull && shape.of.nonNull;
    });
    return gone;
  }
  if (typeof value !== 'object' || Array.isArray(value)) return true;
  const fields = selectFields(value as JsonObject, shape);
  if (fields === null) return true;
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
 * Adds to `errors` what the spec asks for (§6.4.4): an error for each null in a non-null position that no subgraph error
 * explains. Called only when the written answer lost something, so it may be slow.
 */
export const addNullErrors = (
  data: JsonObject,
  projection: Projection,
  to: { readonly errors: FormattedError[]; readonly limit: number },
): void => {
  visit(to, data, { shape: projection.root, path: [], coordinate: 'Query' });
};
