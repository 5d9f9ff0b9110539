import { by, fed2, mustNotBeAsked, type Suite } from '../suite.js';

const guests = [
  { id: '1', name: 'Ada', diet: 'vegan' },
  { id: '2', name: 'Bo', diet: null },
];

/** `@extends` in a Federation 2 schema: the external name is used where it is provided, and nowhere else. */
export const fed2ExternalExtends: Suite = {
  name: 'fed2-external-extends',
  subgraphs: [
    {
      name: 'people',
      typeDefs: `${fed2('key', 'shareable')} type Query { guest(id: ID!): Guest }
        type Guest @key(fields: "id") { id: ID!  name: String! @shareable  diet: String }`,
      resolvers: {
        Query: { guest: (_: object, args: { id: string }) => by(guests, 'id', args.id) },
        Guest: { __resolveReference: (r: { id: string }) => by(guests, 'id', r.id) },
      },
    },
    {
      name: 'tables',
      typeDefs: `${fed2('key', 'external', 'extends', 'provides')}
        type Guest @extends @key(fields: "id") { id: ID! @external  name: String! @external  seat: Int }
        type Query { seated: [Guest!]!  host: Guest @provides(fields: "name") }`,
      resolvers: {
        Query: { seated: () => [{ id: '2' }, { id: '1' }], host: () => ({ id: '1', name: 'Ada!' }) },
        Guest: {
          __resolveReference: (r: object) => r,
          seat: (r: { id: string }) => Number(r.id) * 7,
          name: (r: { name?: string }) => r.name ?? mustNotBeAsked(r as never, r as never),
        },
      },
    },
  ],
  cases: [
    {
      query: '{ seated { name seat } guest(id: "2") { seat name diet } }',
      expected: {
        data: {
          seated: [
            { name: 'Bo', seat: 14 },
            { name: 'Ada', seat: 7 },
          ],
          guest: { seat: 14, name: 'Bo', diet: null },
        },
      },
      maxFetches: 4,
    },
    {
      query: '{ seated { id seat } }',
      expected: {
        data: {
          seated: [
            { id: '2', seat: 14 },
            { id: '1', seat: 7 },
          ],
        },
      },
      maxFetches: 1,
    },
    {
      query: '{ host { seat name } }',
      expected: { data: { host: { seat: 7, name: 'Ada!' } } },
      maxFetches: 1,
    },
    {
      query: '{ host { name diet } }',
      expected: { data: { host: { name: 'Ada!', diet: 'vegan' } } },
      maxFetches: 2,
    },
  ],
};
