import { by, type Suite } from '../suite.js';

const books = [
  { isbn: 'b1', title: 'Frost', pages: 90, barcode: 'x1', due: 3.5 },
  { isbn: 'b2', title: 'Thaw', pages: null, barcode: 'x2', due: 0 },
];
const known = ({ isbn, title, pages }: (typeof books)[number]) => ({ isbn, title, pages });
const lent = ({ isbn, title, barcode, due }: (typeof books)[number]) => ({ isbn, title, barcode, due });

/** Federation 1: an extension whose own second key, and every field of its keys, is marked `@external` and yet resolvable. */
export const fed1ExternalExtendsResolvable: Suite = {
  name: 'fed1-external-extends-resolvable',
  subgraphs: [
    {
      name: 'library',
      typeDefs: `type Query { books: [Book] }
        type Book @key(fields: "isbn") { isbn: ID!  title: String  pages: Int }`,
      resolvers: {
        Query: { books: () => [...books.map(known), null] },
        Book: {
          __resolveReference: (r: { isbn: string }) => known(by(books, 'isbn', r.isbn) ?? books[0]!),
        },
      },
    },
    {
      name: 'lending',
      typeDefs: `type Query { lent: [Book] }
        extend type Book @key(fields: "isbn title") @key(fields: "barcode") {
          isbn: ID @external  title: String @external  barcode: String @external  due: Float! }`,
      resolvers: {
        Query: { lent: () => [lent(books[1]!)] },
        Book: {
          __resolveReference: (r: { isbn: string; title: string }) =>
            books.filter(({ isbn, title }) => isbn === r.isbn && title === r.title).map(lent)[0] ?? null,
        },
      },
    },
  ],
  cases: [
    {
      query: '{ books { due barcode title pages } }',
      expected: {
        data: {
          books: [
            { due: 3.5, barcode: 'x1', title: 'Frost', pages: 90 },
            { due: 0, barcode: 'x2', title: 'Thaw', pages: null },
            null,
          ],
        },
      },
      maxFetches: 2,
    },
    {
      query: '{ lent { pages barcode isbn } }',
      expected: { data: { lent: [{ pages: null, barcode: 'x2', isbn: 'b2' }] } },
      maxFetches: 2,
    },
    {
      query: '{ lent { title due } }',
      expected: { data: { lent: [{ title: 'Thaw', due: 0 }] } },
      maxFetches: 1,
    },
  ],
};
