/** The subgraphs of the heavy query, rebuilt from its expected answer: in-process, real GraphQL execution. */
import { readFileSync } from 'node:fs';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, parse } from 'graphql';

const fixture = (name) =>
  readFileSync(new URL(`../../test/fixtures/benchmark/${name}`, import.meta.url), 'utf8');

export const heavy = {
  supergraph: fixture('supergraph.graphql'),
  query: fixture('heavy.graphql'),
  expected: JSON.parse(fixture('heavy.expected.json')),
};

/** Users, products and reviews that the answer mentions. @param {any} data */
function collect(data) {
  const users = new Map();
  const products = new Map();
  const reviews = new Map();
  const put = (map, key, value) => map.set(key, Object.assign(map.get(key) ?? {}, value));
  const visitReview = (review, from) => {
    const { id, body, author, product } = review;
    put(reviews, id, { __typename: 'Review', id, body, ...from });
    if (author) put(reviews, id, { author: visitUser(author) });
    if (product) put(reviews, id, { product: visitProduct(product) });
    return id;
  };
  const visitUser = ({ id, name, username, reviews: own }) => {
    put(users, id, { __typename: 'User', id, name, username });
    if (own) put(users, id, { reviews: own.map((review) => visitReview(review, { author: id })) });
    return id;
  };
  const visitProduct = ({ reviews: own, ...product }) => {
    put(products, product.upc, { __typename: 'Product', ...product });
    if (own)
      put(products, product.upc, {
        reviews: own.map((review) => visitReview(review, { product: product.upc })),
      });
    return product.upc;
  };
  return {
    users,
    products,
    reviews,
    allUsers: data.users.map(visitUser),
    topProducts: data.topProducts.map(visitProduct),
  };
}

const FEDERATION =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@key", "@external", "@requires", "@provides", "@shareable"])\n';

/** @returns {Map<string, (body: { query: string, variables?: object }) => Promise<object>>} by subgraph name */
export function heavySubgraphs() {
  const { users, products, reviews, allUsers, topProducts } = collect(heavy.expected.data);
  const user = (id) => users.get(id) ?? null;
  const product = (upc) => products.get(upc) ?? null;
  const listOf = (ids) => (ids ?? []).map((id) => reviews.get(id));
  const modules = {
    accounts: {
      typeDefs:
        'type Query { users: [User] } type User @key(fields: "id") { id: ID! name: String username: String @shareable }',
      resolvers: {
        Query: { users: () => allUsers.map(user) },
        User: { __resolveReference: ({ id }) => user(id) },
      },
    },
    products: {
      typeDefs:
        'type Query { topProducts: [Product] } type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }',
      resolvers: {
        Query: { topProducts: () => topProducts.map(product) },
        Product: { __resolveReference: ({ upc }) => product(upc) },
      },
    },
    inventory: {
      typeDefs:
        'type Product @key(fields: "upc") { upc: String! price: Int @external weight: Int @external inStock: Boolean shippingEstimate: Int @requires(fields: "price weight") }',
      resolvers: { Product: { __resolveReference: ({ upc }) => product(upc) } },
    },
    reviews: {
      typeDefs:
        'type Review @key(fields: "id") { id: ID! body: String author: User @provides(fields: "username") product: Product } type User @key(fields: "id") { id: ID! username: String @external reviews: [Review] } type Product @key(fields: "upc") { upc: String! reviews: [Review] }',
      resolvers: {
        Review: {
          author: (review) => user(review.author),
          product: (review) => product(review.product),
          __resolveReference: ({ id }) => reviews.get(id),
        },
        User: { __resolveReference: ({ id }) => user(id), reviews: (one) => listOf(one.reviews) },
        Product: { __resolveReference: ({ upc }) => product(upc), reviews: (one) => listOf(one.reviews) },
      },
    },
  };
  return new Map(
    Object.entries(modules).map(([name, { typeDefs, resolvers }]) => {
      const schema = buildSubgraphSchema([{ typeDefs: parse(FEDERATION + typeDefs), resolvers }]);
      return [
        name,
        async ({ query, variables }) =>
          execute({ schema, document: parse(query), variableValues: variables }),
      ];
    }),
  );
}
