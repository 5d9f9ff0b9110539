import { by, fed2, type Suite } from '../suite.js';

const hens = [{ __typename: 'Hen', id: 'n1', eggs: 5 }];

/** Each subgraph knows another part of the union. */
export const partialUnion: Suite = {
  name: 'partial-union',
  subgraphs: [
    {
      name: 'yard',
      typeDefs: `${fed2('key', 'shareable')}
        type Query { yard: [Animal!]! }
        union Animal = Hen | Goose
        type Hen @key(fields: "id") { id: ID! }
        type Goose @shareable { honk: String }`,
      resolvers: { Query: { yard: () => [hens[0], { __typename: 'Goose', honk: 'loud' }] } },
    },
    {
      name: 'stable',
      typeDefs: `${fed2('key', 'shareable')}
        type Query { stable: [Animal]! }
        union Animal = Hen | Cow
        type Hen @key(fields: "id") { id: ID!  eggs: Int }
        type Cow { milk: Float }`,
      resolvers: {
        Query: { stable: () => [{ __typename: 'Cow', milk: 20.5 }, null, hens[0]] },
        Hen: { __resolveReference: (r: { id: string }) => by(hens, 'id', r.id) },
      },
    },
  ],
  cases: [
    {
      query: '{ yard { ... on Hen { eggs } ... on Goose { honk } ... on Cow { milk } } }',
      expected: { data: { yard: [{ eggs: 5 }, { honk: 'loud' }] } },
      maxFetches: 2,
    },
    {
      query:
        '{ stable { __typename ... on Goose { honk } ... on Cow { milk } ... on Hen { id } } yard { __typename } }',
      expected: {
        data: {
          stable: [{ __typename: 'Cow', milk: 20.5 }, null, { __typename: 'Hen', id: 'n1' }],
          yard: [{ __typename: 'Hen' }, { __typename: 'Goose' }],
        },
      },
      maxFetches: 2,
    },
    { query: '{ yard { ... on Cow { milk } } }', expected: { data: { yard: [{}, {}] } }, maxFetches: 1 },
  ],
};
