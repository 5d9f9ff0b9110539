import { GraphQLError } from 'graphql';
import { createLoader } from '../lib/batching.mjs';
import { serveSubgraph } from '../lib/serve-subgraph.mjs';
import { USERNAMES } from './data.mjs';
import { ReviewStore } from './review-store.mjs';

/** @param {ReviewStore} store */
function createResolvers(store) {
  return {
    Mutation: {
      addReview: (_root, { input }) => addReview(store, input),
    },
    Review: {
      __resolveReference: ({ id }, { reviews }) => reviews.load(id),
      product: ({ upc }) => ({ upc }),
      author: ({ authorId }) => ({ id: authorId, username: USERNAMES.get(authorId) ?? null }),
    },
    User: {
      reviews: ({ id }, _args, { reviewsOfUser }) => reviewsOfUser.load(id),
    },
    Product: {
      reviews: ({ upc }, _args, { reviewsOfProduct }) => reviewsOfProduct.load(upc),
    },
  };
}

/**
 * @param {ReviewStore} store
 * @param {{ upc: string, authorId: string, body: string }} input
 */
function addReview(store, input) {
  try {
    return store.add(input);
  } catch (error) {
    throw new GraphQLError(error.message, { extensions: { code: 'BAD_USER_INPUT' } });
  }
}

/**
 * @param {{ host: string, port: number }} at
 * @returns {Promise<import('../lib/http.mjs').RunningService>}
 */
export function startReviews(at) {
  const store = new ReviewStore();
  return serveSubgraph(
    {
      name: 'reviews',
      schema: new URL('./schema.graphql', import.meta.url),
      resolvers: createResolvers(store),
      createContext: (counter) => ({
        reviews: createLoader(counter, (id) => store.find(id)),
        reviewsOfUser: createLoader(counter, (id) => store.ofUser(id)),
        reviewsOfProduct: createLoader(counter, (upc) => store.ofProduct(upc)),
      }),
    },
    at,
  );
}
