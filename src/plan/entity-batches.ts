import type { EntityBatch, PlanNode, RequiresSelection } from './types.js';

/** The batches of all entity fetches below a node, in plan order. */
export const entityBatches = (node: PlanNode | null | undefined): readonly EntityBatch[] => {
  switch (node?.kind) {
    case 'entity-fetch':
      return node.entities;
    case 'sequence':
    case 'parallel':
      return node.nodes.flatMap(entityBatches);
    case 'condition':
      return [node.ifTrue, node.ifFalse].flatMap(entityBatches);
    default:
      return [];
  }
};

/** Keys in the merged data that the representations of these batches are made of, at every level. */
export const requiredKeys = (batches: readonly EntityBatch[]): ReadonlySet<string> =>
  new Set(batches.flatMap(({ requires }) => requires.flatMap(keysOf)));

const keysOf = (selection: RequiresSelection): string[] => [
  ...(selection.kind === 'field' ? [selection.key] : []),
  ...(selection.selections ?? []).flatMap(keysOf),
];
