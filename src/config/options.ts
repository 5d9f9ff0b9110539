import { z } from 'zod';
import { isReserved, notBuiltPrefix } from './availability.js';
import { configSchema } from './schema.js';
import { defaultOf, descriptionOf, unwrap } from './schema-walk.js';

/** One key of gateway.yaml, for documentation. */
export interface ConfigOption {
  /** Dotted; `[]` marks list items and NAME a free name. */
  readonly key: string;
  readonly type: string;
  /** As written in the file; undefined when there is none. */
  readonly default: string | undefined;
  readonly description: string;
  /** False while setting it is refused. */
  readonly available: boolean;
  /** True while nothing uses it. */
  readonly reserved: boolean;
}

type Schema = z.core.$ZodType;

const SCALARS: readonly (readonly [prefix: string, name: string])[] = [
  ['^(\\d+)(ms', 'duration'],
  ['^(\\d+)(B|', 'size'],
  ['^(100', 'percentage'],
];

const stringType = (schema: z.ZodString): string => {
  const pattern = [...(schema._zod.bag.patterns ?? [])].map((item) => item.source)[0] ?? '';
  return SCALARS.find(([prefix]) => pattern.startsWith(prefix))?.[1] ?? 'text';
};

/** Readable name of what a schema accepts. */
const typeOf = (schema: Schema): string => {
  const nullable = isNullable(schema) ? ' or null' : '';
  return bareType(unwrap(schema)) + nullable;
};

const isNullable = (schema: Schema): boolean => {
  if (schema instanceof z.ZodNullable) return true;
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional) {
    return isNullable(schema.unwrap());
  }
  return false;
};

const bareType = (inner: Schema): string => {
  if (inner instanceof z.ZodUnion) return [...new Set(inner.options.map(typeOf))].join(' or ');
  if (inner instanceof z.ZodEnum) return inner.options.map((value) => `\`${value}\``).join(', ');
  if (inner instanceof z.ZodLiteral)
    return [...inner.values].map((value) => `\`${String(value)}\``).join(', ');
  if (inner instanceof z.ZodArray) return `list of ${typeOf(inner.element)}`;
  if (inner instanceof z.ZodString) return stringType(inner);
  if (inner instanceof z.ZodBoolean) return '`true`, `false`';
  if (inner instanceof z.ZodNumber) return inner.format === 'safeint' ? 'whole number' : 'number';
  if (inner instanceof z.ZodRecord) return 'group by name';
  return 'group';
};

const defaultText = (schema: Schema): string | undefined => {
  const value = defaultOf(schema);
  return value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value);
};

const isGroup = (schema: Schema): boolean => unwrap(schema) instanceof z.ZodObject;

const optionsBelow = (schema: Schema, key: string): ConfigOption[] => {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodUnion)
    return inner.options.flatMap((option: Schema) =>
      isScalarSchema(option) ? [] : optionsBelow(option, key),
    );
  if (inner instanceof z.ZodArray)
    return isScalarSchema(inner.element) ? [] : optionsBelow(inner.element, `${key}[]`);
  if (inner instanceof z.ZodRecord)
    return isScalarSchema(inner.valueType) ? [] : optionsBelow(inner.valueType, `${key}.NAME`);
  if (!(inner instanceof z.ZodObject)) return [];
  const own = Object.entries(inner.shape as Record<string, Schema>).flatMap(([name, child]) =>
    optionsOf(child, key === '' ? name : `${key}.${name}`),
  );
  const rest = inner.def.catchall;
  return rest && !(rest instanceof z.ZodNever) ? [...own, ...perName(rest, own, key)] : own;
};

/** Below a free name: only the keys that the named sibling does not document already. */
const perName = (rest: Schema, own: readonly ConfigOption[], key: string): ConfigOption[] => {
  const known = new Set(own.map((option) => option.key.replace(`${key}.all.`, `${key}.NAME.`)));
  return optionsBelow(rest, `${key}.NAME`).filter((option) => !known.has(option.key));
};

const isScalarSchema = (schema: Schema): boolean => {
  const inner = unwrap(schema);
  return !(
    inner instanceof z.ZodObject ||
    inner instanceof z.ZodArray ||
    inner instanceof z.ZodRecord ||
    inner instanceof z.ZodUnion
  );
};

const optionsOf = (schema: Schema, key: string): ConfigOption[] => {
  const below = optionsBelow(schema, key);
  const description = descriptionOf(schema);
  // A group only holds keys; they are listed, unless the group itself can be null or absent.
  if (isGroup(schema) && schema instanceof z.ZodPrefault) return below;
  const own: ConfigOption = {
    key,
    type: typeOf(schema),
    default: defaultText(schema),
    description,
    available: isAvailable(key),
    reserved: isReserved(key.split('.')),
  };
  return [own, ...below];
};

const isAvailable = (key: string): boolean =>
  notBuiltPrefix(key.replaceAll('[]', '').split('.')) === undefined;

/** Every key of gateway.yaml, in the order of the file. */
export const configOptions = (): ConfigOption[] => optionsBelow(configSchema, '');

/** What a top-level key is for. */
export const sectionDescription = (section: string): string => {
  const shape: Readonly<Record<string, Schema>> = configSchema.shape;
  const schema = shape[section];
  return schema === undefined ? '' : descriptionOf(schema);
};
