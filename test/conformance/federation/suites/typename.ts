import { by, fed2, type Suite } from '../suite.js';

const birds = [
  { __typename: 'Owl', id: 'o', night: true },
  { __typename: 'Duck', id: 'd', pond: 'east' },
];
const reference = { __resolveReference: (r: { id: string }) => by(birds, 'id', r.id) };

export const typename: Suite = {
  name: 'typename',
  subgraphs: [
    {
      name: 'birds',
      typeDefs: `${fed2('key')}
        type Query { birds: [Bird!]!  pair: Pair }
        union Pair = Owl | Duck
        interface Bird { id: ID! }
        type Owl implements Bird @key(fields: "id") { id: ID!  night: Boolean }
        type Duck implements Bird @key(fields: "id") { id: ID!  pond: String }`,
      resolvers: { Query: { birds: () => birds, pair: () => birds[1] }, Owl: reference, Duck: reference },
    },
    {
      name: 'songs',
      typeDefs: `${fed2('key')} type Query { song: String }  type Owl @key(fields: "id") { id: ID!  song: String }`,
      resolvers: {
        Query: { song: () => 'la' },
        Owl: { __resolveReference: (r: object) => r, song: () => 'hoo' },
      },
    },
  ],
  cases: [
    { query: '{ __typename }', expected: { data: { __typename: 'Query' } }, maxFetches: 0 },
    {
      query: '{ a: __typename song b: __typename }',
      expected: { data: { a: 'Query', song: 'la', b: 'Query' } },
      maxFetches: 1,
    },
    {
      query: '{ birds { kind: __typename } }',
      expected: { data: { birds: [{ kind: 'Owl' }, { kind: 'Duck' }] } },
      maxFetches: 1,
    },
    {
      query: '{ pair { k: __typename __typename } }',
      expected: { data: { pair: { k: 'Duck', __typename: 'Duck' } } },
      maxFetches: 1,
    },
    {
      query: '{ birds { ... on Owl { song t: __typename } ... on Duck { t: __typename pond } } }',
      expected: {
        data: {
          birds: [
            { song: 'hoo', t: 'Owl' },
            { t: 'Duck', pond: 'east' },
          ],
        },
      },
      maxFetches: 2,
    },
  ],
};
