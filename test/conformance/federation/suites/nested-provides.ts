import { fed2, mustNotBeAsked, type Suite } from '../suite.js';

export const nestedProvides: Suite = {
  name: 'nested-provides',
  subgraphs: [
    {
      name: 'market',
      typeDefs: `${fed2('key', 'external', 'provides')}
        type Query { stall: Stall @provides(fields: "sorts { id title }")  bare: Stall }
        type Stall @key(fields: "id") { id: ID!  sorts: [Sort!]! @external }
        type Sort @key(fields: "id") { id: ID!  title: String @external }`,
      resolvers: {
        Query: {
          stall: () => ({ id: 'm1', sorts: [{ id: 'a', title: 'Apples' }] }),
          bare: () => ({ id: 'm2' }),
        },
      },
    },
    {
      name: 'kinds',
      typeDefs: `${fed2('key', 'shareable')}
        type Stall @key(fields: "id") { id: ID!  sorts: [Sort!]! @shareable }
        type Sort @key(fields: "id") { id: ID!  title: String @shareable  ripe: Boolean }`,
      resolvers: {
        Stall: { __resolveReference: (r: object) => r, sorts: () => [{ id: 'b' }] },
        Sort: {
          __resolveReference: (r: object) => r,
          title: (r: { id: string }) => (r.id === 'b' ? 'Beets' : mustNotBeAsked(r as never, r as never)),
          ripe: () => true,
        },
      },
    },
  ],
  cases: [
    {
      query: '{ stall { sorts { title id } } }',
      expected: { data: { stall: { sorts: [{ title: 'Apples', id: 'a' }] } } },
      maxFetches: 1,
    },
    {
      query: '{ stall { sorts { title ripe } } }',
      expected: { data: { stall: { sorts: [{ title: 'Apples', ripe: true }] } } },
      maxFetches: 2,
    },
    {
      query: '{ bare { sorts { title } } }',
      expected: { data: { bare: { sorts: [{ title: 'Beets' }] } } },
      maxFetches: 2,
    },
  ],
};
