import { fed2, type Suite } from '../suite.js';

interface Key {
  id: string;
}
const bulbs: Record<string, object | null> = { l1: { code: 'x' }, l2: null, l3: { code: 'y' } };
const lamps = ['l1', 'l2', 'l3'].map((id) => ({ id, name: `Lamp ${id}` }));

/**
 * `Bulb` is an entity for one subgraph alone. The halves of it come through the lamp above: one of them is the key that
 * leads to the third.
 */
export const parentEntityCallComplex: Suite = {
  name: 'parent-entity-call-complex',
  subgraphs: [
    {
      name: 'shop',
      typeDefs: `${fed2('key')} type Query { lamps: [Lamp!]!  lamp(id: ID!): Lamp }
        type Lamp @key(fields: "id") { id: ID  name: String }`,
      resolvers: {
        Query: {
          lamps: () => lamps,
          lamp: (_: object, { id }: Key) => lamps.find((lamp) => lamp.id === id) ?? null,
        },
      },
    },
    {
      name: 'light',
      typeDefs: `${fed2('key', 'external', 'shareable')}
        type Lamp @key(fields: "id") { id: ID @external  bulb: Bulb @shareable }
        type Bulb { glow: String }`,
      resolvers: {
        Lamp: {
          __resolveReference: (r: Key) => r,
          bulb: ({ id }: Key) => (bulbs[id] === null ? null : { glow: `warm ${id}` }),
        },
      },
    },
    {
      name: 'stock',
      typeDefs: `${fed2('key', 'external', 'shareable')}
        type Lamp @key(fields: "id") { id: ID @external  bulb: Bulb @shareable }
        type Bulb { code: ID @shareable }`,
      resolvers: { Lamp: { __resolveReference: (r: Key) => r, bulb: ({ id }: Key) => bulbs[id] } },
    },
    {
      name: 'makers',
      typeDefs: `${fed2('key')} type Bulb @key(fields: "code") { code: ID  watt: Int }`,
      resolvers: {
        Bulb: {
          __resolveReference: (r: object) => r,
          watt: (r: { code: string }) => (r.code === 'x' ? 40 : null),
        },
      },
    },
  ],
  cases: [
    {
      query: '{ lamps { bulb { watt glow } name } }',
      expected: {
        data: {
          lamps: [
            { bulb: { watt: 40, glow: 'warm l1' }, name: 'Lamp l1' },
            { bulb: null, name: 'Lamp l2' },
            { bulb: { watt: null, glow: 'warm l3' }, name: 'Lamp l3' },
          ],
        },
      },
      maxFetches: 4,
    },
    {
      query: '{ lamp(id: "l1") { bulb { glow code } } none: lamp(id: "l9") { bulb { watt } } }',
      expected: { data: { lamp: { bulb: { glow: 'warm l1', code: 'x' } }, none: null } },
      maxFetches: 4,
    },
    {
      query: '{ lamp(id: "l3") { id bulb { glow } } }',
      expected: { data: { lamp: { id: 'l3', bulb: { glow: 'warm l3' } } } },
      maxFetches: 2,
    },
  ],
};
