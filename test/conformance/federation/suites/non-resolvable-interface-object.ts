import { by, fed2, type Suite } from '../suite.js';

const media = [
  { __typename: 'Film', id: '1', title: 'Frost' },
  { __typename: 'Song', id: '2', title: 'Thaw' },
];
const reference = { __resolveReference: (r: { id: string }) => by(media, 'id', r.id) };

export const nonResolvableInterfaceObject: Suite = {
  name: 'non-resolvable-interface-object',
  subgraphs: [
    {
      name: 'archive',
      typeDefs: `${fed2('key')} type Query { media: [Media!]! }
        interface Media @key(fields: "id") { id: ID!  title: String! }
        type Film implements Media @key(fields: "id") { id: ID!  title: String! }
        type Song implements Media @key(fields: "id") { id: ID!  title: String! }`,
      resolvers: { Query: { media: () => media }, Media: reference, Film: reference, Song: reference },
    },
    {
      name: 'picks',
      typeDefs: `${fed2('key', 'interfaceObject')} type Query { pick: Media! }
        type Media @key(fields: "id", resolvable: false) @interfaceObject { id: ID! }`,
      resolvers: { Query: { pick: () => ({ id: '2' }) } },
    },
  ],
  cases: [
    { query: '{ pick { id } }', expected: { data: { pick: { id: '2' } } }, maxFetches: 1 },
    { query: '{ pick { title } }', expected: { data: { pick: { title: 'Thaw' } } }, maxFetches: 2 },
    {
      query: '{ pick { __typename id } media { title } }',
      expected: {
        data: { pick: { __typename: 'Song', id: '2' }, media: [{ title: 'Frost' }, { title: 'Thaw' }] },
      },
    },
  ],
};
