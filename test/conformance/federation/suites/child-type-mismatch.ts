import { by, fed2, type Suite } from '../suite.js';

const members = [{ id: 'u1', name: 'Ada', rank: 'head' }];

/** One response name, nullable in one member type and non-null in another: legal only through different aliases. */
export const childTypeMismatch: Suite = {
  name: 'child-type-mismatch',
  subgraphs: [
    {
      name: 'club',
      typeDefs: `${fed2('key', 'shareable')}
        type Query { people: [Person!]! }
        union Person = Member | Guest
        type Member @key(fields: "id") { id: ID  name: String! @shareable }
        type Guest { id: ID!  name: String }`,
      resolvers: {
        Query: {
          people: () => [
            { __typename: 'Member', ...members[0] },
            { __typename: 'Guest', id: 'x', name: null },
          ],
        },
      },
    },
    {
      name: 'ranks',
      typeDefs: `${fed2('key', 'shareable')}
        type Member @key(fields: "id") { id: ID  name: String! @shareable  rank: String }`,
      resolvers: { Member: { __resolveReference: (r: { id: string }) => by(members, 'id', r.id) } },
    },
  ],
  cases: [
    {
      query: '{ people { ... on Member { mid: id name rank } ... on Guest { gid: id n: name } } }',
      expected: {
        data: {
          people: [
            { mid: 'u1', name: 'Ada', rank: 'head' },
            { gid: 'x', n: null },
          ],
        },
      },
      maxFetches: 2,
    },
    {
      query: '{ people { ... on Member { id } ... on Guest { id } } }',
      expected: { data: null, errors: true },
      maxFetches: 0,
    },
  ],
};
