import { fed2, type Suite } from '../suite.js';

export const simpleInaccessible: Suite = {
  name: 'simple-inaccessible',
  subgraphs: [
    {
      name: 'vault',
      typeDefs: `${fed2('key', 'inaccessible')}
        type Query { coins(audit: Boolean @inaccessible): [Coin!]!  ledger: Ledger @inaccessible }
        type Ledger @inaccessible { total: Int }
        type Coin @key(fields: "serial") { serial: ID! @inaccessible  face: Int! }`,
      resolvers: {
        Query: {
          coins: () => [
            { serial: 'z1', face: 5 },
            { serial: 'z2', face: 10 },
          ],
        },
      },
    },
    {
      name: 'mint',
      typeDefs: `${fed2('key')} type Coin @key(fields: "serial") { serial: ID!  year: Int }`,
      resolvers: {
        Coin: {
          __resolveReference: (r: { serial: string }) => ({ ...r, year: r.serial === 'z1' ? 1900 : null }),
        },
      },
    },
  ],
  cases: [
    {
      query: '{ coins { year face } }',
      expected: {
        data: {
          coins: [
            { year: 1900, face: 5 },
            { year: null, face: 10 },
          ],
        },
      },
      maxFetches: 2,
    },
    { query: '{ coins { serial } }', expected: { data: null, errors: true }, maxFetches: 0 },
    { query: '{ coins(audit: true) { face } }', expected: { data: null, errors: true }, maxFetches: 0 },
    { query: '{ ledger { total } }', expected: { data: null, errors: true }, maxFetches: 0 },
    { query: '{ __type(name: "Ledger") { name } }', expected: { data: { __type: null } }, maxFetches: 0 },
  ],
};
