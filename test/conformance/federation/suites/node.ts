import { by, fed2, type Suite } from '../suite.js';

const items = [
  { __typename: 'Book', id: 'book/1', pages: 90 },
  { __typename: 'Map', id: 'map/1', scale: 5000 },
];
const reference = { __resolveReference: (r: { id: string }) => by(items, 'id', r.id) };

export const node: Suite = {
  name: 'node',
  subgraphs: [
    {
      name: 'ids',
      typeDefs: `${fed2('key', 'shareable')}
        type Query { node(id: ID!): Node  nodes(ids: [ID!]!): [Node]! }
        interface Node { id: ID! }
        type Book implements Node @key(fields: "id") { id: ID! }
        type Map implements Node @key(fields: "id") { id: ID! }`,
      resolvers: {
        Query: {
          node: (_: object, args: { id: string }) => by(items, 'id', args.id),
          nodes: (_: object, args: { ids: string[] }) => args.ids.map((id) => by(items, 'id', id)),
        },
      },
    },
    {
      name: 'library',
      typeDefs: `${fed2('key')}
        interface Node { id: ID! }
        type Book implements Node @key(fields: "id") { id: ID!  pages: Int }
        type Map implements Node @key(fields: "id") { id: ID!  scale: Int }`,
      resolvers: { Book: reference, Map: reference },
    },
  ],
  cases: [
    {
      query: 'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Book { pages } ... on Map { scale } } }',
      variables: { ids: ['map/1', 'none', 'book/1', 'map/1'] },
      expected: {
        data: {
          nodes: [
            { id: 'map/1', scale: 5000 },
            null,
            { id: 'book/1', pages: 90 },
            { id: 'map/1', scale: 5000 },
          ],
        },
      },
      maxFetches: 3,
    },
    { query: '{ node(id: "book/1") { ... on Map { scale } } }', expected: { data: { node: {} } } },
    {
      query: '{ node(id: "none") { id ... on Book { pages } } }',
      expected: { data: { node: null } },
      maxFetches: 1,
    },
  ],
};
