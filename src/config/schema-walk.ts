import { z } from 'zod';
import type { Path } from './paths.js';

type Schema = z.core.$ZodType;

/** The schema under defaults, optionals, nullables and transforms. */
export const unwrap = (schema: Schema): Schema => {
  let inner = schema;
  for (;;) {
    if (inner instanceof z.ZodDefault || inner instanceof z.ZodPrefault) inner = inner.unwrap();
    else if (inner instanceof z.ZodOptional || inner instanceof z.ZodNullable) inner = inner.unwrap();
    else if (inner instanceof z.ZodPipe) inner = inner.def.in;
    else return inner;
  }
};

const childrenOf = (schema: Schema, key: string | number): Schema[] => {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodUnion) return inner.options.flatMap((option: Schema) => childrenOf(option, key));
  if (inner instanceof z.ZodArray) return typeof key === 'number' ? [inner.element] : [];
  if (inner instanceof z.ZodRecord) return [inner.def.valueType];
  if (!(inner instanceof z.ZodObject)) return [];
  const shape: Readonly<Record<string, Schema>> = inner.shape;
  const own = Object.hasOwn(shape, key) ? shape[key] : undefined;
  if (own) return [own];
  const rest = inner.def.catchall;
  return rest && !(rest instanceof z.ZodNever) ? [rest] : [];
};

/** Every schema a value at this path may have to match; more than one below a union. */
export const schemasAt = (root: Schema, path: Path): Schema[] =>
  path.reduce<Schema[]>((schemas, key) => schemas.flatMap((schema) => childrenOf(schema, key)), [root]);

const namesOf = (schema: Schema): string[] => {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodObject) return Object.keys(inner.shape);
  return inner instanceof z.ZodUnion ? inner.options.flatMap(namesOf) : [];
};

/** Names of the keys allowed in the object at this path. */
export const knownKeys = (root: Schema, path: Path): string[] => [
  ...new Set(schemasAt(root, path).flatMap(namesOf)),
];

/** What `.describe()` said. */
export const descriptionOf = (schema: Schema): string => z.globalRegistry.get(schema)?.description ?? '';

/** The default as it would be written in the file; undefined when there is none. */
export const defaultOf = (schema: Schema): unknown =>
  schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault ? schema.def.defaultValue : undefined;
