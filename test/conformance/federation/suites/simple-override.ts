import { fed2, mustNotBeAsked, type Suite } from '../suite.js';

export const simpleOverride: Suite = {
  name: 'simple-override',
  subgraphs: [
    {
      name: 'old',
      typeDefs: `${fed2('key')}
        type Query { letter: Letter  posted: Int! }
        type Letter @key(fields: "id") { id: ID!  stamp: String  text: String }`,
      resolvers: {
        Query: { letter: () => ({ id: 'l1', text: 'hello' }), posted: mustNotBeAsked },
        Letter: { stamp: mustNotBeAsked },
      },
    },
    {
      name: 'fresh',
      typeDefs: `${fed2('key', 'override')}
        type Query { posted: Int! @override(from: "old") }
        type Letter @key(fields: "id") { id: ID!  stamp: String @override(from: "old") }`,
      resolvers: {
        Query: { posted: () => 3 },
        Letter: { __resolveReference: (r: object) => r, stamp: () => 'rose' },
      },
    },
  ],
  cases: [
    {
      query: '{ letter { stamp text } posted }',
      expected: { data: { letter: { stamp: 'rose', text: 'hello' }, posted: 3 } },
      maxFetches: 3,
    },
    { query: '{ letter { text } }', expected: { data: { letter: { text: 'hello' } } }, maxFetches: 1 },
  ],
};
