import { by, fed2, type Suite } from '../suite.js';

const seeds = [{ id: 's1', name: 'Bean' }];

export const includeSkip: Suite = {
  name: 'include-skip',
  subgraphs: [
    {
      name: 'seeds',
      typeDefs: `${fed2('key')}
        type Query { seed: Seed }
        type Seed @key(fields: "id") { id: ID!  name: String! }`,
      resolvers: { Query: { seed: () => seeds[0] } },
    },
    {
      name: 'lab',
      typeDefs: `${fed2('key', 'external', 'requires')}
        type Seed @key(fields: "id") { id: ID!  name: String! @external
          code: String! @requires(fields: "name")  rate: Float  never: String }`,
      resolvers: {
        Seed: {
          __resolveReference: (r: { id: string; name?: string }) => ({
            ...by(seeds, 'id', r.id),
            name: r.name,
          }),
          code: (r: { name: string }) => r.name.toUpperCase(),
          rate: () => 0.5,
          never: () => {
            throw new Error('must not run');
          },
        },
      },
    },
  ],
  cases: [
    {
      query: 'query ($on: Boolean!) { seed { name code @include(if: $on) } }',
      variables: { on: false },
      expected: { data: { seed: { name: 'Bean' } } },
      maxFetches: 1,
    },
    {
      query:
        'query ($on: Boolean = true, $off: Boolean!) { seed { code @include(if: $on) @skip(if: $off) ... @include(if: $off) { never } } }',
      variables: { off: false },
      expected: { data: { seed: { code: 'BEAN' } } },
      maxFetches: 2,
    },
    {
      query: 'query ($no: Boolean!) { seed @skip(if: $no) { never } }',
      variables: { no: true },
      expected: { data: {} },
      // A plan may ask with the condition in place; what matters is that `never` does not run.
      maxFetches: 1,
    },
    {
      query: 'query ($no: Boolean!) { seed { never @skip(if: true) rate @include(if: $no) rate } }',
      variables: { no: false },
      expected: { data: { seed: { rate: 0.5 } } },
      maxFetches: 2,
    },
  ],
};
