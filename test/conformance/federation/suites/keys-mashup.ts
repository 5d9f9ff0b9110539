import { by, fed2, type Suite } from '../suite.js';

const greenhouses = [
  { id: '1', code: 'A', pane: { w: 2, h: 3 }, warmth: 21, owner: 'Ada' },
  { id: '2', code: 'B', pane: { w: 4, h: 5 }, warmth: 17, owner: 'Bo' },
];

export const keysMashup: Suite = {
  name: 'keys-mashup',
  subgraphs: [
    {
      name: 'plans',
      typeDefs: `${fed2('key')}
        type Query { greenhouses: [Greenhouse!]! }
        type Greenhouse @key(fields: "id") { id: ID! }`,
      resolvers: { Query: { greenhouses: () => greenhouses.map(({ id }) => ({ id })) } },
    },
    {
      name: 'codes',
      typeDefs: `${fed2('key', 'shareable')}
        type Pane @shareable { w: Int!  h: Int! }
        type Greenhouse @key(fields: "id") @key(fields: "code pane { w }") { id: ID!  code: String!  pane: Pane! }`,
      resolvers: { Greenhouse: { __resolveReference: (r: { id: string }) => by(greenhouses, 'id', r.id) } },
    },
    {
      name: 'climate',
      typeDefs: `${fed2('key', 'shareable')}
        type Pane @shareable { w: Int! }
        type Greenhouse @key(fields: "pane { w } code") @key(fields: "code") { code: String!  pane: Pane!  warmth: Int!  owner: String }`,
      resolvers: {
        Greenhouse: { __resolveReference: (r: { code: string }) => by(greenhouses, 'code', r.code) },
      },
    },
  ],
  cases: [
    {
      query: '{ greenhouses { warmth pane { h } } }',
      expected: {
        data: {
          greenhouses: [
            { warmth: 21, pane: { h: 3 } },
            { warmth: 17, pane: { h: 5 } },
          ],
        },
      },
      maxFetches: 3,
    },
    {
      query: '{ greenhouses { owner } }',
      expected: { data: { greenhouses: [{ owner: 'Ada' }, { owner: 'Bo' }] } },
      maxFetches: 3,
    },
  ],
};
