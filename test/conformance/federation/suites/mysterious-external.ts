import { by, fed2, type Suite } from '../suite.js';

const goods = [{ id: 'a', upc: 'u-a', name: 'Rake', price: 9 }];

/** A field that is declared `@external` next to the key and is only ever needed for another one. */
export const mysteriousExternal: Suite = {
  name: 'mysterious-external',
  subgraphs: [
    {
      name: 'shop',
      typeDefs: `${fed2('key', 'shareable')} type Query { good: Good }
        type Good @key(fields: "id") @key(fields: "upc") { id: ID!  upc: String! @shareable  name: String }`,
      resolvers: { Query: { good: () => goods[0] } },
    },
    {
      name: 'prices',
      typeDefs: `${fed2('key', 'external', 'requires')}
        type Good @key(fields: "upc") { upc: String!  price: Int  name: String @external
          offer: String @requires(fields: "name") }`,
      resolvers: {
        Good: {
          __resolveReference: (r: { upc: string }) => ({ ...by(goods, 'upc', r.upc), ...r }),
          offer: (r: { name: string; price: number }) => `${r.name} at ${r.price}`,
        },
      },
    },
  ],
  cases: [
    {
      query: '{ good { offer price id } }',
      expected: { data: { good: { offer: 'Rake at 9', price: 9, id: 'a' } } },
      maxFetches: 2,
    },
  ],
};
