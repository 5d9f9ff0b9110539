import { by, fed2, type Suite } from '../suite.js';

const visits = [
  { id: 'v1', place: { __typename: 'Barn', name: 'Old barn' } },
  { id: 'v2', place: { __typename: 'Pond', name: 'Frog pond' } },
];
const places = `
  interface Place { name: String! }
  type Barn implements Place @shareable { name: String! }
  type Pond implements Place @shareable { name: String! }`;

export const requiresInterface: Suite = {
  name: 'requires-interface',
  subgraphs: [
    {
      name: 'visits',
      typeDefs: `${fed2('key', 'shareable')} ${places}
        type Query { visits: [Visit!]! }
        type Visit @key(fields: "id") { id: ID!  place: Place! }`,
      resolvers: {
        Query: { visits: () => visits },
        Visit: { __resolveReference: (r: { id: string }) => by(visits, 'id', r.id) },
      },
    },
    {
      name: 'guide',
      typeDefs: `${fed2('key', 'shareable', 'external', 'requires')} ${places}
        type Visit @key(fields: "id") { id: ID!  place: Place! @external
          hint: String! @requires(fields: "place { name }") }`,
      resolvers: {
        Visit: {
          __resolveReference: (r: object) => r,
          hint: (r: { place: { name: string } }) => `See ${r.place.name}`,
        },
      },
    },
  ],
  cases: [
    {
      query: '{ visits { hint } }',
      expected: { data: { visits: [{ hint: 'See Old barn' }, { hint: 'See Frog pond' }] } },
      maxFetches: 2,
    },
    {
      query: '{ visits { place { ... on Pond { name } } hint } }',
      expected: {
        data: {
          visits: [
            { place: {}, hint: 'See Old barn' },
            { place: { name: 'Frog pond' }, hint: 'See Frog pond' },
          ],
        },
      },
    },
  ],
};
