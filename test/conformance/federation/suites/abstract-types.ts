import { by, fed2, type Suite } from '../suite.js';

const plants = [
  { __typename: 'Tree', id: 't1', label: 'Oak', height: 20 },
  { __typename: 'Herb', id: 'h1', label: 'Mint', aroma: 'cool' },
  null,
  { __typename: 'Tree', id: 't2', label: 'Elm', height: null },
];
const stock: Record<string, number> = { t1: 3, h1: 40 };
const reference = {
  __resolveReference: (r: { id: string }) =>
    by(
      plants.filter((p) => p !== null),
      'id',
      r.id,
    ),
};
const counted = {
  __resolveReference: (r: { id: string }) => r,
  stock: (r: { id: string }) => stock[r.id] ?? null,
};

export const abstractTypes: Suite = {
  name: 'abstract-types',
  subgraphs: [
    {
      name: 'catalogue',
      typeDefs: `${fed2('key')}
        type Query { plants: [Plant]!  anything: [Thing!]! }
        interface Plant { id: ID!  label: String }
        type Tree implements Plant @key(fields: "id") { id: ID!  label: String  height: Int }
        type Herb implements Plant @key(fields: "id") { id: ID!  label: String  aroma: String! }
        type Rock { weight: Float }
        union Thing = Tree | Herb | Rock`,
      resolvers: {
        Query: {
          plants: () => plants,
          anything: () => [plants[1], { __typename: 'Rock', weight: 1.5 }, plants[0]],
        },
        Tree: reference,
        Herb: reference,
      },
    },
    {
      name: 'depot',
      typeDefs: `${fed2('key')}
        type Tree @key(fields: "id") { id: ID!  stock: Int }
        type Herb @key(fields: "id") { id: ID!  stock: Int }`,
      resolvers: { Tree: counted, Herb: counted },
    },
  ],
  cases: [
    {
      query: '{ plants { label ... on Tree { stock height } ... on Herb { stock aroma } } }',
      expected: {
        data: {
          plants: [
            { label: 'Oak', stock: 3, height: 20 },
            { label: 'Mint', stock: 40, aroma: 'cool' },
            null,
            { label: 'Elm', stock: null, height: null },
          ],
        },
      },
      maxFetches: 3,
    },
    {
      query: '{ anything { __typename ... on Plant { id } ... on Herb { stock } ... on Rock { weight } } }',
      expected: {
        data: {
          anything: [
            { __typename: 'Herb', id: 'h1', stock: 40 },
            { __typename: 'Rock', weight: 1.5 },
            { __typename: 'Tree', id: 't1' },
          ],
        },
      },
      maxFetches: 2,
    },
    {
      query: '{ plants { ... on Herb { x: aroma } ... on Tree { x: label } } }',
      expected: { data: null, errors: true },
    },
  ],
};
