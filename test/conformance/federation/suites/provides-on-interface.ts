import { fed2, mustNotBeAsked, type Suite } from '../suite.js';

export const providesOnInterface: Suite = {
  name: 'provides-on-interface',
  subgraphs: [
    {
      name: 'paddock',
      typeDefs: `${fed2('key', 'external', 'provides', 'shareable')}
        type Query { pen: Pen }
        type Pen @key(fields: "id") { id: ID!  animals: [Animal!]! @provides(fields: "... on Goat { name }") }
        interface Animal { id: ID! }
        type Goat implements Animal @key(fields: "id") { id: ID!  name: String @external }
        type Pig implements Animal @key(fields: "id") { id: ID! }`,
      resolvers: {
        Query: {
          pen: () => ({
            id: 'p',
            animals: [
              { __typename: 'Goat', id: 'g', name: 'Gil' },
              { __typename: 'Pig', id: 'i' },
            ],
          }),
        },
      },
    },
    {
      name: 'names',
      typeDefs: `${fed2('key', 'shareable')}
        type Goat @key(fields: "id") { id: ID!  name: String @shareable  horns: Int }
        type Pig @key(fields: "id") { id: ID!  name: String }`,
      resolvers: {
        Goat: { __resolveReference: (r: object) => r, name: mustNotBeAsked, horns: () => 2 },
        Pig: { __resolveReference: (r: object) => r, name: () => 'Pip' },
      },
    },
  ],
  cases: [
    {
      query: '{ pen { animals { id ... on Goat { name } } } }',
      expected: { data: { pen: { animals: [{ id: 'g', name: 'Gil' }, { id: 'i' }] } } },
      maxFetches: 1,
    },
    {
      query: '{ pen { animals { ... on Goat { name horns } ... on Pig { name } } } }',
      expected: { data: { pen: { animals: [{ name: 'Gil', horns: 2 }, { name: 'Pip' }] } } },
      maxFetches: 3,
    },
  ],
};
