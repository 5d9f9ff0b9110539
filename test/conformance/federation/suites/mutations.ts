import { by, fed2, type Suite } from '../suite.js';

const log: string[] = [];
const note = (text: string): string => {
  log.push(text);
  return text;
};

export const mutations: Suite = {
  name: 'mutations',
  subgraphs: [
    {
      name: 'beds',
      typeDefs: `${fed2('key', 'shareable')}
        type Query { steps: [String!]!  clear: Int! }
        type Mutation { dig(id: ID!): Bed!  fill(id: ID!): Bed }
        type Bed @key(fields: "id") { id: ID!  dug: Boolean! }`,
      resolvers: {
        Query: { steps: () => log, clear: () => log.splice(0).length * 0 },
        Mutation: {
          dig: (_: object, args: { id: string }) => ({ id: note(`dig ${args.id}`).slice(4), dug: true }),
          fill: (_: object, args: { id: string }) => {
            note(`fill ${args.id}`);
            throw new Error('no soil');
          },
        },
      },
    },
    {
      name: 'rain',
      typeDefs: `${fed2('key')}
        type Mutation { water(litres: Float! = 1.5): Float! }
        type Bed @key(fields: "id") { id: ID!  wet: Float }`,
      resolvers: {
        Mutation: {
          water: (_: object, args: { litres: number }) => (note(`water ${args.litres}`), args.litres),
        },
        Bed: { __resolveReference: (r: { id: string }) => by([{ id: 'b1', wet: 0.1 }], 'id', r.id) },
      },
    },
  ],
  cases: [
    { query: '{ clear }', expected: { data: { clear: 0 } } },
    {
      query: 'mutation { dig(id: "b1") { wet dug } }',
      expected: { data: { dig: { wet: 0.1, dug: true } } },
      maxFetches: 2,
    },
    {
      query: 'mutation { a: water b: dig(id: "b2") { id } c: water(litres: 2) d: dig(id: "b3") { id } }',
      expected: { data: { a: 1.5, b: { id: 'b2' }, c: 2, d: { id: 'b3' } } },
    },
    {
      query: '{ steps }',
      expected: { data: { steps: ['dig b1', 'water 1.5', 'dig b2', 'water 2', 'dig b3'] } },
    },
    {
      query: 'mutation { fill(id: "b9") { id } }',
      expected: { data: { fill: null }, errors: true },
      maxFetches: 1,
    },
  ],
};
