import { by, fed2, type Suite } from '../suite.js';

const tools = [
  { __typename: 'Spade', id: 'x1', blade: 30 },
  { __typename: 'Hose', id: 'x2', metres: 15 },
];
const reference = { __resolveReference: (r: { id: string }) => by(tools, 'id', r.id) };

export const simpleInterfaceObject: Suite = {
  name: 'simple-interface-object',
  subgraphs: [
    {
      name: 'shed',
      typeDefs: `${fed2('key')}
        type Query { tools: [Tool!]! }
        interface Tool @key(fields: "id") { id: ID! }
        type Spade implements Tool @key(fields: "id") { id: ID!  blade: Int }
        type Hose implements Tool @key(fields: "id") { id: ID!  metres: Int }`,
      resolvers: {
        Query: { tools: () => tools },
        Tool: { __resolveReference: (r: { id: string }) => by(tools, 'id', r.id) },
        Spade: reference,
        Hose: reference,
      },
    },
    {
      name: 'wear',
      typeDefs: `${fed2('key', 'interfaceObject')}
        type Query { worn: [Tool!]! }
        type Tool @key(fields: "id") @interfaceObject { id: ID!  wear: Float! }`,
      resolvers: {
        Query: { worn: () => [{ id: 'x2' }] },
        Tool: {
          __resolveReference: (r: { id: string }) => ({ id: r.id }),
          wear: (r: { id: string }) => (r.id === 'x1' ? 0.25 : 0.75),
        },
      },
    },
  ],
  cases: [
    {
      query: '{ tools { wear ... on Spade { blade } } }',
      expected: { data: { tools: [{ wear: 0.25, blade: 30 }, { wear: 0.75 }] } },
      maxFetches: 2,
    },
    {
      query: '{ worn { id wear } }',
      expected: { data: { worn: [{ id: 'x2', wear: 0.75 }] } },
      maxFetches: 1,
    },
    {
      query: '{ worn { wear ... on Hose { metres } __typename } }',
      expected: { data: { worn: [{ wear: 0.75, metres: 15, __typename: 'Hose' }] } },
      maxFetches: 2,
    },
  ],
};
