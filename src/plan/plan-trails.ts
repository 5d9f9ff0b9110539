import type { FlattenPath, FlattenSegment } from './types.js';

/**
 * The object types from the root to what a path reaches: that of the parent of each of the path's fields, then that of
 * the object at its end.
 */
export type Trail = readonly string[];

type Box = readonly ReadonlySet<string>[];

/** Paths, with type conditions where they are needed, that lead to the chosen trails and to no other of all trails. */
export const pathsTo = (path: FlattenPath, chosen: readonly Trail[], all: readonly Trail[]): FlattenPath[] =>
  boxes(chosen).map((box) => conditioned(path, box, all));

/** As few products of sets of types as simple joining makes of the trails; none overlaps another. */
const boxes = (trails: readonly Trail[]): Box[] => {
  let joined: Box[] = trails.map((trail) => trail.map((type) => new Set([type])));
  for (let step = (trails[0]?.length ?? 0) - 1; step >= 0; step--) joined = joinedAt(step, joined);
  return joined;
};

const joinedAt = (step: number, parts: readonly Box[]): Box[] => {
  const byRest = new Map<string, Box[]>();
  for (const box of parts) {
    const rest = box.map((types, at) => (at === step ? '' : [...types].sort().join(' '))).join('/');
    byRest.set(rest, [...(byRest.get(rest) ?? []), box]);
  }
  return [...byRest.values()].map((alike) =>
    (alike[0] as Box).map((types, at) =>
      at === step ? new Set(alike.flatMap((box) => [...(box[step] ?? [])])) : types,
    ),
  );
};

const conditioned = (path: FlattenPath, box: Box, all: readonly Trail[]): FlattenPath => {
  const needed = new Set(box.keys());
  const passes = (trail: Trail, steps: Iterable<number>): boolean =>
    [...steps].every((step) => box[step]?.has(trail[step] as string) === true);
  const whole = [...needed];
  for (const step of whole) {
    needed.delete(step);
    if (all.some((trail) => passes(trail, needed) && !passes(trail, whole))) needed.add(step);
  }
  const condition = (step: number): FlattenSegment[] =>
    needed.has(step) ? [{ kind: 'type', names: [...(box[step] ?? [])] }] : [];
  let step = 0;
  const steps = path.flatMap((segment) =>
    segment.kind === 'field' ? [...condition(step++), segment] : [segment],
  );
  return [...steps, ...condition(step)];
};
