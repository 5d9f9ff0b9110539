import { getOwn, isObject } from './merge.js';
import type { CompiledPath, JsonObject } from './types.js';

/** A concrete response path. */
export type ResponsePath = readonly (string | number)[];

const satisfies = (object: JsonObject, types: ReadonlySet<string>): boolean => {
  const name = getOwn(object, '__typename');
  return typeof name !== 'string' || types.has(name);
};

/** No schema has lists this deep; a million of them in an answer must not overflow the stack. */
const MAX_LISTS = 100;

const addObjects = (value: unknown, out: JsonObject[], lists = 0): void => {
  if (isObject(value)) out.push(value);
  else if (Array.isArray(value) && lists < MAX_LISTS)
    for (let i = 0; i < value.length; i++) addObjects(value[i], out, lists + 1);
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

interface Place {
  readonly path: ResponsePath;
  /** Lists walked since the last field. */
  readonly lists: number;
}

/** The concrete paths of the objects that `collectTargets` finds, in the same order. Only errors need them. */
export const collectPaths = (data: JsonObject, path: CompiledPath): ResponsePath[] => {
  const out: ResponsePath[] = [];
  const walk = (value: unknown, index: number, at: Place): void => {
    if (Array.isArray(value)) {
      if (at.lists === MAX_LISTS) return;
      value.forEach((item, i) => walk(item, index, { path: [...at.path, i], lists: at.lists + 1 }));
      return;
    }
    if (!isObject(value)) return;
    const segment = path[index];
    if (segment === undefined) out.push(at.path);
    else if (segment.types !== null) {
      if (satisfies(value, segment.types)) walk(value, index + 1, at);
    } else walk(getOwn(value, segment.field), index + 1, { path: [...at.path, segment.field], lists: 0 });
  };
  walk(data, 0, { path: [], lists: 0 });
  return out;
};
