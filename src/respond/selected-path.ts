import { selectFields } from './project.js';
import type { Projection, Shape } from './types.js';

type JsonObject = Record<string, unknown>;

/**
 * True when the client asked for what the path names. Fetches may bring more than one object type needs, and what fails in
 * that part has no place in the client's answer. A path that ends at a null counts as asked for.
 */
export const isSelected = (
  path: readonly (string | number)[],
  data: JsonObject,
  projection: Projection,
): boolean => {
  let shape: Shape = projection.root;
  let value: unknown = data;
  for (const part of path) {
    if (value === null || value === undefined || shape.kind === 'leaf') return true;
    if (typeof part === 'number') {
      if (shape.kind !== 'list' || !Array.isArray(value)) return true;
      shape = shape.of;
      value = value[part] as unknown;
      continue;
    }
    if (shape.kind !== 'object' || typeof value !== 'object' || Array.isArray(value)) return true;
    const object = value as JsonObject;
    const fields = selectFields(object, shape);
    // The object is of a type that clients do not see, or of none: it ends as null, whatever failed inside.
    if (fields === null) return true;
    const field = fields.find(({ source }) => source === part);
    if (field === undefined) return false;
    shape = field.shape;
    value = Object.hasOwn(object, part) ? object[part] : undefined;
  }
  return true;
};
