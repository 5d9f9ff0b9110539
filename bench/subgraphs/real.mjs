/** The subgraphs behind the recordings: the samples of the project, and synthetic ones that answer the same whenever asked. */
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, parse } from 'graphql';
import { startSamples } from '../../subgraphs/start.mjs';

/**
 * @typedef {import('./replay.mjs').Answerer} Answerer
 * @typedef {{ name: string, typeDefs: string, resolvers: Record<string, Record<string, unknown>> }} SubgraphDefinition
 */

/**
 * @returns {Promise<{ answerers: Record<string, Answerer>, close(): Promise<void> }>}
 */
export async function startSampleAnswerers() {
  const ports = { accounts: 0, products: 0, reviews: 0, inventory: 0 };
  const names = /** @type {(keyof typeof ports)[]} */ (Object.keys(ports));
  const samples = await startSamples({ ports, only: names });
  /** @param {keyof typeof ports} name */
  const answerer = (name) => async (/** @type {string} */ body) => {
    const response = await fetch(samples.urls[name], {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    if (!response.ok) throw new Error(`${name} answered ${response.status}: ${await response.text()}`);
    return response.text();
  };
  return {
    answerers: Object.fromEntries(names.map((name) => [name, answerer(name)])),
    close: () => samples.close(),
  };
}

/**
 * Executes in this process. The schema is built when the subgraph is first asked: a large supergraph has a hundred.
 * @param {SubgraphDefinition} definition
 * @returns {Answerer}
 */
export function createAnswerer({ typeDefs, resolvers }) {
  /** @type {import('graphql').GraphQLSchema | undefined} */
  let schema;
  return async (body) => {
    schema ??= buildSubgraphSchema({
      typeDefs: parse(typeDefs),
      resolvers: /** @type {never} */ (resolvers),
    });
    const { query, variables, operationName } = JSON.parse(body);
    const result = await execute({
      schema,
      document: parse(query),
      variableValues: variables ?? {},
      operationName,
    });
    return JSON.stringify(result);
  };
}
