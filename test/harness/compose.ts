import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

export interface SubgraphSource {
  readonly name: string;
  readonly url: string;
  /** SDL as the subgraph's own file has it. */
  readonly typeDefs: string;
}

/**
 * Composes with the reference implementation, so that tests do not depend on the composition under test.
 * @throws Error that lists every composition error
 */
export function composeSubgraphs(subgraphs: readonly SubgraphSource[]): string {
  const result = composeServices(
    subgraphs.map(({ name, url, typeDefs }) => ({ name, url, typeDefs: parse(typeDefs) })),
  );
  if (result.errors === undefined) return result.supergraphSdl;
  throw new Error(`Composition failed:\n${result.errors.map((error) => `- ${error.message}`).join('\n')}`);
}
