import type { ExecutableEntityFetch, ExecutableFetch, ExecutableNode } from '../execute/types.js';
import { Unfit } from './compile-text-model.js';
import type { PlanNode } from './types.js';

type Call = ExecutableFetch | ExecutableEntityFetch;

/** The GraphQL document of each call of a compiled plan, in plan order. @throws Unfit for nodes that have none. */
export const fetchDocuments = (
  plan: PlanNode | null,
  compiled: ExecutableNode | null,
): ReadonlyMap<Call, string> => {
  const documents = new Map<Call, string>();
  const walk = (node: PlanNode, call: ExecutableNode): void => {
    if ('operation' in node && 'bodyPrefix' in call) documents.set(call, node.operation);
    else if ('nodes' in node && 'nodes' in call)
      node.nodes.forEach((child, i) => walk(child, call.nodes[i] as ExecutableNode));
    else throw new Unfit(node.kind);
  };
  if (plan !== null && compiled !== null) walk(plan, compiled);
  return documents;
};
