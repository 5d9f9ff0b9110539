import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse, type GraphQLSchema } from 'graphql';
import type { SuiteSubgraph } from './suite.js';

type SchemaModule = Parameters<typeof buildSubgraphSchema>[0];

/** An executable schema with the federation fields of a subgraph. */
export const subgraphSchema = ({ typeDefs, resolvers }: SuiteSubgraph): GraphQLSchema =>
  buildSubgraphSchema({ typeDefs: parse(typeDefs), resolvers } as SchemaModule);

/**
 * Composes with the reference implementation; `urls` are in the order of the subgraphs.
 * @throws Error that lists every composition error
 */
export function composeSuite(subgraphs: readonly SuiteSubgraph[], urls: readonly string[] = []): string {
  const composed = composeServices(
    subgraphs.map(({ name, typeDefs }, index) => ({
      name,
      url: urls[index] ?? `http://${name}.invalid/`,
      typeDefs: parse(typeDefs),
    })),
  );
  if (composed.errors) throw new Error(composed.errors.map(({ message }) => message).join('\n'));
  return composed.supergraphSdl;
}
