import { fed2, type Suite } from '../suite.js';

const echo = { plant: (_: object, args: { order: object }) => JSON.stringify(args.order) };
const echo2 = { water: (_: object, args: { order: object }) => JSON.stringify(args.order) };

export const inputObjectIntersection: Suite = {
  name: 'input-object-intersection',
  subgraphs: [
    {
      name: 'planting',
      typeDefs: `${fed2('key')}
        input Order { amount: Int = 2  deep: Boolean }
        type Query { plant(order: Order): String }`,
      resolvers: { Query: echo },
    },
    {
      name: 'watering',
      typeDefs: `${fed2('key')}
        input Order { amount: Int = 2  litres: Float }
        type Query { water(order: Order!): String }`,
      resolvers: { Query: echo2 },
    },
  ],
  cases: [
    {
      query: 'query ($o: Order!) { plant(order: $o) water(order: { amount: 1 }) }',
      variables: { o: { amount: 9 } },
      expected: { data: { plant: '{"amount":9}', water: '{"amount":1}' } },
      maxFetches: 2,
    },
    { query: '{ plant(order: {}) }', expected: { data: { plant: '{"amount":2}' } } },
    { query: '{ plant(order: { deep: true }) }', expected: { data: null, errors: true }, maxFetches: 0 },
    {
      query: 'query ($o: Order!) { water(order: $o) }',
      variables: { o: { litres: 1.5 } },
      expected: { data: null, errors: true },
      maxFetches: 0,
    },
  ],
};
