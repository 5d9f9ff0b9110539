import { fed2, type Suite } from '../suite.js';

const step = { __typename: 'Step', text: 'mix' };
const pause = { __typename: 'Pause', minutes: 5 };
const video = { __typename: 'Video', seconds: 30 };
const chapter = { id: 'c1', title: 'Bread' };

/** A union of which each subgraph knows another part, below shareable fields and behind the jump to another subgraph. */
export const partialUnionComplex: Suite = {
  name: 'partial-union-complex',
  subgraphs: [
    {
      name: 'paper',
      typeDefs: `${fed2('key', 'shareable')} type Query { printed: Chapter  both: Chapter @shareable }
        type Chapter @key(fields: "id") { id: ID!  title: String @shareable  body: Body @shareable }
        type Body @shareable { items: [Item!]! }
        union Item = Step | Pause
        type Step @shareable { text: String }
        type Pause { minutes: Int }`,
      resolvers: {
        Query: { printed: () => chapter, both: () => ({ ...chapter, body: { items: [step] } }) },
        Chapter: {
          __resolveReference: () => chapter,
          body: (r: { body?: object }) => r.body ?? { items: [step, pause] },
        },
      },
    },
    {
      name: 'screen',
      typeDefs: `${fed2('key', 'shareable')} type Query { shown: Chapter  both: Chapter @shareable }
        type Chapter @key(fields: "id") { id: ID!  title: String @shareable  body: Body @shareable  clip: Body }
        type Body @shareable { items: [Item!]! }
        union Item = Step | Video
        type Step @shareable { text: String }
        type Video { seconds: Int }`,
      resolvers: {
        Query: { shown: () => chapter, both: () => ({ ...chapter, body: { items: [step] } }) },
        Chapter: {
          __resolveReference: () => chapter,
          body: (r: { body?: object }) => r.body ?? { items: [step, video] },
          clip: () => ({ items: [video, step] }),
        },
      },
    },
  ],
  cases: [
    {
      query:
        '{ printed { clip { items { ... on Pause { minutes } ... on Video { seconds } ... on Step { text } } } } }',
      expected: { data: { printed: { clip: { items: [{ seconds: 30 }, { text: 'mix' }] } } } },
      maxFetches: 2,
    },
    {
      query: '{ printed { body { items { __typename ... on Video { seconds } } } } }',
      expected: {
        data: { printed: { body: { items: [{ __typename: 'Step' }, { __typename: 'Pause' }] } } },
      },
      maxFetches: 1,
    },
    {
      query: '{ shown { body { items { __typename ... on Pause { minutes } ... on Step { text } } } } }',
      expected: {
        data: { shown: { body: { items: [{ __typename: 'Step', text: 'mix' }, { __typename: 'Video' }] } } },
      },
      maxFetches: 1,
    },
    {
      query:
        '{ both { title body { items { ... on Step { text } ... on Pause { minutes } ... on Video { seconds } } } } }',
      expected: { data: { both: { title: 'Bread', body: { items: [{ text: 'mix' }] } } } },
      maxFetches: 1,
    },
    {
      // Either subgraph may resolve `body`, so a planner asks only for members that both know.
      query: '{ printed { body { items { ... on Pause { minutes } } } } }',
      expected: { data: { printed: { body: { items: [{}, { minutes: null }] } } } },
      maxFetches: 1,
    },
  ],
};
