import { InternalError } from '../errors/index.js';
import { callSubgraph, variablesText } from './call.js';
import { isObject, mergeObject } from './merge.js';
import { applyRewrites, renamePath } from './rewrite.js';
import type { ExecutionState } from './state.js';
import { addCallFailure, addSubgraphErrors } from './subgraph-errors.js';
import type { ExecutableFetch } from './types.js';

/** Fetches root fields and merges them into the answer. Never rejects: failures become errors at the root fields. */
export const executeFetch = async (state: ExecutionState, node: ExecutableFetch): Promise<void> => {
  try {
    const { data, errors } = await callSubgraph(state, node, variablesText(state, node));
    addSubgraphErrors(state, { subgraph: node.subgraph, errors }, (path) => [
      path === undefined ? undefined : renamePath(path, node.outputRewrites),
    ]);
    if (isObject(data)) {
      applyRewrites(data, node.outputRewrites);
      mergeObject(state.data, data, state.abstractTypes);
    } else if (!Array.isArray(errors) || errors.length === 0) {
      throw new InternalError(
        'SUBREQUEST_MALFORMED_RESPONSE',
        `Subgraph "${node.subgraph}" answered without data.`,
      );
    }
  } catch (error) {
    addCallFailure(state, node.subgraph, { error, paths: node.rootKeys.map((key) => [key]) });
  }
};
