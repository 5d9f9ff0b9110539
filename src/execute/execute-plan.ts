import { executeEntityFetch } from './entity-fetch.js';
import { executeFetch } from './fetch-node.js';
import type { RecordedCall } from './recorded-calls.js';
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
 * adds errors with their paths. `recorded`: calls that were made already; they are not made again.
 */
export const executePlan = async (
  plan: ExecutablePlan,
  request: ExecutionRequest,
  recorded?: readonly RecordedCall[],
): Promise<ExecutionResult> => {
  const state = new ExecutionState(request, plan.abstractTypes, recorded);
  if (plan.root !== null) await executeNode(state, plan.root);
  return { data: state.data, errors: state.errors, moreErrors: state.moreErrors };
};
