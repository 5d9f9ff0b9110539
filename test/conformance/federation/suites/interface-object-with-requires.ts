import { by, fed2, type Suite } from '../suite.js';

const tools = [
  { __typename: 'Spade', id: 'x1', title: 'Digger', price: 10 },
  { __typename: 'Hose', id: 'x2', title: 'Snake', price: 25 },
];
const reference = { __resolveReference: (r: { id: string }) => by(tools, 'id', r.id) };

export const interfaceObjectWithRequires: Suite = {
  name: 'interface-object-with-requires',
  subgraphs: [
    {
      name: 'shed',
      typeDefs: `${fed2('key')}
        type Query { tools: [Tool!]!  spade: Spade }
        interface Tool @key(fields: "id") { id: ID!  title: String!  price: Int! }
        type Spade implements Tool @key(fields: "id") { id: ID!  title: String!  price: Int! }
        type Hose implements Tool @key(fields: "id") { id: ID!  title: String!  price: Int! }`,
      resolvers: {
        Query: { tools: () => tools, spade: () => tools[0] },
        Tool: reference,
        Spade: reference,
        Hose: reference,
      },
    },
    {
      name: 'tags',
      typeDefs: `${fed2('key', 'interfaceObject', 'external', 'requires')}
        type Tool @key(fields: "id") @interfaceObject { id: ID!  title: String! @external  price: Int! @external
          tag: String! @requires(fields: "title price") }`,
      resolvers: {
        Tool: {
          __resolveReference: (r: object) => r,
          tag: (r: { title: string; price: number }) => `${r.title}: ${r.price}`,
        },
      },
    },
  ],
  cases: [
    {
      query: '{ tools { tag } }',
      expected: { data: { tools: [{ tag: 'Digger: 10' }, { tag: 'Snake: 25' }] } },
      maxFetches: 2,
    },
    {
      query: '{ tools { ... on Hose { tag id } } spade { tag title } }',
      expected: {
        data: { tools: [{}, { tag: 'Snake: 25', id: 'x2' }], spade: { tag: 'Digger: 10', title: 'Digger' } },
      },
    },
  ],
};
