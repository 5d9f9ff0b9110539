import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import fc from 'fast-check';
import { buildSchema } from 'graphql';
import { gzipSync } from 'node:zlib';
import { startHttp } from '../harness/http-server.js';
import { comparable, REFERENCE, sameBothWays, type Headers, type Sent } from '../harness/both-lanes.js';
import { closeConnections, rawPost } from '../harness/raw-post.js';

const MANY = '{ products(count: 60) { name price } }';
const QUERIES = [
  '{ hello }',
  'query A($name: String) { hello(name: $name) }',
  'query A { hello } query B { __typename }',
  MANY,
  'query ($count: Int!) { products(count: $count) { name } }',
  '{ hello denied }',
  '{ broken }',
  '{ hello # ✓ é 🦆\n }',
  '{ hello(name: "é\\u0000🦆\\"") }',
  'mutation { rename(name: "x") }',
  'subscription { ticks }',
  '{ nothing }',
  '{ hello',
  '',
  '{ __schema { queryType { name } } }',
];
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const variables = fc.constantFrom<unknown>(
  undefined,
  null,
  {},
  { name: 'é🦆' },
  { name: 1 },
  { count: 3 },
  { count: 'three' },
  { count: 200 },
  { other: [{ a: 1 }] },
  [],
  'text',
);
const extensions = fc.oneof(
  { weight: 12, arbitrary: fc.constant(undefined) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<unknown>(
      null,
      {},
      { clientLibrary: { name: 'x' } },
      'text',
      { persistedQuery: null },
      { persistedQuery: { version: 1, sha256Hash: sha256('{ hello }') } },
      { persistedQuery: { version: 2, sha256Hash: 'x' } },
    ),
  },
);
const operation = fc.record({
  query: fc.constantFrom<unknown>(
    ...QUERIES,
    ...Array<string[]>(4).fill(QUERIES.slice(0, 9)).flat(),
    undefined,
    5,
  ),
  variables,
  operationName: fc.constantFrom<unknown>(...Array<undefined>(8), null, '', 'A', 'B', 'C', 7),
  extensions,
});
const text = fc.oneof(
  { weight: 24, arbitrary: operation.map((value) => JSON.stringify(value)) },
  { weight: 2, arbitrary: operation.map((value) => JSON.stringify(value, null, 2)) },
  { weight: 1, arbitrary: operation.map((value) => JSON.stringify([value])) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      ' ',
      'null',
      '5',
      '"{ hello }"',
      '{"query":',
      '[',
      '{"query":"{ hello }"}x',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '{"query":"{ hello }","query":"{ broken }"}',
      '{"__proto__":{"query":"{ hello }"}}',
      '\uFEFF{"query":"{ hello }"}',
      `{"query":"{ hello }","variables":{"deep":${'['.repeat(200)}${']'.repeat(200)}}}`,
    ),
  },
);
const body = fc.oneof(
  { weight: 20, arbitrary: text },
  { weight: 1, arbitrary: text.map((value) => Buffer.concat([Buffer.from(value), Buffer.from([0xc3])])) },
);

/** Mostly as clients send it, sometimes anything else. */
const header = (usual: readonly (string | undefined)[], odd: readonly string[]) =>
  fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...usual) },
    { weight: 1, arbitrary: fc.constantFrom(...odd) },
  );
const headers = fc
  .record({
    'content-type': header(
      ['application/json', 'application/json; charset=utf-8', 'application/json;charset=UTF-8'],
      ['application/json; charset=latin1', 'text/plain', 'APPLICATION/JSON', 'json', 'application/json;', ''],
    ),
    accept: header(
      [undefined, 'application/json', '*/*', 'application/graphql-response+json, application/json;q=0.9'],
      ['text/html', 'application/graphql-response+json', 'multipart/mixed', 'application/json;q=0', ''],
    ),
    'accept-encoding': header([undefined, undefined, 'gzip, deflate, br'], ['identity', 'zstd', 'gzip', '*']),
    'x-request-id': header([undefined, 'r-1'], ['a b', '']),
    'x-no-compression': header([undefined], ['1']),
    origin: header([undefined, 'https://app.example.org'], ['https://evil.example', 'null']),
    'spork-explain': header([undefined], ['plan']),
    'apollo-require-preflight': header([undefined], ['1']),
    connection: header([undefined], ['close']),
    expect: header([undefined], ['100-continue', 'miracles']),
    'x-many': fc.constant(undefined),
  })
  .map(
    (record) =>
      Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as Headers,
  );
const request: fc.Arbitrary<Sent> = fc.record({ headers, body });

const SETTINGS: Readonly<Record<string, Parameters<typeof startHttp>[0]>> = {
  'as they are': {},
  'without compression and CSRF prevention': { compression: false, csrf: false },
  'with batching, plans shown and a small body limit': {
    batching: { enabled: true, maxSize: 2 },
    explain: true,
    bodyLimit: 220,
  },
  'with CORS for two origins and credentials': {
    cors: { origins: ['https://app.example.org', 'https://other.example.org'], credentials: true },
  },
  'with CORS for one origin': { cors: { origins: ['https://app.example.org'], credentials: false } },
  'with CORS for all origins': { cors: { origins: ['*'], credentials: false } },
  'at another path, without persisted queries': { path: '/', apq: { enabled: false, maxEntries: 1 } },
};
const RUNS = 250;

afterAll(closeConnections);

describe.each(Object.entries(SETTINGS))('settings %s', (_name, settings) => {
  test('both lanes answer alike: status, headers in order, bytes', async () => {
    await using http = await startHttp(settings);
    let plain = 0;
    await fc.assert(
      fc.asyncProperty(request, async (sent) => {
        const before = http.server.lane.answered;
        await sameBothWays(http.graphql, sent);
        plain += http.server.lane.answered - before;
      }),
      { numRuns: RUNS },
    );
    // The comparison shows something only if the lane really answered.
    expect(plain).toBe(http.server.lane.answered);
    expect(plain).toBeGreaterThan(RUNS / 5);
  });
});

const JSON_HEADERS: Headers = { 'content-type': 'application/json' };
const post = (query: string): string => JSON.stringify({ query });

describe('the lane', () => {
  test('answers plain requests, and nothing else', async () => {
    await using http = await startHttp();
    const counted = async (sent: Partial<Sent>): Promise<[number, number]> => {
      const { answered, handedOver } = http.server.lane;
      await sameBothWays(http.graphql, { headers: JSON_HEADERS, body: post('{ hello }'), ...sent });
      return [http.server.lane.answered - answered, http.server.lane.handedOver - handedOver];
    };
    expect(await counted({})).toEqual([1, 0]);
    expect(await counted({ body: post('{ broken }') })).toEqual([1, 0]);
    expect(await counted({ body: post('query ($c: Int!) { products(count: $c) { name } }') })).toEqual([
      1, 0,
    ]);
    expect(await counted({ body: post('{ nothing }') })).toEqual([0, 1]);
    expect(await counted({ body: '{' })).toEqual([0, 1]);
    const compressed = { ...JSON_HEADERS, 'accept-encoding': 'gzip' };
    expect(await counted({ headers: compressed, body: post(MANY) })).toEqual([0, 1]);
    expect(await counted({ headers: compressed })).toEqual([1, 0]);
    expect(await counted({ body: post(MANY) })).toEqual([1, 0]);
    const zipped = { ...JSON_HEADERS, 'content-encoding': 'gzip' };
    expect(await counted({ headers: zipped, body: gzipSync(post('{ hello }')) })).toEqual([0, 0]);
    expect(await counted({ headers: { ...JSON_HEADERS, accept: 'text/html' } })).toEqual([0, 0]);
  });

  test('forgets the operations that it knows when another schema is served', async () => {
    await using http = await startHttp();
    const hello: Sent = { headers: JSON_HEADERS, body: post('{ hello }') };
    await sameBothWays(http.graphql, hello);
    const { prepared } = http.runtime;
    expect((await rawPost(http.graphql, hello.headers, Buffer.from(hello.body))).status).toBe(200);
    expect(http.runtime.prepared).toBe(prepared);
    http.runtime.serve(buildSchema('type Query { hello: Int other: Int }'));
    expect((await sameBothWays(http.graphql, hello)).body.toString()).toBe('{"data":{"hello":null}}');
    http.runtime.serve(buildSchema('type Query { other: Int }'));
    expect((await sameBothWays(http.graphql, hello)).body.toString()).toContain('GRAPHQL_VALIDATION_FAILED');
  });

  test('is closed when there is a plugin for Apollo Server', async () => {
    const seen: string[] = [];
    const plugin = { requestDidStart: async () => void seen.push('request') };
    await using http = await startHttp({}, { plugins: [plugin] });
    await sameBothWays(http.graphql, { headers: JSON_HEADERS, body: post('{ hello }') });
    expect(seen).toHaveLength(2);
    expect(http.server.lane).toEqual({ answered: 0, handedOver: 0 });
  });

  test('sends the headers that the runtime asks for, unless they are its own', async () => {
    await using http = await startHttp();
    const execute = http.runtime.execute.bind(http.runtime);
    for (const extra of [{ 'retry-after': '1', 'x-a': 'b' }, { vary: 'X-A' }, { 'content-type': 'x/y' }]) {
      http.runtime.execute = async (...given) => ({ ...(await execute(...given)), headers: extra });
      await sameBothWays(http.graphql, { headers: JSON_HEADERS, body: post('{ hello }') });
    }
    expect(http.server.lane).toEqual({ answered: 1, handedOver: 2 });
  });

  test('answers faults of the runtime, and lives on', async () => {
    await using http = await startHttp();
    const execute = http.runtime.execute.bind(http.runtime);
    const hello: Sent = { headers: JSON_HEADERS, body: post('{ hello }') };
    const faults: (typeof http.runtime.execute)[] = [
      () => Promise.reject(new Error('secret')),
      () => {
        throw new Error('secret');
      },
    ];
    for (const fault of faults) {
      http.runtime.execute = fault;
      for (const end of ['', REFERENCE]) {
        const { status, body } = await rawPost(http.graphql + end, hello.headers, Buffer.from(hello.body));
        expect([status, body.toString()]).toEqual([500, expect.stringContaining('INTERNAL_SERVER_ERROR')]);
        expect(body.toString()).not.toContain('secret');
      }
    }
    http.runtime.execute = async (...given) => ({
      ...(await execute(...given)),
      headers: { 'x-a': 'two\nlines' },
    });
    const { status } = await rawPost(http.graphql, hello.headers, Buffer.from(hello.body));
    expect(status).toBe(500);
    http.runtime.execute = execute;
    expect((await sameBothWays(http.graphql, hello)).status).toBe(200);
  });

  test('is not asked for another answer while one is on its way', async () => {
    await using http = await startHttp({ requestTimeout: 1000 });
    const execute = http.runtime.execute.bind(http.runtime);
    const data = { text: JSON.stringify({ text: 'x'.repeat(50_000_000) }), encoding: 'utf8' as const };
    http.runtime.execute = async () => ({ data, errors: [], extensions: undefined });
    const socket = connect(http.port, '127.0.0.1').pause();
    const body = post('{ hello }');
    socket.write(
      `POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    while (http.server.lane.answered === 0) await new Promise((resolve) => setImmediate(resolve));
    http.runtime.execute = execute;
    // Nobody reads the first answer. When the time of a later request is over, its own is too.
    const later = await rawPost(http.graphql, JSON_HEADERS, Buffer.from(post('{ never }')));
    expect(later.status).toBe(504);
    expect(http.server.lane).toEqual({ answered: 1, handedOver: 1 });
    expect(http.log.filter(({ level }) => level === 'error')).toEqual([]);
    socket.destroy();
  });

  test('refuses alike when there is no schema, no time, and when it is stopped', async () => {
    {
      await using http = await startHttp({}, { withoutSchema: true });
      expect(
        (await sameBothWays(http.graphql, { headers: JSON_HEADERS, body: post('{ hello }') })).status,
      ).toBe(503);
    }
    {
      await using http = await startHttp({ requestTimeout: 40 });
      expect(
        (await sameBothWays(http.graphql, { headers: JSON_HEADERS, body: post('{ never }') })).status,
      ).toBe(504);
      expect(http.events.waiting.map((signal) => signal?.aborted)).toEqual([true, true]);
    }
    const http = await startHttp();
    const answers = ['', REFERENCE].map((end) =>
      rawPost(http.graphql + end, JSON_HEADERS, Buffer.from(post('{ never }'))),
    );
    while (http.events.waiting.length < 2) await new Promise<void>((done) => (http.events.onWaiting = done));
    expect(await http.server.stop({ graceMs: 0 })).toEqual({ cut: 2 });
    const [lane, reference] = (await Promise.all(answers)).map(comparable);
    expect(lane).toEqual(reference);
    expect(lane).toMatchObject({ status: 503 });
  });

  test('answers in time what was held back until the stop began', async () => {
    const http = await startHttp();
    const execute = http.runtime.execute.bind(http.runtime);
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let arrived = 0;
    const both = new Promise<void>((resolve) => {
      http.runtime.execute = async (...given) => {
        if (++arrived === 2) resolve();
        await held;
        return execute(...given);
      };
    });
    const answers = ['', REFERENCE].map((end) =>
      rawPost(http.graphql + end, JSON_HEADERS, Buffer.from(post('{ hello }'))),
    );
    await both;
    const stopped = http.server.stop({ graceMs: 30_000 });
    release();
    const [lane, reference] = (await Promise.all(answers)).map(comparable);
    expect(lane).toEqual(reference);
    expect(lane).toMatchObject({ status: 200 });
    expect(await stopped).toEqual({ cut: 0 });
  });
});
