import { fed2, mustNotBeAsked, type Suite } from '../suite.js';

export const overrideWithRequires: Suite = {
  name: 'override-with-requires',
  subgraphs: [
    {
      name: 'core',
      typeDefs: `${fed2('key')}
        type Query { tent: Tent }
        type Tent @key(fields: "id") { id: ID!  poles: Int!  rating: String }`,
      resolvers: {
        Query: { tent: () => ({ id: 't', poles: 4 }) },
        Tent: { rating: mustNotBeAsked, __resolveReference: () => ({ id: 't', poles: 4 }) },
      },
    },
    {
      name: 'moved',
      typeDefs: `${fed2('key', 'override', 'external', 'requires')}
        type Tent @key(fields: "id") { id: ID!  poles: Int! @external
          rating: String @override(from: "core") @requires(fields: "poles") }`,
      resolvers: {
        Tent: { __resolveReference: (r: object) => r, rating: (r: { poles: number }) => '*'.repeat(r.poles) },
      },
    },
    {
      name: 'shop',
      typeDefs: `${fed2('key', 'external', 'requires')}
        type Tent @key(fields: "id") { id: ID!  rating: String @external  advert: String @requires(fields: "rating") }`,
      resolvers: {
        Tent: { __resolveReference: (r: object) => r, advert: (r: { rating: string }) => `Only ${r.rating}` },
      },
    },
  ],
  cases: [
    { query: '{ tent { rating } }', expected: { data: { tent: { rating: '****' } } }, maxFetches: 2 },
    {
      query: '{ tent { advert poles } }',
      expected: { data: { tent: { advert: 'Only ****', poles: 4 } } },
      maxFetches: 3,
    },
  ],
};
