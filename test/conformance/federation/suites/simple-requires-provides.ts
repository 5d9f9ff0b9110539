import { by, fed2, mustNotBeAsked, type Suite } from '../suite.js';

const boxes = [
  { sku: 'k1', weight: 4, size: 2, grower: { id: 'g1', name: 'Ada' } },
  { sku: 'k2', weight: null, size: 5, grower: { id: 'g2', name: 'Bo' } },
];

export const simpleRequiresProvides: Suite = {
  name: 'simple-requires-provides',
  subgraphs: [
    {
      name: 'boxes',
      typeDefs: `${fed2('key', 'external', 'provides')}
        type Query { boxes: [Box!]!  topGrower: Grower @provides(fields: "name")  grower: Grower }
        type Box @key(fields: "sku") { sku: ID!  weight: Int  size: Int!  grower: Grower @provides(fields: "name") }
        type Grower @key(fields: "id") { id: ID!  name: String @external }`,
      resolvers: {
        Query: { boxes: () => boxes, topGrower: () => boxes[1]?.grower, grower: () => ({ id: 'g1' }) },
      },
    },
    {
      name: 'post',
      typeDefs: `${fed2('key', 'external', 'requires')}
        type Box @key(fields: "sku") { sku: ID!  weight: Int @external  size: Int! @external
          postage: Float @requires(fields: "weight size") }`,
      resolvers: {
        Box: {
          __resolveReference: (r: object) => r,
          weight: mustNotBeAsked,
          size: mustNotBeAsked,
          postage: (r: { weight: number | null; size: number }) =>
            r.weight === null ? null : r.weight * r.size * 0.5,
        },
      },
    },
    {
      name: 'people',
      typeDefs: `${fed2('key', 'shareable')}
        type Grower @key(fields: "id") { id: ID!  name: String @shareable  age: Int }`,
      resolvers: {
        Grower: {
          __resolveReference: (r: { id: string }) => ({
            ...by(
              boxes.map((box) => box.grower),
              'id',
              r.id,
            ),
            age: 40,
          }),
        },
      },
    },
  ],
  cases: [
    {
      query: '{ boxes { postage grower { name } } }',
      expected: {
        data: {
          boxes: [
            { postage: 4, grower: { name: 'Ada' } },
            { postage: null, grower: { name: 'Bo' } },
          ],
        },
      },
      maxFetches: 2,
    },
    { query: '{ topGrower { name } }', expected: { data: { topGrower: { name: 'Bo' } } }, maxFetches: 1 },
    {
      query: '{ grower { name age } }',
      expected: { data: { grower: { name: 'Ada', age: 40 } } },
      maxFetches: 2,
    },
  ],
};
