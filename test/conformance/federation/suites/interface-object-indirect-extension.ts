import { by, fed2, type Suite } from '../suite.js';

const exhibits = [
  { __typename: 'Vase', id: 'v1', label: 'Blue', height: 40 },
  { __typename: 'Coin', id: 'c1', label: 'Sun', metal: 'gold' },
  { __typename: 'Vase', id: 'v2', label: 'Red', height: null },
];
const makers: Record<string, string> = { v1: 'Ada' };
const reference = { __resolveReference: (r: { id: string }) => by(exhibits, 'id', r.id) };

/** From an `@interfaceObject` to a type that a third subgraph extends, which knows nothing of the interface. */
export const interfaceObjectIndirectExtension: Suite = {
  name: 'interface-object-indirect-extension',
  subgraphs: [
    {
      name: 'museum',
      typeDefs: `${fed2('key')} type Query { exhibit: Exhibit }
        interface Exhibit @key(fields: "id") { id: ID!  label: String }
        type Vase implements Exhibit @key(fields: "id") { id: ID!  label: String  height: Int }
        type Coin implements Exhibit @key(fields: "id") { id: ID!  label: String  metal: String! }`,
      resolvers: {
        Query: { exhibit: () => exhibits[0] },
        Exhibit: reference,
        Vase: reference,
        Coin: reference,
      },
    },
    {
      name: 'workshops',
      typeDefs: `${fed2('key')} type Query { workshops: Int }
        extend type Vase @key(fields: "id") { id: ID!  maker: String }`,
      resolvers: {
        Query: { workshops: () => 2 },
        Vase: { __resolveReference: (r: object) => r, maker: (r: { id: string }) => makers[r.id] ?? null },
      },
    },
    {
      name: 'tours',
      typeDefs: `${fed2('key', 'interfaceObject')} type Query { tour: Tour! }
        type Tour { guide: String  stops: [Exhibit!]! }
        type Exhibit @key(fields: "id") @interfaceObject { id: ID! }`,
      resolvers: {
        Query: { tour: () => ({ guide: 'Bo', stops: exhibits.map(({ id }) => ({ id })) }) },
        Exhibit: { __resolveReference: (r: object) => r },
      },
    },
  ],
  cases: [
    {
      query: '{ tour { guide stops { id } } }',
      expected: { data: { tour: { guide: 'Bo', stops: [{ id: 'v1' }, { id: 'c1' }, { id: 'v2' }] } } },
      maxFetches: 1,
    },
    {
      query:
        '{ exhibit { label ... on Vase { maker height } ... on Coin { metal } } tour { stops { id ... on Vase { height } } } workshops }',
      expected: {
        data: {
          exhibit: { label: 'Blue', maker: 'Ada', height: 40 },
          tour: { stops: [{ id: 'v1', height: 40 }, { id: 'c1' }, { id: 'v2', height: null }] },
          workshops: 2,
        },
      },
      maxFetches: 5,
    },
    {
      query: '{ tour { stops { ... on Coin { metal } ... on Vase { maker } } } }',
      expected: { data: { tour: { stops: [{ maker: 'Ada' }, { metal: 'gold' }, { maker: null }] } } },
      maxFetches: 3,
    },
  ],
};
