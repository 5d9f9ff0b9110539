/** Where a value is: keys and list indexes, outermost first. */
export type Path = readonly (string | number)[];

/** `['rest', 'routes', 0, 'to']` to `rest.routes[0].to`. */
export const formatPath = (path: Path): string =>
  path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? part : `${text}.${part}`;
  }, '');

/** True for objects that are neither lists nor null. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const own = (value: object, key: string | number): unknown =>
  Object.hasOwn(value, key) ? (value as Record<string | number, unknown>)[key] : undefined;

/** The value at a path; undefined when there is none. */
export const valueAt = (root: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? own(value, key) : undefined),
    root,
  );

const deepEqual = (left: unknown, right: unknown): boolean => {
  if (Object.is(left, right)) return true;
  if (Array.isArray(left) || Array.isArray(right)) {
    return (
      Array.isArray(left) &&
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, index) => deepEqual(item, right[index]))
    );
  }
  if (!isRecord(left) || !isRecord(right)) return false;
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].every((key) => deepEqual(left[key], right[key]));
};

/** Equality of plain data; an absent key equals undefined. */
export { deepEqual };

const assign = (target: Record<string, unknown>, key: string, value: unknown): void => {
  // Not by assignment: a key named __proto__ is only a name.
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
};

/** `over` laid over `base`: objects merge key by key, lists and scalars replace. Neither is changed. */
export const deepMerge = (base: unknown, over: unknown): unknown => {
  if (over === undefined) return base;
  if (!isRecord(base) || !isRecord(over)) return over;
  const merged: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(base)) assign(merged, key, value);
  for (const [key, value] of Object.entries(over)) {
    if (value !== undefined) assign(merged, key, deepMerge(own(base, key), value));
  }
  return merged;
};

/** Freezes plain data at every level, in place. */
export const deepFreeze = <TValue>(value: TValue): TValue => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const child of Object.values(value)) deepFreeze(child);
  }
  return value;
};
