import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGateway, type Gateway } from '../../src/index.js';
import { CASES, entities, text, type Respond } from './hostile-answers.js';
import { composeSubgraphs, postGraphql, startSubgraph, type RecordingSubgraph } from '../harness/index.js';

const FEDERATION =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable", "@inaccessible"])';

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
    typeDefs: `${FEDERATION}
      type Query { items: [Item] other: String node: Node count: Int flag: Boolean rows: [[Int!]!] any: Any
        color: Color colors: [Color] }
      enum Color { RED SECRET @inaccessible }
      scalar Any interface Node { id: ID! } type X implements Node { id: ID! a: Int } type Y implements Node { id: ID! }
      type Item @key(fields: "id") { id: ID! }`,
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

test('values that do not fit cost their own place, with a coded error; what was not asked for changes nothing', async () => {
  const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
  const answers: readonly [string, string | null, unknown[]][] = [
    ['[{"note":{"deep":1}},{"note":"y"}]', null, [['items', 0, 'note']]],
    ['[{"note":["x"]},{"note":"y"}]', null, [['items', 0, 'note']]],
    ['[{"__typename":"Ghost","note":"x"},{"note":"y"}]', null, [['items', 0]]],
    ['[{"__typename":"X","note":"x"},{"note":"y"}]', null, [['items', 0]]],
    ['[{"__typename":5,"note":"x"},{"note":"y"}]', null, [['items', 0]]],
    ['["text",{"note":"y"}]', null, [['items', 0]]],
    ['[[],{"note":"y"}]', null, [['items', 0]]],
    ['[{},{"note":"y"}]', null, [['items', 0]]],
    ['[{"__typename":"Item","note":"x"},{"note":"y"}]', 'x', []],
    ['[{"note":"x","__proto__":{"polluted":1},"constructor":1},{"note":"y"}]', 'x', []],
    [`[{"note":"x","deep":${deep}},{"note":"y"}]`, 'x', []],
  ];
  for (const [list, note, paths] of answers) {
    const { json } = await ask(text(entities(list)));
    const second = { id: '2', note: 'y' };
    expect(json.data).toEqual({ other: 'here', items: [{ id: '1', note }, second] });
    expect((json.errors ?? []).map(({ path }) => path)).toEqual(paths);
    for (const { extensions } of json.errors ?? [])
      expect(extensions?.code).toBe('SUBREQUEST_MALFORMED_RESPONSE');
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
  expect(json.errors).toHaveLength(26);
  expect(json.errors?.at(-1)).toMatchObject({
    message: 'More errors occurred than the 25 that are listed.',
    extensions: { code: json.errors?.at(-2)?.extensions?.['code'] },
  });
  const garbage = await ask(
    text(
      '{"data":{"_entities":[{"note":"a"},{"note":"b"}]},"errors":[null,5,{"path":"x"},{"path":["nope",0]}]}',
    ),
  );
  expect(garbage.json.data).toMatchObject({ items: [{ note: 'a' }, { note: 'b' }] });
  expect(garbage.json.errors?.length).toBe(4);
});

test('an error that names no entity stands for every entity without data, and for no other', async () => {
  const places = async (answer: object): Promise<unknown> => {
    const { json } = await ask(text(JSON.stringify(answer)));
    return json.errors?.map(({ path }) => path);
  };
  for (const error of [{ message: 'm' }, { message: 'm', path: ['elsewhere', 0] }]) {
    const errors = [error];
    const both = [0, 1].map((i) => ['items', i]);
    expect(await places({ errors })).toEqual(both);
    expect(await places({ data: null, errors })).toEqual(both);
    expect(await places({ data: { _entities: null }, errors })).toEqual(both);
    expect(await places({ data: { _entities: [null, null] }, errors })).toEqual(both);
    expect(await places({ data: { _entities: [{ note: 'a' }, null] }, errors })).toEqual([['items', 1]]);
    expect(await places({ data: { _entities: [{ note: 'a' }, { note: 'b' }] }, errors })).toEqual([
      ['items', 0],
    ]);
  }
});

test('a redirect is not followed', async () => {
  const before = items.requests.length;
  const { json } = await ask(
    (_request, response) => void response.writeHead(307, { location: items.url }).end(),
    '{ lonely }',
  );
  expect(json.errors?.[0]).toMatchObject({
    path: ['lonely'],
    extensions: { code: 'SUBREQUEST_HTTP_ERROR' },
  });
  expect(items.requests).toHaveLength(before);
});

test('a gigabyte is not read: the connection ends a little above the size limit', async () => {
  let sent = 0;
  const closed = new Promise<void>((resolve) => {
    extras.respondWith((_request, response) => {
      const chunk = 'x'.repeat(65_536);
      const write = (): void => {
        while (sent < 1e9 && !response.destroyed) {
          sent += chunk.length;
          if (!response.write(chunk)) return void response.once('drain', write);
        }
      };
      response.once('close', resolve);
      response.writeHead(200, { 'content-type': 'application/json' });
      write();
    });
  });
  const { json } = await postGraphql(url, { query: QUERY });
  await closed;
  extras.respondWith();
  expect(json.data).toMatchObject({ other: 'here', items: [{ note: null }, { note: null }] });
  expect(json.errors?.[0]?.extensions?.code).toBe('SUBREQUEST_MALFORMED_RESPONSE');
  // The limit is 1 MB; the rest is what the two sockets hold.
  expect(sent).toBeLessThan(20_000_000);
});

describe('root fields that do not fit their types', () => {
  const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
  const cases: readonly [string, string, string, unknown, unknown][] = [
    [
      'an object for a list',
      '{ items { id } other }',
      '{"items":{"id":"1"},"other":"o"}',
      { items: null },
      ['items'],
    ],
    ['a list for an object', '{ node { id } other }', '{"node":[],"other":"o"}', { node: null }, ['node']],
    ['a text for an object', '{ node { id } other }', '{"node":"x","other":"o"}', { node: null }, ['node']],
    [
      'an unknown type',
      '{ node { __typename id } other }',
      '{"node":{"__typename":"Ghost","id":"1"},"other":"o"}',
      { node: null },
      ['node'],
    ],
    [
      'a type that is not possible here',
      '{ node { __typename id } other }',
      '{"node":{"__typename":"Item","id":"1"},"other":"o"}',
      { node: null },
      ['node'],
    ],
    [
      'no type',
      '{ node { __typename id } other }',
      '{"node":{"id":"1"},"other":"o"}',
      { node: null },
      ['node'],
    ],
    ['a wrong number', '{ count other }', '{"count":1e999,"other":"o"}', { count: null }, ['count']],
    ['a text for a number', '{ count other }', '{"count":"abc","other":"o"}', { count: null }, ['count']],
    ['a field that is left out', '{ count other }', '{"other":"o"}', { count: null }, ['count']],
    ['a wrong boolean', '{ flag other }', '{"flag":"true","other":"o"}', { flag: null }, ['flag']],
    ['lists too deep', '{ rows other }', `{"rows":${deep},"other":"o"}`, { rows: null }, ['rows', 0, 0]],
    [
      'items too deep',
      '{ items { note } other }',
      `{"items":${deep},"other":"o"}`,
      { items: [null] },
      ['items', 0],
    ],
    ['an unknown enum value', '{ color other }', '{"color":"BLUE","other":"o"}', { color: null }, ['color']],
    [
      'an unknown enum value in a list',
      '{ colors other }',
      '{"colors":["RED","SECRET","BLUE"],"other":"o"}',
      { colors: ['RED', null, null] },
      ['colors', 2],
    ],
    ['a scalar too deep', '{ any other }', `{"any":${deep},"other":"o"}`, { any: null }, ['any']],
  ];
  test.each(cases)(
    '%s: null with a coded error, siblings unharmed',
    async (_name, query, data, lost, path) => {
      // The first run of an operation reads objects, later ones may read text.
      for (let run = 0; run < 3; run++) {
        items.respondWith(text(`{"data":${data}}`));
        const { json, status } = await postGraphql(url, { query });
        items.respondWith();
        expect(status).toBe(200);
        expect(json.data).toEqual({ ...(lost as object), other: 'o' });
        expect(json.errors).toMatchObject([{ path, extensions: { code: 'SUBREQUEST_MALFORMED_RESPONSE' } }]);
      }
    },
  );
});

test.each([
  [
    'an enum value that clients may not see',
    '{ color other }',
    '{"color":"SECRET","other":"o"}',
    { color: null },
  ],
  [
    'a field left out of an object that has others',
    '{ items { id note } other }',
    '{"items":[{"__typename":"Item","id":"1"}],"other":"o"}',
    { items: [{ id: '1', note: null }] },
  ],
])('%s is null without an error', async (_name, query, data, expected) => {
  for (let run = 0; run < 3; run++) {
    items.respondWith(text(`{"data":${data}}`));
    const { json } = await ask(text(entities('[{"x":1}]')), query);
    items.respondWith();
    expect(json).toEqual({ data: { ...expected, other: 'o' } });
  }
});

test('an answer too deep to be merged with another is a coded error', async () => {
  const nested = `${'{"deep":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
  items.respondWith(text(`{"data":{"items":[{"__typename":"Item","id":"1","x":${nested}}],"other":"here"}}`));
  const { json } = await ask(text(entities(`[{"note":"n","x":${nested}}]`)));
  items.respondWith();
  expect(json.data).toMatchObject({ other: 'here', items: [{ id: '1' }] });
  expect(json.errors).toMatchObject([
    { path: ['items', 0], extensions: { code: 'SUBREQUEST_MALFORMED_RESPONSE' } },
  ]);
});

test('paths of errors that lead nowhere are not repeated, and the error is not lost', async () => {
  const paths = [
    ['_entities', 99, 'note'],
    ['_entities', -1, 'note'],
    ['_entities', 1.5],
    ['_entities', 0, 'x'.repeat(5000)],
    ['_entities', 0, ...Array.from({ length: 10_000 }, () => 'a')],
    { length: 3 },
    [null],
  ];
  for (const path of paths) {
    const errors = [{ message: 'm', path, extensions: { code: 'FORBIDDEN' } }];
    const { json, text: body } = await ask(
      text(JSON.stringify({ data: { _entities: [null, null] }, errors })),
    );
    expect(json.errors).toMatchObject([
      { path: ['items', 0], extensions: { code: 'FORBIDDEN' } },
      { path: ['items', 1], extensions: { code: 'FORBIDDEN' } },
    ]);
    expect(body.length).toBeLessThan(400);
  }
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
