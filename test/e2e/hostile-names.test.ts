import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGateway, type Gateway } from '../../src/index.js';
import { composeSubgraphs, postGraphql, startSubgraph, type RecordingSubgraph } from '../harness/index.js';
import { PROTOTYPE_NAMES } from '../security/hostile-documents.js';

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@external", "@requires"])';
/** Names that a schema may use; two underscores are kept for introspection. */
const FIELDS = PROTOTYPE_NAMES.filter((name) => !name.startsWith('__'));

let subgraphs: RecordingSubgraph[];
let gateway: Gateway;
let url: string;

beforeAll(async () => {
  const item = { constructor: '1', __typename: 'toString' };
  const list = await startSubgraph({
    name: 'valueOf',
    typeDefs: `${LINK}
      type Query { then(constructor: ID!, toJSON: hasOwnProperty): toString  items: [toString!]! }
      input hasOwnProperty { prototype: String }
      type toString @key(fields: "constructor") { constructor: ID!  valueOf: String }`,
    resolvers: {
      Query: { then: () => item, items: () => [item, { ...item, constructor: '2' }] },
      toString: { valueOf: ({ constructor }: { constructor: string }) => `valueOf ${constructor}` },
    },
  });
  const more = await startSubgraph({
    name: 'hasOwnProperty',
    typeDefs: `${LINK}
      type toString @key(fields: "constructor") { constructor: ID!  valueOf: String @external  toJSON: String @requires(fields: "valueOf")
        ${FIELDS.filter((name) => !['constructor', 'valueOf', 'toJSON'].includes(name))
          .map((name) => `${name}: String`)
          .join(' ')} }`,
    resolvers: {
      toString: Object.fromEntries([
        ['__resolveReference', (reference: object) => reference],
        ['toJSON', (one: { valueOf: string }) => `json of ${one.valueOf}`],
        ...FIELDS.filter((name) => !['constructor', 'valueOf', 'toJSON'].includes(name)).map((name) => [
          name,
          (one: { constructor: string }) => `${name} ${one.constructor}`,
        ]),
      ]) as Record<string, unknown>,
    },
  });
  subgraphs = [list, more];
  const file = join(await mkdtemp(join(tmpdir(), 'names-')), 'supergraph.graphql');
  await writeFile(file, composeSubgraphs(subgraphs));
  gateway = await createGateway({
    config: { supergraph: { file }, server: { port: 0 }, telemetry: { logs: { level: 'silent' } } },
  });
  ({ url } = await gateway.start());
});
afterAll(async () => {
  await gateway.stop();
  for (const subgraph of subgraphs) await subgraph.close();
});
afterEach(() => expect(Object.keys(Object.prototype)).toEqual([]));

test('types, fields, arguments, input fields, keys and subgraphs may have the names of object members', async () => {
  const { text } = await postGraphql(url, {
    query: `query ($toString: ID!, $then: hasOwnProperty) {
      then(constructor: $toString, toJSON: $then) { ${FIELDS.join(' ')} }
      items { toJSON toString __typename }
    }`,
    variables: { toString: '1', then: { prototype: 'p' } },
  });
  expect(JSON.parse(text)).toEqual({
    data: {
      then: {
        constructor: '1',
        prototype: 'prototype 1',
        toString: 'toString 1',
        hasOwnProperty: 'hasOwnProperty 1',
        valueOf: 'valueOf 1',
        then: 'then 1',
        toJSON: 'json of valueOf 1',
      },
      items: [
        { toJSON: 'json of valueOf 1', toString: 'toString 1', __typename: 'toString' },
        { toJSON: 'json of valueOf 2', toString: 'toString 2', __typename: 'toString' },
      ],
    },
  });
  expect(subgraphs[0]?.requests.at(-1)?.body.variables).toEqual({ toString: '1', then: { prototype: 'p' } });
});

test.each(PROTOTYPE_NAMES)(
  '%s as alias at every level, variable, fragment and operation name',
  async (name) => {
    const { text } = await postGraphql(
      url,
      `{"operationName":"${name}","variables":{"${name}":"1"},"query":${JSON.stringify(
        `query ${name}($${name}: ID!) { ${name}: then(constructor: $${name}) { ...${name} } }
       fragment ${name} on toString { ${name}: toJSON id: constructor }`,
      )}}`,
    );
    expect(text).toBe(`{"data":{"${name}":{"${name}":"json of valueOf 1","id":"1"}}}`);
  },
);

test.each(PROTOTYPE_NAMES)(
  '%s as a key of a subgraph answer that was not asked for is left out',
  async (name) => {
    const [list] = subgraphs as [RecordingSubgraph];
    list.respondWith((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(
        `{"data":{"${name}":{"polluted":1},"then":{"${name}":{"polluted":1},"x":"kept","__typename":"toString"}}}`,
      );
    });
    const { text } = await postGraphql(url, { query: '{ then(constructor: "1") { x: valueOf } }' });
    list.respondWith();
    expect(text).toBe('{"data":{"then":{"x":"kept"}}}');
  },
);
