import {
  Kind,
  parse,
  print,
  visit,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type NamedTypeNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { EntityBatch, EntityFetchNode, FlattenPath, RequiresSelection } from './types.js';

export interface PartialFetch {
  readonly node: EntityFetchNode;
  readonly batch: EntityBatch;
  readonly paths: readonly FlattenPath[];
  /** Outermost fields of the representation that the entities lack. */
  readonly lacking: ReadonlySet<string>;
  /** Whether a field of the entity belongs into the fetch. */
  takes(field: FieldNode): boolean;
}

/** A fetch for some of the entities of another: with less sent and less asked for. Undefined when nothing is left to ask. */
export const partialFetch = (part: PartialFetch): EntityFetchNode | undefined => {
  const { node, batch } = part;
  const document = partialDocument(part);
  if (document === undefined) return undefined;
  const used = variablesOf(document);
  return {
    ...node,
    operation: print(document),
    variables: node.variables.filter((name) => used.has(name)),
    entities: [
      {
        ...batch,
        paths: part.paths,
        requires: batch.requires.flatMap((selection) => withoutLacking(selection, part.lacking)),
      },
    ],
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

const partialDocument = ({ node, batch, takes }: PartialFetch): DocumentNode | undefined => {
  const document = parse(node.operation, { noLocation: true });
  const operation = document.definitions.find(
    (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
  );
  const field = operation?.selectionSet.selections.find(
    (selection) => selection.kind === Kind.FIELD && (selection.alias ?? selection.name).value === batch.alias,
  );
  if (operation === undefined || field?.kind !== Kind.FIELD || field.selectionSet === undefined)
    return undefined;
  const selectionSet = takenSet(field.selectionSet, { document, takes });
  if (selectionSet === undefined) return undefined;
  const set: SelectionSetNode = {
    kind: Kind.SELECTION_SET,
    selections: [{ ...field, selectionSet }],
  };
  return withUsed({ ...operation, selectionSet: set }, document);
};

/** Undefined when nothing but `__typename` is left. */
const takenSet = (
  set: SelectionSetNode,
  context: { readonly document: DocumentNode; readonly takes: (field: FieldNode) => boolean },
): SelectionSetNode | undefined => {
  const selections = set.selections.flatMap((selection): SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return context.takes(selection) ? [selection] : [];
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT
        ? selection
        : fragmentOf(context.document, selection.name.value);
    const inner = fragment && takenSet(fragment.selectionSet, context);
    return fragment === undefined || inner === undefined
      ? []
      : [{ kind: Kind.INLINE_FRAGMENT, ...condition(fragment), selectionSet: inner }];
  });
  const real = selections.some(
    (selection) => selection.kind !== Kind.FIELD || selection.name.value !== '__typename',
  );
  return real ? { ...set, selections } : undefined;
};

const condition = ({ typeCondition }: { readonly typeCondition?: NamedTypeNode | undefined }) =>
  typeCondition === undefined ? {} : { typeCondition };

const fragmentOf = (document: DocumentNode, name: string): FragmentDefinitionNode | undefined =>
  document.definitions.find(
    (definition): definition is FragmentDefinitionNode =>
      definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name,
  );

/** The operation with the fragments and variables that it still uses. */
const withUsed = (operation: OperationDefinitionNode, document: DocumentNode): DocumentNode => {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const collect = (set: SelectionSetNode): void =>
    void visit(set, {
      FragmentSpread({ name }) {
        const fragment = fragmentOf(document, name.value);
        if (fragment === undefined || fragments.has(name.value)) return;
        fragments.set(name.value, fragment);
        collect(fragment.selectionSet);
      },
    });
  collect(operation.selectionSet);
  const definitions = [operation, ...fragments.values()];
  const used = new Set<string>();
  for (const { selectionSet } of definitions)
    visit(selectionSet, { Variable: ({ name }) => void used.add(name.value) });
  const variableDefinitions = operation.variableDefinitions?.filter(({ variable }) =>
    used.has(variable.name.value),
  );
  return {
    kind: Kind.DOCUMENT,
    definitions: [
      { ...operation, ...(variableDefinitions && { variableDefinitions }) },
      ...fragments.values(),
    ],
  };
};

const variablesOf = (document: DocumentNode): ReadonlySet<string> => {
  const names = new Set<string>();
  visit(document, { VariableDefinition: ({ variable }) => void names.add(variable.name.value) });
  return names;
};
