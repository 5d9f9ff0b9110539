import { fed2, type Suite } from '../suite.js';

/** A `Node` interface in one subgraph only, and a type that is an entity in another one without being a `Node` there. */
export const corruptedSupergraphNodeId: Suite = {
  name: 'corrupted-supergraph-node-id',
  subgraphs: [
    {
      name: 'accounts',
      typeDefs: `${fed2('key', 'shareable')}
        type Query { node(id: ID!): Node  account: Account }
        interface Node { id: ID! }
        type Account implements Node @key(fields: "id") { id: ID!  login: String! }
        type Chat implements Node @key(fields: "id") { id: ID!  topic: String }`,
      resolvers: {
        Query: {
          node: (_: object, args: { id: string }) => ({
            __typename: args.id.startsWith('c') ? 'Chat' : 'Account',
            id: args.id,
            login: 'ada',
            topic: 'frost',
          }),
          account: () => ({ id: 'a1', login: 'ada' }),
        },
        Chat: { __resolveReference: (r: object) => ({ ...r, topic: 'frost' }) },
      },
    },
    {
      name: 'chats',
      typeDefs: `${fed2('key')}
        type Account @key(fields: "id") { id: ID!  chats: [Chat!]! }
        type Chat @key(fields: "id") { id: ID!  lines: Int! }`,
      resolvers: {
        Account: { __resolveReference: (r: object) => r, chats: () => [{ id: 'c1' }, { id: 'c2' }] },
        Chat: {
          __resolveReference: (r: object) => r,
          lines: (r: { id: string }) => Number(r.id.slice(1)) * 10,
        },
      },
    },
  ],
  cases: [
    {
      query: '{ account { chats { id topic lines } } }',
      expected: {
        data: {
          account: {
            chats: [
              { id: 'c1', topic: 'frost', lines: 10 },
              { id: 'c2', topic: 'frost', lines: 20 },
            ],
          },
        },
      },
      maxFetches: 3,
    },
    {
      query:
        '{ a: node(id: "a1") { ... on Account { chats { lines } } } b: node(id: "c3") { id ... on Chat { lines } } }',
      expected: { data: { a: { chats: [{ lines: 10 }, { lines: 20 }] }, b: { id: 'c3', lines: 30 } } },
    },
  ],
};
