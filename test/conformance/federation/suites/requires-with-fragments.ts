import { by, fed2, type Suite } from '../suite.js';

const carts = [
  { id: 'c1', load: { __typename: 'Hay', bales: 6 } },
  { id: 'c2', load: { __typename: 'Milk', litres: 80 } },
  { id: 'c3', load: null },
];

export const requiresWithFragments: Suite = {
  name: 'requires-with-fragments',
  subgraphs: [
    {
      name: 'carts',
      typeDefs: `${fed2('key', 'shareable')}
        type Query { carts: [Cart!]! }
        type Cart @key(fields: "id") { id: ID!  load: Load }
        union Load = Hay | Milk
        type Hay @shareable { bales: Int! }
        type Milk @shareable { litres: Int! }`,
      resolvers: {
        Query: { carts: () => carts },
        Cart: { __resolveReference: (r: { id: string }) => by(carts, 'id', r.id) },
      },
    },
    {
      name: 'tax',
      typeDefs: `${fed2('key', 'external', 'requires', 'shareable')}
        type Cart @key(fields: "id") { id: ID!  load: Load @external
          tax: Int @requires(fields: "load { ... on Hay { bales } ... on Milk { litres } }") }
        union Load = Hay | Milk
        type Hay @shareable { bales: Int! }
        type Milk @shareable { litres: Int! }`,
      resolvers: {
        Cart: {
          __resolveReference: (r: object) => r,
          tax: ({ load }: { load: { bales?: number; litres?: number } | null }) =>
            load === null ? null : (load.bales ?? 0) * 10 + (load.litres ?? 0),
        },
      },
    },
  ],
  cases: [
    {
      query: '{ carts { tax } }',
      expected: { data: { carts: [{ tax: 60 }, { tax: 80 }, { tax: null }] } },
      maxFetches: 2,
    },
    {
      query: '{ carts { load { __typename ... on Milk { litres } } tax } }',
      expected: {
        data: {
          carts: [
            { load: { __typename: 'Hay' }, tax: 60 },
            { load: { __typename: 'Milk', litres: 80 }, tax: 80 },
            { load: null, tax: null },
          ],
        },
      },
      maxFetches: 2,
    },
  ],
};
