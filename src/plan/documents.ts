import {
  Kind,
  visit,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** The document's operation. @throws TypeError when it has none. */
export const operationOf = (document: DocumentNode): OperationDefinitionNode => {
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined) throw new TypeError('The document has no operation.');
  return operation;
};

/** The document's fragment of this name. */
export const fragmentOf = (document: DocumentNode, name: string): FragmentDefinitionNode | undefined =>
  document.definitions.find(
    (node): node is FragmentDefinitionNode =>
      node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === name,
  );

/** What a subgraph is asked about the entities whose `_entities` field has this response key. */
export const entitiesSelection = (document: DocumentNode, alias: string): SelectionSetNode | undefined => {
  const field = operationOf(document).selectionSet.selections.find(
    (selection) => selection.kind === Kind.FIELD && (selection.alias ?? selection.name).value === alias,
  );
  return field?.kind === Kind.FIELD ? field.selectionSet : undefined;
};

/** The operation as a document, with the variables and the other document's fragments that it still uses. */
export const withUsed = (operation: OperationDefinitionNode, document: DocumentNode): DocumentNode => {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const variables = new Set<string>();
  const collect = (set: SelectionSetNode): unknown =>
    visit(set, {
      Variable: ({ name }) => void variables.add(name.value),
      FragmentSpread({ name }) {
        const fragment = fragments.has(name.value) ? undefined : fragmentOf(document, name.value);
        if (fragment === undefined) return;
        fragments.set(name.value, fragment);
        collect(fragment.selectionSet);
      },
    });
  collect(operation.selectionSet);
  const variableDefinitions = (operation.variableDefinitions ?? []).filter(({ variable }) =>
    variables.has(variable.name.value),
  );
  return { kind: Kind.DOCUMENT, definitions: [{ ...operation, variableDefinitions }, ...fragments.values()] };
};
