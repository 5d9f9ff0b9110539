import { by, fed2, mustNotBeAsked, type Suite } from '../suite.js';

const cards = [
  { __typename: 'Postcard', id: 'p1', stamp: 'rose' },
  { __typename: 'Postcard', id: 'p2', stamp: 'lily' },
];

/** The field that moved belongs to another interface on each side. */
export const overrideTypeInterface: Suite = {
  name: 'override-type-interface',
  subgraphs: [
    {
      name: 'old',
      typeDefs: `${fed2('key')} type Query { inbox: [Letter] }
        interface Letter { id: ID!  stamp: String! }
        type Postcard implements Letter @key(fields: "id") { id: ID!  stamp: String! }`,
      resolvers: {
        Query: { inbox: () => [cards[0], null, cards[1]] },
        Postcard: { __resolveReference: (r: { id: string }) => by(cards, 'id', r.id), stamp: mustNotBeAsked },
      },
    },
    {
      name: 'fresh',
      typeDefs: `${fed2('key', 'override')} type Query { outbox: [Parcel] }
        interface Letter { id: ID!  stamp: String! }
        interface Parcel { id: ID!  stamp: String! }
        type Telegram implements Letter @key(fields: "id") { id: ID!  stamp: String!  words: Int! }
        type Postcard implements Parcel @key(fields: "id") { id: ID!  stamp: String! @override(from: "old") }`,
      resolvers: {
        Query: { outbox: () => cards },
        Postcard: { __resolveReference: (r: { id: string }) => by(cards, 'id', r.id) },
        Telegram: { __resolveReference: (r: { id: string }) => ({ ...r, stamp: 'none', words: 3 }) },
      },
    },
  ],
  cases: [
    {
      query: '{ inbox { stamp id } }',
      expected: { data: { inbox: [{ stamp: 'rose', id: 'p1' }, null, { stamp: 'lily', id: 'p2' }] } },
      maxFetches: 2,
    },
    {
      query: '{ inbox { ... on Telegram { words } } }',
      expected: { data: { inbox: [{}, null, {}] } },
      maxFetches: 1,
    },
    {
      query: '{ outbox { stamp ... on Postcard { id stamp } } }',
      expected: {
        data: {
          outbox: [
            { stamp: 'rose', id: 'p1' },
            { stamp: 'lily', id: 'p2' },
          ],
        },
      },
      maxFetches: 1,
    },
    {
      query: '{ inbox { ... on Parcel { stamp } __typename } }',
      expected: {
        data: {
          inbox: [{ stamp: 'rose', __typename: 'Postcard' }, null, { stamp: 'lily', __typename: 'Postcard' }],
        },
      },
      maxFetches: 2,
    },
  ],
};
