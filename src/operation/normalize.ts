import {
  BREAK,
  Kind,
  print,
  visit,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { ClientError } from '../errors/index.js';
import { ConditionResolver, withoutDescription, type ConditionValues } from './conditions.js';
import { isIntrospectionField, RootSplitter } from './split-root.js';
import type { Operation } from './types.js';
import { widenFragments } from './widen-fragments.js';

export interface NormalizedOperation {
  /** See `Operation`. */
  readonly introspectionDocument: DocumentNode | undefined;
  readonly conditionVariables: readonly string[];
  /** `__schema` or `__type` is selected below the root, where no part of the gateway could answer it. */
  readonly nestedIntrospection: boolean;
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/**
 * Picks the operation that runs.
 * @throws ClientError `OPERATION_RESOLUTION_FAILURE` when the name is missing or unknown.
 */
export function selectOperation(document: DocumentNode, name: string | undefined): OperationDefinitionNode {
  const operations = document.definitions.filter(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );
  const [first] = operations;
  if (first === undefined)
    throw new ClientError('OPERATION_RESOLUTION_FAILURE', 'Must provide an operation.');
  if (name === undefined) {
    if (operations.length === 1) return first;
    throw new ClientError(
      'OPERATION_RESOLUTION_FAILURE',
      'Must provide operation name if query contains multiple operations.',
    );
  }
  const named = operations.find((operation) => operation.name?.value === name);
  if (named !== undefined) return named;
  const shown = name.length > 200 ? `${name.slice(0, 200)}…` : name;
  throw new ClientError('OPERATION_RESOLUTION_FAILURE', `Unknown operation named "${shown}".`);
}

/**
 * What of a valid operation the gateway answers itself, and what its answer depends on. Whoever shapes the response must
 * follow the client's document: the parts lack root `__typename`, and have a `__typename` where conditions dropped
 * everything.
 */
export function normalizeOperation(
  document: DocumentNode,
  operation: OperationDefinitionNode,
): NormalizedOperation {
  const { conditions, fragment, set } = resolveConditions(document, operation);
  const splitter = new RootSplitter(fragment);
  const introspection = set && partDocument(operation, splitter.part(set, 'introspection'), fragment);
  const plan = set && partDocument(operation, splitter.part(set, 'plan'), fragment);
  return {
    introspectionDocument: introspection,
    conditionVariables: conditions.conditionVariables(),
    nestedIntrospection: plan !== undefined && hasIntrospection(plan),
  };
}

/**
 * Normalised text of the part that subgraphs answer, under these values of the condition variables: one operation, only
 * its fragments, no `@skip` and `@include`, no root introspection fields. `undefined` when nothing else is left.
 * `byType` writes selections on abstract types out for each object type.
 * @throws ClientError `OPERATION_TOO_COMPLEX` when the document is nested too deeply to be walked.
 */
export function planDocument(
  operation: Pick<Operation, 'document' | 'definition' | 'schema' | 'sourceKeys'>,
  values: ConditionValues,
  { byType = false }: { readonly byType?: boolean } = {},
): string | undefined {
  try {
    const { fragment, set } = resolveConditions(operation.document, operation.definition, values);
    const part = set && new RootSplitter(fragment).part(set, 'plan');
    const plan = partDocument(operation.definition, part, fragment);
    return plan && print(widenFragments(plan, operation.schema, { keys: operation.sourceKeys, byType }));
  } catch (error) {
    if (error instanceof RangeError)
      throw new ClientError('OPERATION_TOO_COMPLEX', undefined, { cause: error });
    throw error;
  }
}

function resolveConditions(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  values?: ConditionValues,
) {
  const definitions = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) definitions.set(definition.name.value, definition);
  }
  const conditions = new ConditionResolver(definitions, values);
  const set = conditions.selectionSet(operation.selectionSet);
  const fragment = (name: string): FragmentDefinitionNode | undefined => conditions.fragment(name);
  return { conditions, set, fragment };
}

/** One operation with only the fragments and variables that it uses. */
function partDocument(
  operation: OperationDefinitionNode,
  set: SelectionSetNode | undefined,
  fragment: (name: string) => FragmentDefinitionNode | undefined,
): DocumentNode | undefined {
  if (set === undefined) return undefined;
  const fragments = usedFragments(set, fragment);
  const variables = new Set<string>();
  const collect = { Variable: (node: { name: { value: string } }) => void variables.add(node.name.value) };
  visit(set, collect);
  for (const directive of operation.directives ?? []) visit(directive, collect);
  for (const definition of fragments.values()) visit(definition, collect);
  const definition: OperationDefinitionNode = {
    kind: Kind.OPERATION_DEFINITION,
    operation: operation.operation,
    ...(operation.name === undefined ? {} : { name: operation.name }),
    variableDefinitions: (operation.variableDefinitions ?? [])
      .filter((variable) => variables.has(variable.variable.name.value))
      .map(withoutDescription),
    directives: operation.directives ?? [],
    selectionSet: set,
  };
  return { kind: Kind.DOCUMENT, definitions: [definition, ...fragments.values()] };
}

/** In order of first use. */
function usedFragments(
  set: SelectionSetNode,
  fragment: (name: string) => FragmentDefinitionNode | undefined,
): Fragments {
  const used = new Map<string, FragmentDefinitionNode>();
  const pending: SelectionSetNode[] = [set];
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    visit(next, {
      FragmentSpread(spread) {
        const definition = used.has(spread.name.value) ? undefined : fragment(spread.name.value);
        if (definition === undefined) return;
        used.set(spread.name.value, definition);
        pending.push(definition.selectionSet);
      },
    });
  }
  return used;
}

function hasIntrospection(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Field(field) {
      if (!isIntrospectionField(field)) return undefined;
      found = true;
      return BREAK;
    },
  });
  return found;
}
