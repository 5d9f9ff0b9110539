import type { IncomingMessage, ServerResponse } from 'node:http';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGateway, type Gateway } from '../../src/index.js';
import { composeSubgraphs, postGraphql, startSubgraph, type RecordingSubgraph } from '../harness/index.js';

const FEDERATION =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])';

let items: RecordingSubgraph;
let extras: RecordingSubgraph;
let gateway: Gateway;
let url: string;

beforeAll(async () => {
  const list = [
    { __typename: 'Item', id: '1' },
    { __typename: 'Item', id: '2' },
  ];
  items = await startSubgraph({
    name: 'items',
    typeDefs: `${FEDERATION} type Query { items: [Item] other: String } type Item @key(fields: "id") { id: ID! }`,
    resolvers: { Query: { items: () => list, other: () => 'here' } },
  });
  extras = await startSubgraph({
    name: 'extras',
    typeDefs: `${FEDERATION} type Query { lonely: String } type Item @key(fields: "id") { id: ID! note: String sure: String! }`,
    resolvers: {
      Query: { lonely: () => 'L' },
      Item: {
        __resolveReference: (item: object) => item,
        note: ({ id }: { id: string }) => `note ${id}`,
        sure: () => 'yes',
      },
    },
  });
  const sdl = composeSubgraphs([
    { name: 'items', url: items.url, typeDefs: items.typeDefs },
    { name: 'extras', url: extras.url, typeDefs: extras.typeDefs },
  ]);
  const file = join(await mkdtemp(join(tmpdir(), 'hostile-')), 'supergraph.graphql');
  await writeFile(file, sdl);
  gateway = await createGateway({
    config: {
      supergraph: { file },
      server: { port: 0 },
      subgraphs: { all: { timeout: '2s', maxResponseSize: '1MB' } },
      telemetry: { logs: { level: 'silent' } },
    },
  });
  ({ url } = await gateway.start());
});
afterAll(async () => {
  await gateway.stop();
  await items.close();
  await extras.close();
});

type Respond = (request: IncomingMessage, response: ServerResponse) => void;
const text =
  (body: string, status = 200): Respond =>
  (_request, response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(body);

const QUERY = '{ other items { id note } }';
const ask = async (respond: Respond, query = QUERY): ReturnType<typeof postGraphql> => {
  extras.respondWith(respond);
  try {
    return await postGraphql(url, { query });
  } finally {
    extras.respondWith();
  }
};

test('asked for as it should be, it answers', async () => {
  const { json } = await postGraphql(url, { query: QUERY });
  expect(json).toEqual({
    data: {
      other: 'here',
      items: [
        { id: '1', note: 'note 1' },
        { id: '2', note: 'note 2' },
      ],
    },
  });
});

const entities = (value: string): string => `{"data":{"_entities":${value}}}`;
const CASES: readonly [string, Respond, string][] = [
  ['HTML', text('<html></html>'), 'SUBREQUEST_MALFORMED_RESPONSE'],
  ['HTML with 502', text('<html></html>', 502), 'SUBREQUEST_HTTP_ERROR'],
  ['nothing', text(''), 'SUBREQUEST_MALFORMED_RESPONSE'],
  ['half a JSON', text('{"data":{"_ent'), 'SUBREQUEST_MALFORMED_RESPONSE'],
  ['null', text('null'), 'SUBREQUEST_MALFORMED_RESPONSE'],
  ['a list', text('[]'), 'SUBREQUEST_MALFORMED_RESPONSE'],
  ['NaN', text('{"data":NaN}'), 'SUBREQUEST_MALFORMED_RESPONSE'],
  ['data without shape', text('{"data":{}}'), 'SUBREQUEST_MALFORMED_RESPONSE'],
  ['data null', text('{"data":null}'), 'SUBREQUEST_MALFORMED_RESPONSE'],
  ['entities that are no list', text(entities('{"note":"x"}')), 'SUBREQUEST_MALFORMED_RESPONSE'],
  ['too few entities', text(entities('[{"note":"x"}]')), 'SUBREQUEST_MALFORMED_RESPONSE'],
  ['too many entities', text(entities('[{},{},{}]')), 'SUBREQUEST_MALFORMED_RESPONSE'],
  ['a closed connection', (request) => void request.socket.destroy(), 'SUBREQUEST_HTTP_ERROR'],
  ['2 MB', text(entities(`[{"note":"${'x'.repeat(2_000_000)}"},null]`)), 'SUBREQUEST_MALFORMED_RESPONSE'],
  ['a redirect', text('', 302), 'SUBREQUEST_HTTP_ERROR'],
];
test.each(CASES)(
  'answers %s: a coded error at the right path, siblings unharmed',
  async (_name, respond, code) => {
    const { status, json, text: body } = await ask(respond);
    expect(status).toBe(200);
    expect(json.data).toEqual({
      other: 'here',
      items: [
        { id: '1', note: null },
        { id: '2', note: null },
      ],
    });
    expect(json.errors?.map(({ path }) => path)).toEqual([
      ['items', 0],
      ['items', 1],
    ]);
    expect(new Set(json.errors?.map(({ extensions }) => extensions?.code))).toEqual(new Set([code]));
    expect(body).not.toContain('127.0.0.1');
  },
);

test('wrong types, wrong __typename, deep values and dangerous names change nothing else', async () => {
  const answers: readonly [string, unknown][] = [
    [entities('[{"note":{"deep":1}},{"note":["x"]}]'), { id: '1', note: null }],
    [entities('[{"__typename":"Ghost","note":"x"},"text"]'), { id: '1', note: 'x' }],
    [entities('[{"note":"x","__proto__":{"polluted":1},"constructor":1},null]'), { id: '1', note: 'x' }],
    [
      entities(`[{"note":"x","deep":${'['.repeat(200_000)}${']'.repeat(200_000)}},null]`),
      { id: '1', note: 'x' },
    ],
  ];
  for (const [body, first] of answers) {
    const { json } = await ask(text(body));
    expect(json.data).toMatchObject({ other: 'here', items: [first, { id: '2', note: null }] });
  }
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test('errors of a subgraph are mapped to every client path, masked in production', async () => {
  const body =
    '{"data":{"_entities":[{"note":"a"},null]},"errors":[{"message":"secret db01","path":["_entities",1,"note"],"extensions":{"code":"FORBIDDEN","stacktrace":["x"]}}]}';
  const { json, text: raw } = await ask(text(body));
  expect(json.data).toMatchObject({ items: [{ note: 'a' }, { note: null }] });
  expect(json.errors).toEqual([
    {
      message: 'A subgraph reported an error.',
      path: ['items', 1, 'note'],
      extensions: { code: 'FORBIDDEN' },
    },
  ]);
  expect(raw).not.toContain('secret');
});

test('errors without a usable path, garbage errors, and more than are shown', async () => {
  const many = Array.from({ length: 60 }, (_, i) => ({ message: `m${i}` }));
  const { json } = await ask(text(JSON.stringify({ data: { _entities: [null, null] }, errors: many })));
  expect(json.errors).toHaveLength(25);
  const garbage = await ask(
    text(
      '{"data":{"_entities":[{"note":"a"},{"note":"b"}]},"errors":[null,5,{"path":"x"},{"path":["nope",0]}]}',
    ),
  );
  expect(garbage.json.data).toMatchObject({ items: [{ note: 'a' }, { note: 'b' }] });
  expect(garbage.json.errors?.length).toBe(4);
});

test('a null in a non-null position takes its parent along', async () => {
  const { json } = await ask(text(entities('[{"sure":null},{"sure":"s"}]')), '{ items { id sure } }');
  expect(json.data).toEqual({ items: [null, { id: '2', sure: 's' }] });
  expect(json.errors).toMatchObject([
    {
      message: 'Cannot return null for non-nullable field Item.sure.',
      path: ['items', 0, 'sure'],
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    },
  ]);
});

test('a subgraph that hangs costs its own fields at its timeout', async () => {
  const { json } = await ask(() => undefined);
  expect(json.data).toMatchObject({ other: 'here', items: [{ note: null }, { note: null }] });
  expect(json.errors?.[0]?.extensions?.code).toBe('SUBGRAPH_REQUEST_TIMEOUT');
});
