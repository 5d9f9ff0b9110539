import { by, fed2, type Suite } from '../suite.js';

const finds = [
  { __typename: 'Shell', id: 'f1', spiral: true },
  { __typename: 'Stone', id: 'f2', grams: 9 },
];
const reference = { __resolveReference: (r: { id: string }) => by(finds, 'id', r.id) };

/** The interface lives in one subgraph, the union over the same types in another, their fields in both. */
export const unionInterfaceDistributed: Suite = {
  name: 'union-interface-distributed',
  subgraphs: [
    {
      name: 'beach',
      typeDefs: `${fed2('key')}
        type Query { found: [Found!]! }
        union Found = Shell | Stone
        type Shell @key(fields: "id") { id: ID! }
        type Stone @key(fields: "id") { id: ID! }`,
      resolvers: { Query: { found: () => finds } },
    },
    {
      name: 'museum',
      typeDefs: `${fed2('key')}
        type Query { shown: [Shown!]! }
        interface Shown { title: String! }
        type Shell implements Shown @key(fields: "id") { id: ID!  title: String!  spiral: Boolean }
        type Stone implements Shown @key(fields: "id") { id: ID!  title: String!  grams: Int }`,
      resolvers: {
        Query: { shown: () => [finds[1]] },
        Shell: { ...reference, title: () => 'A shell' },
        Stone: { ...reference, title: () => 'A stone' },
      },
    },
  ],
  cases: [
    {
      query: '{ found { ... on Shown { title } } }',
      expected: { data: { found: [{ title: 'A shell' }, { title: 'A stone' }] } },
    },
    {
      query:
        '{ found { ... on Shell { spiral } ... on Stone { grams title } } shown { title ... on Found { __typename } } }',
      expected: {
        data: {
          found: [{ spiral: true }, { grams: 9, title: 'A stone' }],
          shown: [{ title: 'A stone', __typename: 'Stone' }],
        },
      },
    },
  ],
};
