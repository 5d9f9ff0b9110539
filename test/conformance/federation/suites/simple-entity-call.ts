import { by, fed2, type Suite } from '../suite.js';

const gardeners = [{ id: 'g1', email: 'ada@garden.test', nick: 'Ada' }];

export const simpleEntityCall: Suite = {
  name: 'simple-entity-call',
  subgraphs: [
    {
      name: 'mail',
      typeDefs: `${fed2('key')}
        type Query { gardener: Gardener }
        type Gardener @key(fields: "id") { id: ID!  email: String! }`,
      resolvers: {
        Query: { gardener: () => ({ id: 'g1' }) },
        Gardener: {
          email: () => 'ada@garden.test',
          __resolveReference: (r: { id: string }) => by(gardeners, 'id', r.id),
        },
      },
    },
    {
      name: 'names',
      typeDefs: `${fed2('key', 'external')}
        type Gardener @key(fields: "email") { email: String! @external  nick: String! }`,
      resolvers: {
        Gardener: { __resolveReference: (r: { email: string }) => by(gardeners, 'email', r.email) },
      },
    },
  ],
  cases: [
    {
      query: '{ gardener { nick id } }',
      expected: { data: { gardener: { nick: 'Ada', id: 'g1' } } },
      maxFetches: 2,
    },
    {
      query: '{ gardener { email } }',
      expected: { data: { gardener: { email: 'ada@garden.test' } } },
      maxFetches: 1,
    },
  ],
};
