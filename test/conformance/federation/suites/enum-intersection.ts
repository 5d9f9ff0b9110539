import { fed2, type Suite } from '../suite.js';

export const enumIntersection: Suite = {
  name: 'enum-intersection',
  subgraphs: [
    {
      name: 'north',
      typeDefs: `${fed2('key', 'shareable', 'inaccessible')}
        enum Soil { CLAY SAND PEAT @inaccessible }
        type Query { field: Field  fields(soil: Soil = SAND): [Field!]! }
        type Field @key(fields: "id") { id: ID!  soil: Soil @shareable }`,
      resolvers: {
        Query: {
          field: () => ({ id: 'f1', soil: 'CLAY' }),
          fields: (_: object, args: { soil: string }) => [
            { id: 'f2', soil: args.soil },
            { id: 'f3', soil: 'PEAT' },
          ],
        },
      },
    },
    {
      name: 'south',
      typeDefs: `${fed2('key', 'shareable')}
        enum Soil { CLAY SAND }
        type Field @key(fields: "id") { id: ID!  soil: Soil @shareable  under: [Soil] }`,
      resolvers: {
        Field: {
          __resolveReference: (r: { id: string }) => ({ ...r, soil: 'CLAY' }),
          under: () => ['SAND', null],
        },
      },
    },
  ],
  cases: [
    {
      query: '{ field { soil under } }',
      expected: { data: { field: { soil: 'CLAY', under: ['SAND', null] } } },
      maxFetches: 2,
    },
    { query: '{ fields { id } }', expected: { data: { fields: [{ id: 'f2' }, { id: 'f3' }] } } },
    { query: '{ fields(soil: PEAT) { id } }', expected: { data: null, errors: true }, maxFetches: 0 },
    {
      // A hidden value turns null without an error, as the reference gateway has it.
      query: '{ fields { soil } }',
      expected: { data: { fields: [{ soil: 'SAND' }, { soil: null }] } },
    },
  ],
};
