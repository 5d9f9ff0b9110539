import { isHiddenValue, writeLeaf } from './leaf.js';
import type { FieldProjection, ObjectShape, Projection, Shape } from './types.js';

type JsonObject = Record<string, unknown>;

/** What a value is when it cannot be written: `null`, or undefined when its position is non-null and the parent must go. */
const absent = (shape: Shape): 'null' | undefined => {
  if (!shape.nonNull) return 'null';
  violated = true;
  return undefined;
};

/** The same for a value that is not what the schema says: that asks for an error even where null is allowed. */
const misfit = (shape: Shape): 'null' | undefined => {
  violated = true;
  return shape.nonNull ? undefined : 'null';
};

// Writing is synchronous, so one flag for the module serves all requests without a parameter in every call.
let violated = false;

export const readField = (object: JsonObject, field: FieldProjection): unknown =>
  field.guarded && !Object.hasOwn(object, field.source) ? undefined : object[field.source];

/** The fields to write for an object: by its static type, or by the `__typename` it came with. */
export const selectFields = (object: JsonObject, shape: ObjectShape): readonly FieldProjection[] | null => {
  if (shape.fields !== null) return shape.fields;
  const name = Object.hasOwn(object, '__typename') ? object['__typename'] : undefined;
  return shape.fieldsFor(typeof name === 'string' ? name : shape.fallbackType);
};

/** True when an object that has no fields to write is of a type that clients may not see, rather than of none that is possible. */
export const isHidden = (object: JsonObject, shape: ObjectShape): boolean => {
  const name = Object.hasOwn(object, '__typename') ? object['__typename'] : undefined;
  return typeof name === 'string' && shape.hides(name);
};

const writeList = (value: unknown, shape: Shape & { kind: 'list' }): string | undefined => {
  if (!Array.isArray(value)) return misfit(shape);
  let text = '[';
  for (let i = 0; i < value.length; i++) {
    const item = writeShape(value[i], shape.of);
    if (item === undefined) return absent(shape);
    text += i === 0 ? item : ',' + item;
  }
  return text + ']';
};

const writeObject = (value: unknown, shape: ObjectShape): string | undefined => {
  if (typeof value !== 'object' || Array.isArray(value)) return misfit(shape);
  const fields = selectFields(value as JsonObject, shape);
  if (fields === null) return isHidden(value as JsonObject, shape) ? absent(shape) : misfit(shape);
  let text = '{';
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i] as FieldProjection;
    const item = field.constant ?? writeShape(readField(value as JsonObject, field), field.shape);
    if (item === undefined) return absent(shape);
    text += i === 0 ? field.keyText + item : ',' + field.keyText + item;
  }
  return text + '}';
};

const writeShape = (value: unknown, shape: Shape): string | undefined => {
  if (value === null || value === undefined) return absent(shape);
  switch (shape.kind) {
    case 'leaf':
      return writeLeaf(value, shape) ?? (isHiddenValue(value, shape) ? absent(shape) : misfit(shape));
    case 'list':
      return writeList(value, shape);
    case 'object':
      return writeObject(value, shape);
  }
};

/**
 * JSON text of `data` as the client asked for it: selection order, hidden types and enum values null, nulls in non-null
 * positions propagated to the nearest nullable parent (GraphQL spec §6.4.4). `'null'` when they reach the root.
 * `violated` tells that a null stood in a non-null position, or a value that does not fit its type, which asks for an error.
 */
export const project = (data: JsonObject, projection: Projection): { text: string; violated: boolean } => {
  violated = false;
  const text = writeObject(data, projection.root) ?? 'null';
  return { text, violated };
};
