import { fed2, type Suite } from '../suite.js';

const part = (name: string, field: string, value: string): Suite['subgraphs'][number] => ({
  name,
  typeDefs: `${fed2('key', 'shareable')}
    type Query { almanac: Almanac @shareable }
    type Almanac @shareable { year: Int!  ${field}: String }`,
  resolvers: { Query: { almanac: () => ({ year: 2024, [field]: value }) } },
});

/** A value type without a key: each part of it is asked from the root of the subgraph that has it. */
export const sharedRoot: Suite = {
  name: 'shared-root',
  subgraphs: [part('moon', 'moon', 'full'), part('sun', 'sun', 'bright'), part('tide', 'tide', 'low')],
  cases: [
    {
      query: '{ almanac { sun tide year moon } }',
      expected: { data: { almanac: { sun: 'bright', tide: 'low', year: 2024, moon: 'full' } } },
      maxFetches: 3,
    },
    { query: '{ almanac { year } }', expected: { data: { almanac: { year: 2024 } } }, maxFetches: 1 },
    {
      query: '{ a: almanac { moon } b: almanac { sun } }',
      expected: { data: { a: { moon: 'full' }, b: { sun: 'bright' } } },
      maxFetches: 2,
    },
  ],
};
