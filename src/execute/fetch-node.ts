import { InternalError } from '../errors/index.js';
import { callSubgraph, variablesText } from './call.js';
import { isObject, mergeObject } from './merge.js';
import { applyRewrites, renamePath } from './rewrite.js';
import type { ExecutionState } from './state.js';
import { addCallFailure, addSubgraphErrors } from './subgraph-errors.js';
import type { ExecutableFetch, JsonObject } from './types.js';

const malformed = (message: string): InternalError =>
  new InternalError('SUBREQUEST_MALFORMED_RESPONSE', message);

/** Root fields that an answer leaves out, without an error that says why. */
const tellMissing = (state: ExecutionState, node: ExecutableFetch, data: JsonObject): void => {
  const missing = node.rootKeys.filter((key) => !Object.hasOwn(data, key));
  if (missing.length === 0) return;
  const error = malformed(`Subgraph "${node.subgraph}" left out fields that it was asked for.`);
  addCallFailure(state, node.subgraph, { error, paths: missing.map((key) => [key]) });
};

/** Fetches root fields and merges them into the answer. Never rejects: failures become errors at the root fields. */
export const executeFetch = async (state: ExecutionState, node: ExecutableFetch): Promise<void> => {
  try {
    const { data, errors } = await callSubgraph(state, node, variablesText(state, node));
    addSubgraphErrors(state, { subgraph: node.subgraph, errors }, (path) => [
      path === undefined ? undefined : renamePath(path, node.outputRewrites),
    ]);
    const failed = Array.isArray(errors) && errors.length > 0;
    if (isObject(data)) {
      applyRewrites(data, node.outputRewrites);
      if (!failed) tellMissing(state, node, data);
      mergeObject(state.data, data, state.abstractTypes);
    } else if (!failed) throw malformed(`Subgraph "${node.subgraph}" answered without data.`);
  } catch (error) {
    addCallFailure(state, node.subgraph, { error, paths: node.rootKeys.map((key) => [key]) });
  }
};
