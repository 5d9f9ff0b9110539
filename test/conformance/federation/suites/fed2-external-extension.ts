import { by, fed2, mustNotBeAsked, type Suite } from '../suite.js';

const chefs = [{ id: '1', name: 'Ada' }];

export const fed2ExternalExtension: Suite = {
  name: 'fed2-external-extension',
  subgraphs: [
    {
      name: 'staff',
      typeDefs: `${fed2('key', 'shareable')} type Query { chef: Chef }
        type Chef @key(fields: "id") { id: ID!  name: String! @shareable }`,
      resolvers: {
        Query: { chef: () => chefs[0] },
        Chef: { __resolveReference: (r: { id: string }) => by(chefs, 'id', r.id) },
      },
    },
    {
      name: 'guide',
      typeDefs: `${fed2('key', 'external', 'provides')}
        extend type Chef @key(fields: "id") { id: ID! @external  name: String! @external  stars: Int }
        type Query { best: Chef  famous: Chef @provides(fields: "name") }`,
      resolvers: {
        Query: { best: () => ({ id: '1' }), famous: () => ({ id: '1', name: 'Ada!' }) },
        Chef: {
          __resolveReference: (r: object) => r,
          stars: () => 3,
          name: (r: { name?: string }) => r.name ?? mustNotBeAsked(r as never, r as never),
        },
      },
    },
  ],
  cases: [
    {
      query: '{ best { name stars } }',
      expected: { data: { best: { name: 'Ada', stars: 3 } } },
      maxFetches: 2,
    },
    { query: '{ famous { name } }', expected: { data: { famous: { name: 'Ada!' } } }, maxFetches: 1 },
  ],
};
