import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { createGateway, type Gateway } from '../../src/index.js';
import { sameBothWays } from '../harness/both-lanes.js';
import {
  composeSubgraphs,
  startSubgraph,
  type Misbehaviour,
  type RecordingSubgraph,
} from '../harness/index.js';
import { closeConnections } from '../harness/raw-post.js';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])';
const ITEMS = `${LINK} enum Kind { A B } input Filter { kind: Kind, ids: [ID!] }
  type Query { items(filter: Filter, first: Int): [Item!] one(id: ID!): Item text: String! }
  type Mutation { rename(id: ID!, name: String): Item }
  type Item @key(fields: "id") { id: ID! name: String kind: Kind }`;
const NOTES = `${LINK} type Item @key(fields: "id") { id: ID! note: String must: Int! }`;

let items: RecordingSubgraph;
let notes: RecordingSubgraph;
let gateway: Gateway;
let url: string;

beforeAll(async () => {
  const all = ['1', '2', 'é🦆'].map((id) => ({ __typename: 'Item', id, name: `name ${id}`, kind: 'A' }));
  items = await startSubgraph({
    name: 'items',
    typeDefs: ITEMS,
    resolvers: {
      Query: {
        items: (_source: unknown, { first }: { first?: number }) => all.slice(0, first ?? 3),
        one: (_source: unknown, { id }: { id: string }) => all.find((item) => item.id === id),
        text: () => null,
      },
      Mutation: { rename: (_source: unknown, given: object) => given },
    },
  });
  notes = await startSubgraph({
    name: 'notes',
    typeDefs: NOTES,
    resolvers: {
      Item: {
        __resolveReference: (item: object) => item,
        note: ({ id }: { id: string }) => {
          if (id === '2') throw new Error('no note');
          return `"note"\n${id}`;
        },
        must: ({ id }: { id: string }) => (id === '1' ? 1 : null),
      },
    },
  });
  const sdl = composeSubgraphs([items, notes]);
  const file = join(await mkdtemp(join(tmpdir(), 'lanes-')), 'supergraph.graphql');
  await writeFile(file, sdl);
  gateway = await createGateway({
    config: {
      supergraph: { file },
      server: { port: 0 },
      limits: { operation: { maxDepth: 4 } },
      telemetry: { logs: { level: 'silent' } },
    },
  });
  ({ url } = await gateway.start());
});
afterAll(async () => {
  closeConnections();
  await gateway.stop();
  await items.close();
  await notes.close();
});

const answering =
  (status: number, body: string): Misbehaviour =>
  (_request, response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(body);
/** What the subgraphs do; undefined: as they should. */
const behaviour = fc.constantFrom<Misbehaviour | undefined>(
  undefined,
  undefined,
  undefined,
  answering(500, '<html>'),
  answering(200, '{"data":null,"errors":[{"message":"secret","extensions":{"code":"FORBIDDEN"}}]}'),
  answering(200, '{"data":{"_entities":[]}}'),
  answering(200, '{"data":{"items":[{"id":"1","name":5,"kind":"C"}]}}'),
  (request) => void request.socket.destroy(),
);
const query = fc.constantFrom(
  '{ items { id name } }',
  '{ items { id note must } }',
  '{ items(first: 1) { must kind again: kind } text }',
  'query One($id: ID!, $with: Boolean = true) { one(id: $id) { name note @include(if: $with) } }',
  'query ($filter: Filter, $first: Int) { items(filter: $filter, first: $first) { __typename id } }',
  'mutation ($id: ID!) { rename(id: $id, name: "é") { name note } }',
  '{ __typename }',
  '{ __schema { queryType { name } } }',
  'query A { __typename } query B { items { id } }',
  '{ items { nothing } }',
  '{ a: items { id } b: items { id } c: items { name } }',
);
const variables = fc.constantFrom<unknown>(
  undefined,
  { id: '1' },
  { id: 'é🦆', with: false },
  { id: null },
  { first: 2, filter: { kind: 'A', ids: ['1'] } },
  { first: 'x', filter: { kind: 'Z', other: 1 } },
  { with: 'yes', id: {} },
);
const request = fc.record({
  items: behaviour,
  notes: behaviour,
  body: fc.record({ query, variables, operationName: fc.constantFrom(undefined, undefined, 'B', 'One') }),
  accept: fc.constantFrom('application/json', 'application/graphql-response+json'),
});

test('the whole gateway answers alike both ways, whatever its subgraphs do', async () => {
  const statuses = new Set<number>();
  const kinds = new Set<string>();
  await fc.assert(
    fc.asyncProperty(request, async (given) => {
      items.respondWith(given.items);
      notes.respondWith(given.notes);
      const headers = { 'content-type': 'application/json', accept: given.accept };
      const { status, body } = await sameBothWays(url, { headers, body: JSON.stringify(given.body) });
      statuses.add(status);
      const { data, errors } = JSON.parse(body.toString()) as { data?: unknown; errors?: unknown };
      kinds.add(
        `${data === undefined ? 'no' : data === null ? 'null' : 'some'} data, ${errors ? 'errors' : 'none'}`,
      );
    }),
    { numRuns: 300 },
  );
  expect([...statuses].toSorted()).toEqual([200, 400]);
  expect([...kinds].toSorted()).toEqual([
    'no data, errors',
    'null data, errors',
    'some data, errors',
    'some data, none',
  ]);
});
