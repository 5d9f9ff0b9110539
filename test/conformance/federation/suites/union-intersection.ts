import { fed2, type Suite } from '../suite.js';

/** The same field in two subgraphs, whose unions overlap in one member only. */
export const unionIntersection: Suite = {
  name: 'union-intersection',
  subgraphs: [
    {
      name: 'left',
      typeDefs: `${fed2('key', 'shareable')}
        type Query { prize: Prize @shareable }
        union Prize = Ribbon | Cup
        type Ribbon @shareable { colour: String! }
        type Cup { silver: Boolean! }`,
      resolvers: { Query: { prize: () => ({ __typename: 'Ribbon', colour: 'red' }) } },
    },
    {
      name: 'right',
      typeDefs: `${fed2('key', 'shareable')}
        type Query { prize: Prize @shareable }
        union Prize = Ribbon | Medal
        type Ribbon @shareable { colour: String! }
        type Medal { gold: Boolean! }`,
      resolvers: { Query: { prize: () => ({ __typename: 'Ribbon', colour: 'red' }) } },
    },
  ],
  cases: [
    {
      query: '{ prize { __typename ... on Ribbon { colour } } }',
      expected: { data: { prize: { __typename: 'Ribbon', colour: 'red' } } },
      maxFetches: 1,
    },
    {
      query: '{ prize { ... on Ribbon { colour } ... on Cup { silver } } }',
      expected: { data: { prize: { colour: 'red' } } },
    },
    { query: '{ prize { ... on Medal { gold } ... on Cup { silver } } }', expected: { data: { prize: {} } } },
  ],
};
