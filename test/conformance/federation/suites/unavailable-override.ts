import { fed2, type Suite } from '../suite.js';

/** `@override` from a subgraph that is not there: the field simply belongs to the one that has it. */
export const unavailableOverride: Suite = {
  name: 'unavailable-override',
  subgraphs: [
    {
      name: 'only',
      typeDefs: `${fed2('key', 'override')}
        type Query { lamp: Lamp }
        type Lamp @key(fields: "id") { id: ID!  lit: Boolean @override(from: "vanished") }`,
      resolvers: { Query: { lamp: () => ({ id: 'a', lit: true }) } },
    },
    {
      name: 'other',
      typeDefs: `${fed2('key')} type Lamp @key(fields: "id") { id: ID!  oil: Float }`,
      resolvers: { Lamp: { __resolveReference: (r: object) => r, oil: () => 0.5 } },
    },
  ],
  cases: [
    { query: '{ lamp { lit oil } }', expected: { data: { lamp: { lit: true, oil: 0.5 } } }, maxFetches: 2 },
  ],
};
