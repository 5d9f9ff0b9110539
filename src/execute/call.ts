import { InternalError } from '../errors/index.js';
import type { SubgraphResponse } from '../subgraph/types.js';
import { recordedAnswer } from './recorded-calls.js';
import type { ExecutionState } from './state.js';
import type { ExecutableEntityFetch, ExecutableFetch } from './types.js';

/** Body text of the client variables that a call uses, without surrounding braces. */
export const variablesText = (
  state: ExecutionState,
  node: ExecutableFetch | ExecutableEntityFetch,
): string => {
  let text = '';
  for (const { name, keyText } of node.variables) {
    const value = state.variableText(name);
    if (value !== undefined) text += (text === '' ? '' : ',') + keyText + value;
  }
  return text;
};

/**
 * Sends one request, or takes its answer from the calls that were made before the request was handed over.
 * @throws InternalError with a SUBREQUEST_*, SUBGRAPH_* or SERVICE_UNAVAILABLE code.
 */
export const callSubgraph = async (
  state: ExecutionState,
  node: ExecutableFetch | ExecutableEntityFetch,
  variables: string,
): Promise<SubgraphResponse> => {
  const { request } = state;
  const body = `${node.bodyPrefix}${variables}}}`;
  const recorded = recordedAnswer(state.recorded, node, body);
  if (recorded !== undefined) return (await recorded).read();
  const client = request.clients.get(node.subgraph);
  if (client === undefined) {
    throw new InternalError('SERVICE_UNAVAILABLE', `No subgraph named "${node.subgraph}" is configured.`);
  }
  if (request.signal?.aborted === true)
    throw new InternalError('GATEWAY_TIMEOUT', 'The request was abandoned.');
  const answer = await client.exchange({
    body,
    encoding: 'utf8',
    kind: node.operationKind,
    deadline: request.deadline,
    signal: node.operationKind === 'mutation' ? undefined : request.signal,
    headers: request.headersFor(node.subgraph),
    identity: request.identity,
  });
  return answer.read();
};
