import { fed2, type Suite } from '../suite.js';

/** `Shelf` has no key of its own: its second half is reached through the entity above it. */
export const parentEntityCall: Suite = {
  name: 'parent-entity-call',
  subgraphs: [
    {
      name: 'front',
      typeDefs: `${fed2('key', 'shareable')}
        type Query { jars: [Jar!]! }
        type Jar @key(fields: "id") { id: ID!  shelf: Shelf @shareable }
        type Shelf @shareable { row: Int! }`,
      resolvers: {
        Query: {
          jars: () => [
            { id: 'j1', shelf: { row: 1 } },
            { id: 'j2', shelf: { row: 2 } },
          ],
        },
      },
    },
    {
      name: 'back',
      typeDefs: `${fed2('key', 'shareable')}
        type Jar @key(fields: "id") { id: ID!  shelf: Shelf @shareable }
        type Shelf { row: Int! @shareable  light: String }`,
      resolvers: {
        Jar: {
          __resolveReference: (r: { id: string }) => r,
          shelf: (r: { id: string }) => (r.id === 'j1' ? { row: 1, light: 'dim' } : { row: 2, light: null }),
        },
      },
    },
  ],
  cases: [
    {
      query: '{ jars { id shelf { light row } } }',
      expected: {
        data: {
          jars: [
            { id: 'j1', shelf: { light: 'dim', row: 1 } },
            { id: 'j2', shelf: { light: null, row: 2 } },
          ],
        },
      },
      maxFetches: 2,
    },
    {
      query: '{ jars { shelf { row } } }',
      expected: { data: { jars: [{ shelf: { row: 1 } }, { shelf: { row: 2 } }] } },
      maxFetches: 1,
    },
  ],
};
