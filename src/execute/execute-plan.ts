import { executeEntityFetch } from './entity-fetch.js';
import { executeFetch } from './fetch-node.js';
import { ExecutionState } from './state.js';
import type { ExecutableNode, ExecutablePlan, ExecutionRequest, ExecutionResult } from './types.js';

const executeSequence = async (state: ExecutionState, nodes: readonly ExecutableNode[]): Promise<void> => {
  for (const node of nodes) {
    const pending = executeNode(state, node);
    if (pending !== undefined) await pending;
  }
};

const executeParallel = (state: ExecutionState, nodes: readonly ExecutableNode[]): Promise<unknown> =>
  Promise.all(nodes.map((node) => executeNode(state, node)));

const executeNode = (state: ExecutionState, node: ExecutableNode): Promise<unknown> | undefined => {
  switch (node.kind) {
    case 'fetch':
      return executeFetch(state, node);
    case 'entity-fetch':
      return executeEntityFetch(state, node);
    case 'sequence':
      return executeSequence(state, node.nodes);
    case 'parallel':
      return executeParallel(state, node.nodes);
    case 'condition': {
      const branch = state.request.variables[node.variable] === true ? node.ifTrue : node.ifFalse;
      return branch === null ? undefined : executeNode(state, branch);
    }
  }
};

/**
 * Walks a compiled plan: fetches, merges, collects errors. Never rejects; a failed fetch leaves its fields absent and
 * adds errors with their paths.
 */
export const executePlan = async (
  plan: ExecutablePlan,
  request: ExecutionRequest,
): Promise<ExecutionResult> => {
  const state = new ExecutionState(request, plan.abstractTypes);
  if (plan.root !== null) await executeNode(state, plan.root);
  return { data: state.data, errors: state.errors };
};
