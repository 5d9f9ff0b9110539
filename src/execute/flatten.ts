import { getOwn, isObject } from './merge.js';
import type { CompiledPath, JsonObject } from './types.js';

/** A concrete response path. */
export type ResponsePath = readonly (string | number)[];

const satisfies = (object: JsonObject, types: ReadonlySet<string>): boolean => {
  const name = getOwn(object, '__typename');
  return typeof name !== 'string' || types.has(name);
};

/** Appends to `out` every object that `path` reaches from `value`; lists are walked in order, nulls are left out. */
export const collectTargets = (value: unknown, path: CompiledPath, index: number, out: JsonObject[]): void => {
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) collectTargets(value[i], path, index, out);
    return;
  }
  if (!isObject(value)) return;
  const segment = path[index];
  if (segment === undefined) out.push(value);
  else if (segment.types !== null) {
    if (satisfies(value, segment.types)) collectTargets(value, path, index + 1, out);
  } else collectTargets(getOwn(value, segment.field), path, index + 1, out);
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
