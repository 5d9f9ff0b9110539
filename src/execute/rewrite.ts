import { getOwn, isObject, setOwn } from './merge.js';
import type { CompiledRewrite, JsonObject } from './types.js';

const applyAt = (value: unknown, rewrite: CompiledRewrite, index: number): void => {
  if (Array.isArray(value)) {
    for (const item of value) applyAt(item, rewrite, index);
    return;
  }
  if (!isObject(value)) return;
  const segment = rewrite.path[index];
  if (segment === undefined) return;
  if (segment.types !== null) {
    const name = getOwn(value, '__typename');
    if (typeof name !== 'string' || segment.types.has(name)) applyAt(value, rewrite, index + 1);
    return;
  }
  if (!Object.hasOwn(value, segment.field)) return;
  if (index < rewrite.path.length - 1) applyAt(value[segment.field], rewrite, index + 1);
  else writeLast(value, segment.field, rewrite);
};

const writeLast = (object: JsonObject, key: string, rewrite: CompiledRewrite): void => {
  if (rewrite.renameTo === null) setOwn(object, key, rewrite.value);
  else if (rewrite.renameTo !== key) {
    const value = object[key];
    delete object[key];
    setOwn(object, rewrite.renameTo, value);
  }
};

/** Applies planner rewrites (renamed keys, set values) in order, in place. */
export const applyRewrites = (value: unknown, rewrites: readonly CompiledRewrite[]): void => {
  for (const rewrite of rewrites) applyAt(value, rewrite, 0);
};

/** The path of a subgraph error as the client sees it: keys that the planner aliased get their names back. */
export const renamePath = (
  path: readonly (string | number)[],
  rewrites: readonly CompiledRewrite[],
): (string | number)[] => {
  const out = [...path];
  for (const rewrite of rewrites) {
    if (rewrite.renameTo === null) continue;
    const keys = rewrite.path.filter((segment) => segment.field !== null);
    const positions = path.flatMap((part, i) => (typeof part === 'string' ? [i] : []));
    if (keys.length > positions.length) continue;
    const last = positions[keys.length - 1];
    if (last !== undefined && keys.every((segment, i) => path[positions[i] ?? -1] === segment.field)) {
      out[last] = rewrite.renameTo;
    }
  }
  return out;
};
