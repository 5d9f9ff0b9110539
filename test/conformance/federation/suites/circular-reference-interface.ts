import { fed2, type Suite } from '../suite.js';

interface Step {
  __typename: string;
  id: string;
  next: Step | null;
}
const last: Step = { __typename: 'Walk', id: '2', next: null };
const first: Step = { __typename: 'Ride', id: '1', next: last };

export const circularReferenceInterface: Suite = {
  name: 'circular-reference-interface',
  subgraphs: [
    {
      name: 'trips',
      typeDefs: `${fed2('key')}
        type Query { step: Step }
        interface Step { next: Step }
        type Walk implements Step @key(fields: "id") { id: ID!  next: Step }
        type Ride implements Step @key(fields: "id") { id: ID!  next: Step }`,
      resolvers: { Query: { step: () => first } },
    },
    {
      name: 'times',
      typeDefs: `${fed2('key')}
        type Walk @key(fields: "id") { id: ID!  minutes: Int }
        type Ride @key(fields: "id") { id: ID!  minutes: Int }`,
      resolvers: {
        Walk: { __resolveReference: (r: object) => r, minutes: () => 60 },
        Ride: { __resolveReference: (r: object) => r, minutes: () => 10 },
      },
    },
  ],
  cases: [
    {
      query: '{ step { next { next { __typename } ... on Walk { minutes } } ... on Ride { minutes } } }',
      expected: { data: { step: { next: { next: null, minutes: 60 }, minutes: 10 } } },
    },
    {
      query:
        '{ step { ...S next { ...S } } } fragment S on Step { __typename ... on Ride { id } ... on Walk { id minutes } }',
      expected: {
        data: { step: { __typename: 'Ride', id: '1', next: { __typename: 'Walk', id: '2', minutes: 60 } } },
      },
    },
  ],
};
