import { createLoader, indexBy } from '../lib/batching.mjs';
import { serveSubgraph } from '../lib/serve-subgraph.mjs';
import { STOCK } from './data.mjs';
import { estimateShipping } from './shipping.mjs';

const stockByUpc = indexBy(STOCK, 'upc');

const resolvers = {
  Product: {
    // The representation carries what `@requires` asked for: price and weight, owned by products.
    __resolveReference: async (representation, { stock }) => {
      const item = await stock.load(representation.upc);
      return item && { ...representation, ...item };
    },
    shippingEstimate: (product) => estimateShipping(product),
  },
};

/**
 * @param {{ host: string, port: number }} at
 * @returns {Promise<import('../lib/http.mjs').RunningService>}
 */
export function startInventory(at) {
  return serveSubgraph(
    {
      name: 'inventory',
      schema: new URL('./schema.graphql', import.meta.url),
      resolvers,
      createContext: (counter) => ({ stock: createLoader(counter, (upc) => stockByUpc.get(upc)) }),
    },
    at,
  );
}
