import { by, fed2, type Suite } from '../suite.js';

const hives = [{ id: 'h1', frames: 8 }];

/** Each subgraph needs a field of the other one, but never the same one back. */
export const requiresCircular: Suite = {
  name: 'requires-circular',
  subgraphs: [
    {
      name: 'hives',
      typeDefs: `${fed2('key', 'external', 'requires')}
        type Query { hive: Hive }
        type Hive @key(fields: "id") { id: ID!  frames: Int!  honey: Int! @external
          income: Int! @requires(fields: "honey") }`,
      resolvers: {
        Query: { hive: () => hives[0] },
        Hive: {
          __resolveReference: (r: { id: string; honey: number }) => ({
            ...by(hives, 'id', r.id),
            honey: r.honey,
          }),
          income: (r: { honey: number }) => r.honey * 7,
        },
      },
    },
    {
      name: 'honey',
      typeDefs: `${fed2('key', 'external', 'requires')}
        type Hive @key(fields: "id") { id: ID!  frames: Int! @external  honey: Int! @requires(fields: "frames") }`,
      resolvers: {
        Hive: { __resolveReference: (r: object) => r, honey: (r: { frames: number }) => r.frames * 2 },
      },
    },
  ],
  cases: [
    { query: '{ hive { income } }', expected: { data: { hive: { income: 112 } } }, maxFetches: 3 },
    {
      query: '{ hive { honey frames income } }',
      expected: { data: { hive: { honey: 16, frames: 8, income: 112 } } },
      maxFetches: 3,
    },
  ],
};
