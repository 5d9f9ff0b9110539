import type { JsonObject } from './types.js';

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Sets an own property even for `__proto__`, which plain assignment would turn into a prototype change. */
export const setOwn = (target: JsonObject, key: string, value: unknown): void => {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    target[key] = value;
  }
};

/** Reads an own property; names such as `constructor` are only names. */
export const getOwn = (target: JsonObject, key: string): unknown =>
  Object.hasOwn(target, key) ? target[key] : undefined;

/** Copies objects and lists; leaves are shared. */
export const clone = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(clone);
  if (!isObject(value)) return value;
  const copy: JsonObject = {};
  for (const key in value) setOwn(copy, key, clone(value[key]));
  return copy;
};

/** Names of abstract types: what an object says of its type when its subgraph does not know more. */
type AbstractTypes = ReadonlySet<string>;

const mergeLists = (target: unknown[], source: readonly unknown[], abstract: AbstractTypes): void => {
  for (let i = 0; i < source.length; i++)
    target[i] = i < target.length ? mergeValue(target[i], source[i], abstract) : source[i];
};

const mergeValue = (target: unknown, source: unknown, abstract: AbstractTypes): unknown => {
  if (source === null || source === undefined || target === source) return target ?? source;
  if (isObject(target) && isObject(source)) {
    mergeObject(target, source, abstract);
    return target;
  }
  if (Array.isArray(target) && Array.isArray(source)) {
    mergeLists(target, source, abstract);
    return target;
  }
  return source;
};

/**
 * Merges `source` into `target` key by key; lists by index. A null never hides a value that another subgraph gave, and the
 * interface that an `@interfaceObject` subgraph names never hides the object's type.
 */
export const mergeObject = (target: JsonObject, source: JsonObject, abstract: AbstractTypes): void => {
  for (const key in source) {
    const value = source[key];
    const present = Object.hasOwn(target, key) ? target[key] : undefined;
    if (key === '__typename' && typeof present === 'string' && abstract.has(value as string)) continue;
    setOwn(target, key, present === undefined ? value : mergeValue(present, value, abstract));
  }
};
