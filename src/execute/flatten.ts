import { getOwn, isObject } from './merge.js';
import type { CompiledPath, JsonObject } from './types.js';

/** A concrete response path. */
export type ResponsePath = readonly (string | number)[];

const satisfies = (object: JsonObject, types: ReadonlySet<string>): boolean => {
  const name = getOwn(object, '__typename');
  return typeof name !== 'string' || types.has(name);
};

const addObjects = (value: unknown, out: JsonObject[]): void => {
  if (Array.isArray(value)) for (let i = 0; i < value.length; i++) addObjects(value[i], out);
  else if (isObject(value)) out.push(value);
};

/** Every object that `path` reaches from `data`, lists walked in order, nulls left out. */
export const collectTargets = (data: JsonObject, path: CompiledPath): JsonObject[] => {
  let current: JsonObject[] = [data];
  for (const { field, types } of path) {
    const next: JsonObject[] = [];
    for (const object of current) {
      if (types === null) addObjects(getOwn(object, field), next);
      else if (satisfies(object, types)) next.push(object);
    }
    current = next;
  }
  return current;
};

/** The concrete paths of the objects that `collectTargets` finds, in the same order. Only errors need them. */
export const collectPaths = (data: JsonObject, path: CompiledPath): ResponsePath[] => {
  const out: ResponsePath[] = [];
  const walk = (value: unknown, index: number, at: ResponsePath): void => {
    if (Array.isArray(value)) {
      value.forEach((item, i) => walk(item, index, [...at, i]));
      return;
    }
    if (!isObject(value)) return;
    const segment = path[index];
    if (segment === undefined) out.push(at);
    else if (segment.types !== null) {
      if (satisfies(value, segment.types)) walk(value, index + 1, at);
    } else walk(getOwn(value, segment.field), index + 1, [...at, segment.field]);
  };
  walk(data, 0, []);
  return out;
};
