import { by, fed2, type Suite } from '../suite.js';

const melons = [{ id: 'm1', grams: 1500 }];
const weight = (m: { grams: number }, args: { unit: string }) =>
  args.unit === 'KG' ? m.grams / 1000 : m.grams;

export const requiresWithArgument: Suite = {
  name: 'requires-with-argument',
  subgraphs: [
    {
      name: 'scale',
      typeDefs: `${fed2('key')}
        enum Mass { G KG }
        type Query { melon: Melon }
        type Melon @key(fields: "id") { id: ID!  weight(unit: Mass! = G): Float! }`,
      resolvers: {
        Query: { melon: () => melons[0] },
        Melon: { weight, __resolveReference: (r: { id: string }) => by(melons, 'id', r.id) },
      },
    },
    {
      name: 'till',
      typeDefs: `${fed2('key', 'external', 'requires')}
        enum Mass { G KG }
        type Melon @key(fields: "id") { id: ID!  weight(unit: Mass! = G): Float! @external
          cost(rate: Float = 2): Float! @requires(fields: "weight(unit: KG)") }`,
      resolvers: {
        Melon: {
          __resolveReference: (r: object) => r,
          cost: (m: { weight: number }, args: { rate: number }) => m.weight * args.rate,
        },
      },
    },
  ],
  cases: [
    { query: '{ melon { cost } }', expected: { data: { melon: { cost: 3 } } }, maxFetches: 2 },
    {
      query: '{ melon { cost(rate: 10) w: weight(unit: KG) } }',
      expected: { data: { melon: { cost: 15, w: 1.5 } } },
    },
    {
      query: '{ melon { a: cost b: cost(rate: 4) } }',
      expected: { data: { melon: { a: 3, b: 6 } } },
      maxFetches: 2,
    },
  ],
};
