import { fed2, mustNotBeAsked, type Suite } from '../suite.js';

export const providesOnUnion: Suite = {
  name: 'provides-on-union',
  subgraphs: [
    {
      name: 'feed',
      typeDefs: `${fed2('key', 'external', 'provides')}
        type Query { news: [News!]! @provides(fields: "... on Post { title }") }
        union News = Post | Photo
        type Post @key(fields: "id") { id: ID!  title: String @external }
        type Photo @key(fields: "id") { id: ID!  dots: Int! }`,
      resolvers: {
        Query: {
          news: () => [
            { __typename: 'Post', id: '1', title: 'Frost' },
            { __typename: 'Photo', id: '2', dots: 12 },
          ],
        },
      },
    },
    {
      name: 'posts',
      typeDefs: `${fed2('key', 'shareable')}
        type Post @key(fields: "id") { id: ID!  title: String @shareable  words: Int }`,
      resolvers: { Post: { __resolveReference: (r: object) => r, title: mustNotBeAsked, words: () => 300 } },
    },
  ],
  cases: [
    {
      query: '{ news { ... on Post { title } ... on Photo { dots } } }',
      expected: { data: { news: [{ title: 'Frost' }, { dots: 12 }] } },
      maxFetches: 1,
    },
    {
      query: '{ news { ... on Post { words title } } }',
      expected: { data: { news: [{ words: 300, title: 'Frost' }, {}] } },
      maxFetches: 2,
    },
  ],
};
