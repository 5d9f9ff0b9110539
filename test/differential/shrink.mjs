/** Makes a failing operation small: removes one part after the other for as long as it stays valid and keeps failing. */
import { Kind, parse, print, validate, visit } from 'graphql';

/** @typedef {import('./generate.mjs').Operation} Operation */

/** Drops fragments and variables that nothing uses. @param {import('graphql').DocumentNode} document */
function tidy(document) {
  for (;;) {
    const spreads = new Set();
    const variables = new Set();
    visit(document, {
      FragmentSpread: (node) => void spreads.add(node.name.value),
      VariableDefinition: () => false,
      Variable: (node) => void variables.add(node.name.value),
    });
    const before = print(document);
    document = visit(document, {
      FragmentDefinition: (node) => (spreads.has(node.name.value) ? undefined : null),
      VariableDefinition: (node) => (variables.has(node.variable.name.value) ? undefined : null),
    });
    if (print(document) === before) return document;
  }
}

/** How many single cuts a document offers, and the document after cut number `wanted`. @param {import('graphql').DocumentNode} document @param {number} wanted */
function cut(document, wanted) {
  let count = 0;
  const hit = () => count++ === wanted;
  /** @type {Map<string, readonly import('graphql').SelectionNode[]>} */
  const bodies = new Map();
  visit(document, {
    FragmentDefinition: (node) => void bodies.set(node.name.value, node.selectionSet.selections),
  });
  const result = visit(document, {
    OperationDefinition: (node) => (node.name?.value === 'Other' && hit() ? null : undefined),
    SelectionSet: (node) => {
      for (const [index, selection] of node.selections.entries()) {
        const rest = (/** @type {readonly import('graphql').SelectionNode[]} */ instead) => ({
          ...node,
          selections: [...node.selections.slice(0, index), ...instead, ...node.selections.slice(index + 1)],
        });
        if (node.selections.length > 1 && hit()) return rest([]);
        if (selection.kind === Kind.INLINE_FRAGMENT && hit()) return rest(selection.selectionSet.selections);
        if (selection.kind === Kind.FRAGMENT_SPREAD && hit())
          return rest(bodies.get(selection.name.value) ?? []);
        if (selection.kind === Kind.FIELD && selection.alias && hit())
          return rest([{ ...selection, alias: undefined }]);
      }
      return undefined;
    },
    Directive: () => (hit() ? null : undefined),
    Argument: () => (hit() ? null : undefined),
    ObjectField: () => (hit() ? null : undefined),
    ListValue: (node) =>
      node.values.length > 0 && hit() ? { ...node, values: node.values.slice(1) } : undefined,
  });
  return { result, count };
}

/**
 * @param {import('graphql').GraphQLSchema} schema @param {Operation} operation
 * @param {(operation: Operation) => Promise<boolean>} fails whether an operation still shows the mistake
 * @param {number} [attempts] most candidates to try; default 600
 * @returns {Promise<Operation>}
 */
export async function shrink(schema, operation, fails, attempts = 600) {
  let document = parse(operation.query);
  let best = operation;
  for (let index = 0; index < cut(document, -1).count && attempts > 0;) {
    const candidate = tidy(cut(document, index).result);
    attempts -= 1;
    const names = new Set();
    visit(candidate, { Variable: (node) => void names.add(node.name.value) });
    const several =
      candidate.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION).length > 1;
    const next = {
      query: print(candidate),
      variables: Object.fromEntries(Object.entries(best.variables).filter(([name]) => names.has(name))),
      operationName: several ? best.operationName : undefined,
    };
    if (validate(schema, candidate).length === 0 && (await fails(next))) {
      document = candidate;
      best = next;
      // Parts after the cut moved up: the same number is the next part.
    } else index += 1;
  }
  return best;
}
