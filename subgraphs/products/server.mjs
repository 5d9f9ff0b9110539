import { createLoader, indexBy } from '../lib/batching.mjs';
import { serveSubgraph } from '../lib/serve-subgraph.mjs';
import { PRODUCTS } from './data.mjs';

const productsByUpc = indexBy(PRODUCTS, 'upc');

const resolvers = {
  Query: {
    topProducts: (_root, { first }) => PRODUCTS.slice(0, Math.max(0, first ?? PRODUCTS.length)),
  },
  Product: {
    __resolveReference: ({ upc }, { products }) => products.load(upc),
  },
};

/**
 * @param {{ host: string, port: number }} at
 * @returns {Promise<import('../lib/http.mjs').RunningService>}
 */
export function startProducts(at) {
  return serveSubgraph(
    {
      name: 'products',
      schema: new URL('./schema.graphql', import.meta.url),
      resolvers,
      createContext: (counter) => ({ products: createLoader(counter, (upc) => productsByUpc.get(upc)) }),
    },
    at,
  );
}
