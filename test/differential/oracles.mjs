/**
 * What is right: the monolith (graphql-js over the same data), and `@apollo/gateway` with its own executor.
 *
 * The monolith decides. Apollo's gateway is compared without key order and without error paths (its list differs by design), and
 * its disagreements are told apart from ours: see `knownApolloDifferences`.
 */
import { ApolloGateway, LocalGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { executorOf } from './servers.mjs';

/** @param {import('graphql').GraphQLSchema} schema @returns {(operation: import('./generate.mjs').Operation) => Promise<import('./compare.mjs').Answer>} */
export function monolithOracle(schema) {
  const run = executorOf(schema);
  return async (operation) => JSON.parse(JSON.stringify(await run(operation)));
}

/**
 * @param {{ supergraphSdl: string, subgraphs: { name: string, schema: import('graphql').GraphQLSchema }[] }} domain
 * @returns {Promise<{ ask(operation: import('./generate.mjs').Operation): Promise<import('./compare.mjs').Answer>, stop(): Promise<void> }>}
 */
export async function apolloOracle({ supergraphSdl, subgraphs }) {
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const schemas = new Map(subgraphs.map((one) => [one.name, one.schema]));
  const gateway = new ApolloGateway({
    supergraphSdl,
    logger: silent,
    buildService: ({ name }) => {
      const schema = schemas.get(name);
      if (schema === undefined) throw new Error(`no subgraph ${name}`);
      return new LocalGraphQLDataSource(schema);
    },
  });
  const server = new ApolloServer({ gateway, logger: silent, stopOnTerminationSignals: false });
  await server.start();
  return {
    async ask(operation) {
      const { body } = await server.executeOperation({
        query: operation.query,
        variables: operation.variables,
        ...(operation.operationName === undefined ? {} : { operationName: operation.operationName }),
      });
      if (body.kind !== 'single') throw new Error('an incremental answer to an operation without @defer');
      return JSON.parse(JSON.stringify(body.singleResult));
    },
    stop: () => server.stop(),
  };
}
