import { selectFields } from './project.js';
import type { FieldProjection, Fetched, Shape } from './types.js';

type JsonObject = Record<string, unknown>;
type Path = readonly (string | number)[];

/**
 * Where in the client's answer an error at `path` of the fetched data belongs: the path as far as the client asked for it.
 * What failed beyond that was needed for something that it did ask for. Undefined: the error has no place in the answer,
 * because only other objects were asked for this field, and it was fetched for this one along with them.
 */
export const clientPath = (path: Path, { data, projection, required }: Fetched): Path | undefined => {
  let shape: Shape = projection.root;
  let value: unknown = data;
  for (const [at, part] of path.entries()) {
    if (typeof value !== 'object' || value === null || shape.kind === 'leaf') return path;
    if (typeof part === 'number') {
      if (shape.kind !== 'list' || !Array.isArray(value)) return path;
      shape = shape.of;
      value = value[part] as unknown;
      continue;
    }
    const fields = fieldsOf(value, shape);
    // The object is of a type that clients do not see, or of none: it ends as null, whatever failed inside.
    if (fields === null) return path;
    const field = fields.find(({ source }) => source === part);
    // What the plan needs for itself is missing in something that was asked for.
    if (field === undefined)
      return projection.asked.has(part) && !required.has(part) ? undefined : path.slice(0, at);
    shape = field.shape;
    value = Object.hasOwn(value, part) ? (value as JsonObject)[part] : undefined;
  }
  return path;
};

const fieldsOf = (value: object, shape: Shape): readonly FieldProjection[] | null =>
  shape.kind === 'object' && !Array.isArray(value) ? selectFields(value as JsonObject, shape) : null;
