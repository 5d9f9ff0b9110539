import { by, fed2, type Suite } from '../suite.js';

const pots = [
  { id: 'p1', ref: 'r1', glaze: 'blue' },
  { id: 'p2', ref: null, glaze: 'red' },
];

export const nullKeys: Suite = {
  name: 'null-keys',
  subgraphs: [
    {
      name: 'kiln',
      typeDefs: `${fed2('key')}
        type Query { shelf: [Slot!]! }
        type Slot { pot: Pot }
        type Pot @key(fields: "id") { id: ID! }`,
      resolvers: {
        Query: {
          shelf: () => [{ pot: { id: 'p1' } }, { pot: { id: 'p2' } }, { pot: null }, { pot: { id: 'gone' } }],
        },
      },
    },
    {
      name: 'refs',
      typeDefs: `${fed2('key')}
        type Pot @key(fields: "id") @key(fields: "ref") { id: ID!  ref: ID }`,
      resolvers: { Pot: { __resolveReference: (r: { id: string }) => by(pots, 'id', r.id) } },
    },
    {
      name: 'glazes',
      typeDefs: `${fed2('key')}
        type Pot @key(fields: "ref") { ref: ID  glaze: String }`,
      resolvers: {
        Pot: {
          __resolveReference: (r: { ref: string | null }) => {
            if (r.ref === null) throw new Error('asked with a null key');
            return by(pots, 'ref', r.ref);
          },
        },
      },
    },
  ],
  cases: [
    {
      query: '{ shelf { pot { id ref } } }',
      expected: {
        data: {
          shelf: [
            { pot: { id: 'p1', ref: 'r1' } },
            { pot: { id: 'p2', ref: null } },
            { pot: null },
            { pot: { id: 'gone', ref: null } },
          ],
        },
      },
      maxFetches: 2,
    },
  ],
};
