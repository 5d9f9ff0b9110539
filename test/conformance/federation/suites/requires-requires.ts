import { by, fed2, type Suite } from '../suite.js';

const logs = [
  { id: 'w1', length: 2, width: 3 },
  { id: 'w2', length: 10, width: 1 },
];

export const requiresRequires: Suite = {
  name: 'requires-requires',
  subgraphs: [
    {
      name: 'wood',
      typeDefs: `${fed2('key')}
        type Query { logs: [Log!]! }
        type Log @key(fields: "id") { id: ID!  length: Int!  width: Int! }`,
      resolvers: {
        Query: { logs: () => logs },
        Log: { __resolveReference: (r: { id: string }) => by(logs, 'id', r.id) },
      },
    },
    {
      name: 'volume',
      typeDefs: `${fed2('key', 'external', 'requires')}
        type Log @key(fields: "id") { id: ID!  length: Int! @external  width: Int! @external
          area: Int! @requires(fields: "length width")  label: String! @requires(fields: "worth")  worth: Int! @external }`,
      resolvers: {
        Log: {
          __resolveReference: (r: object) => r,
          area: (r: { length: number; width: number }) => r.length * r.width,
          label: (r: { worth: number }) => `worth ${r.worth}`,
        },
      },
    },
    {
      name: 'worth',
      typeDefs: `${fed2('key', 'external', 'requires')}
        type Log @key(fields: "id") { id: ID!  area: Int! @external  worth: Int! @requires(fields: "area") }`,
      resolvers: {
        Log: { __resolveReference: (r: object) => r, worth: (r: { area: number }) => r.area * 100 },
      },
    },
  ],
  cases: [
    {
      query: '{ logs { label } }',
      expected: { data: { logs: [{ label: 'worth 600' }, { label: 'worth 1000' }] } },
      maxFetches: 4,
    },
    {
      query: '{ logs { worth area id } }',
      expected: {
        data: {
          logs: [
            { worth: 600, area: 6, id: 'w1' },
            { worth: 1000, area: 10, id: 'w2' },
          ],
        },
      },
      maxFetches: 3,
    },
  ],
};
