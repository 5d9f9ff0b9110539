import {
  Kind,
  print,
  type DocumentNode,
  type FieldNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentOf, operationOf, withUsed } from './documents.js';
import { keyPath, type KeyPath } from './plan-surplus.js';
import type { EntityBatch, EntityFetchNode, FlattenPath, RequiresSelection } from './types.js';

export interface PartialFetch {
  readonly node: EntityFetchNode;
  readonly batch: EntityBatch;
  /** The node's operation. */
  readonly document: DocumentNode;
  readonly paths: readonly FlattenPath[];
  /** Outermost fields of the representation that the entities lack. */
  readonly lacking: ReadonlySet<string>;
  /** What is not asked of them. */
  readonly surplus: ReadonlySet<KeyPath>;
  /** Whether their `__typename` is there already. */
  readonly told: boolean;
  /** Whether a field of the entity can be asked for without what they lack. */
  isPossible(field: FieldNode): boolean;
}

/** A fetch for some of the entities of another: with less sent and less asked for. Undefined when nothing is left to ask. */
export const partialFetch = (part: PartialFetch): EntityFetchNode | undefined => {
  const { node, batch, paths, lacking } = part;
  const document = partialDocument(part);
  if (document === undefined) return undefined;
  const used = new Set(operationOf(document).variableDefinitions?.map(({ variable }) => variable.name.value));
  const requires = batch.requires.flatMap((selection) => withoutLacking(selection, lacking));
  return {
    ...node,
    operation: print(document),
    variables: node.variables.filter((name) => used.has(name)),
    entities: [{ ...batch, paths, requires }],
  };
};

const withoutLacking = (
  selection: RequiresSelection,
  lacking: ReadonlySet<string>,
): readonly RequiresSelection[] => {
  if (selection.kind === 'field') return lacking.has(selection.name) ? [] : [selection];
  return [
    { ...selection, selections: selection.selections.flatMap((inner) => withoutLacking(inner, lacking)) },
  ];
};

const partialDocument = (part: PartialFetch): DocumentNode | undefined => {
  const { document } = part;
  const operation = operationOf(document);
  const field = operation.selectionSet.selections.find(
    (selection) =>
      selection.kind === Kind.FIELD && (selection.alias ?? selection.name).value === part.batch.alias,
  );
  if (field?.kind !== Kind.FIELD || field.selectionSet === undefined) return undefined;
  const selections = taken(field.selectionSet, { document, part, above: '' });
  if (!isWorth(selections, part)) return undefined;
  const entities = { ...field, selectionSet: { ...field.selectionSet, selections } };
  const selectionSet: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [entities] };
  return withUsed({ ...operation, selectionSet }, document);
};

interface Level {
  readonly document: DocumentNode;
  readonly part: PartialFetch;
  /** The fields around; empty for the entity itself. */
  readonly above: KeyPath;
}

/** What is left of a selection set; fragments that are spread are written out, as others may spread them too. */
const taken = (set: SelectionSetNode, level: Level): SelectionNode[] =>
  set.selections.flatMap((selection): SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return takenField(selection, level);
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : fragmentOf(level.document, selection.name.value);
    if (fragment === undefined) return [];
    const selections = taken(fragment.selectionSet, level);
    if (!isWorth(selections, level.part)) return [];
    const { typeCondition } = fragment;
    return [
      {
        kind: Kind.INLINE_FRAGMENT,
        ...(typeCondition && { typeCondition }),
        selectionSet: { ...fragment.selectionSet, selections },
      },
    ];
  });

const takenField = (field: FieldNode, level: Level): FieldNode[] => {
  const { part, above } = level;
  const path = keyPath(above, field);
  if (part.surplus.has(path) || (above === '' && !part.isPossible(field))) return [];
  const { selectionSet } = field;
  if (selectionSet === undefined) return [field];
  const selections = taken(selectionSet, { ...level, above: path });
  return [
    {
      ...field,
      selectionSet: { ...selectionSet, selections: selections.length > 0 ? selections : [TYPENAME] },
    },
  ];
};

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

const isWorth = (selections: readonly SelectionNode[], { told }: PartialFetch): boolean =>
  selections.some(
    (selection) => !told || selection.kind !== Kind.FIELD || selection.name.value !== '__typename',
  );
