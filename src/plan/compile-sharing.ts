import type { EntityBatch, FlattenPath } from './types.js';

const keys = (path: FlattenPath): string =>
  path
    .map((segment) => (segment.kind === 'field' ? `.${segment.name}` : segment.kind === 'list' ? '@' : ''))
    .join('');

/** What other fetches write below `path`, as a canonical text. */
const writtenBelow = (path: string, others: readonly EntityBatch[]): string =>
  others
    .map((other) =>
      other.paths
        .map(keys)
        .filter((at) => at.startsWith(path))
        .map((at) => at.slice(path.length))
        .sort()
        .join('|'),
    )
    .join('\n');

/**
 * True when one result may be attached to targets at all of the batch's paths without copying: every other fetch then
 * writes the same things below each of those paths, so that no path sees what was meant for another.
 */
export const isShareable = (batch: EntityBatch, all: readonly EntityBatch[]): boolean => {
  const [first, ...rest] = batch.paths.map(keys);
  if (first === undefined || rest.length === 0) return true;
  const others = all.filter((other) => other !== batch);
  const expected = writtenBelow(first, others);
  return rest.every((path) => writtenBelow(path, others) === expected);
};
