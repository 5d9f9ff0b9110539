import { by, type Suite } from '../suite.js';

const chefs = [{ id: '1', name: 'Ada', email: 'ada@kitchen.test', stars: 3 }];

/** Federation 1 schemas: no link header, `@extends`, `@external` keys. */
export const fed1ExternalExtends: Suite = {
  name: 'fed1-external-extends',
  subgraphs: [
    {
      name: 'staff',
      typeDefs: `type Query { chef: Chef }
        type Chef @key(fields: "id") { id: ID!  name: String!  email: String }`,
      resolvers: {
        Query: { chef: () => chefs[0] },
        Chef: { __resolveReference: (r: { id: string }) => by(chefs, 'id', r.id) },
      },
    },
    {
      name: 'guide',
      typeDefs: `type Chef @extends @key(fields: "id") { id: ID! @external  email: String @external
          stars: Int  contact: String @requires(fields: "email") }
        extend type Query { best: Chef }`,
      resolvers: {
        Query: { best: () => ({ id: '1' }) },
        Chef: {
          __resolveReference: (r: object) => r,
          stars: () => 3,
          contact: (r: { email: string }) => `<${r.email}>`,
        },
      },
    },
  ],
  cases: [
    {
      query: '{ best { name stars contact } }',
      expected: { data: { best: { name: 'Ada', stars: 3, contact: '<ada@kitchen.test>' } } },
      maxFetches: 3,
    },
    { query: '{ chef { stars } }', expected: { data: { chef: { stars: 3 } } }, maxFetches: 2 },
  ],
};
