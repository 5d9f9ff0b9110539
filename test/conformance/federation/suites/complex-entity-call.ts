import { fed2, type Suite } from '../suite.js';

interface Bed {
  plot: { row: number; col: number };
  season: string;
}
const soil: Record<string, string> = { '1.2spring': 'clay', '1.2autumn': 'loam', '3.4spring': 'sand' };
const beds: Bed[] = [
  { plot: { row: 1, col: 2 }, season: 'spring' },
  { plot: { row: 3, col: 4 }, season: 'spring' },
  { plot: { row: 1, col: 2 }, season: 'autumn' },
];

export const complexEntityCall: Suite = {
  name: 'complex-entity-call',
  subgraphs: [
    {
      name: 'layout',
      typeDefs: `${fed2('key', 'shareable')}
        type Query { beds: [Bed!]! }
        type Plot @shareable { row: Int!  col: Int! }
        type Bed @key(fields: "plot { row col } season") { plot: Plot!  season: String! }`,
      resolvers: { Query: { beds: () => beds } },
    },
    {
      name: 'ground',
      typeDefs: `${fed2('key', 'shareable')}
        type Plot @shareable { row: Int!  col: Int! }
        type Bed @key(fields: "season plot { col row }") { plot: Plot!  season: String!  soil: String  moist: Boolean! }`,
      resolvers: {
        Bed: {
          __resolveReference: (r: Bed) => ({
            ...r,
            soil: soil[`${r.plot.row}.${r.plot.col}${r.season}`] ?? null,
          }),
          moist: (r: { soil: string }) => r.soil === 'clay',
        },
      },
    },
  ],
  cases: [
    {
      query: '{ beds { soil plot { col } moist } }',
      expected: {
        data: {
          beds: [
            { soil: 'clay', plot: { col: 2 }, moist: true },
            { soil: 'sand', plot: { col: 4 }, moist: false },
            { soil: 'loam', plot: { col: 2 }, moist: false },
          ],
        },
      },
      maxFetches: 2,
    },
  ],
};
