import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import {
  answerJson,
  hold,
  postGraphql,
  startSporkOver,
  type RecordingSubgraph,
  type SporkProcess,
} from '../harness/index.js';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])';
const CONFIG = `
server: { requestTimeout: 1500ms }
planner: { timeout: 1s }
subgraphs: { all: { timeout: 1s, connectTimeout: 500ms, errors: { expose: true } } }
telemetry: { logs: { level: info } }
plugins: [./hang.mjs]
`;
/** Hangs in the operation that is called so. */
const PLUGIN = `export const plugin = {
  name: 'hang',
  onOperation: ({ operation }) => (operation.name === 'Hang' ? new Promise(() => {}) : undefined),
};`;

const ITEMS = {
  name: 'items',
  typeDefs: `${LINK} type Query { item: Item other: String } type Mutation { first: Int } type Item @key(fields: "id") { id: ID! }`,
  resolvers: { Query: { item: () => ({ id: '1' }), other: () => 'here' }, Mutation: { first: () => 1 } },
};
const EXTRAS = {
  name: 'extras',
  typeDefs: `${LINK} type Query { lonely: String } type Mutation { second: Int } type Item @key(fields: "id") { id: ID! note: String }`,
  resolvers: {
    Query: { lonely: () => 'L' },
    Mutation: { second: () => 2 },
    Item: { note: () => 'N' },
  },
};
const start = () =>
  startSporkOver({
    command: 'serve',
    subgraphs: [ITEMS, EXTRAS],
    files: { 'gateway.yaml': CONFIG, 'hang.mjs': PLUGIN },
  });

let started: Awaited<ReturnType<typeof start>>;
let spork: SporkProcess;
let items: RecordingSubgraph;
let extras: RecordingSubgraph;

beforeAll(async () => {
  started = await start();
  ({
    spork,
    subgraphs: [items, extras],
  } = started);
});
afterAll(() => started.close());
beforeEach(() => {
  for (const subgraph of [items, extras]) {
    subgraph.respondWith();
    subgraph.requests.length = 0;
  }
});

const closed = (response: ServerResponse): Promise<unknown> =>
  new Promise((resolve) => response.once('close', resolve));

test('a subgraph that hangs costs its fields at its own timeout: 200 and partial data', async () => {
  const held = hold(extras);
  const { status, json: answer } = await postGraphql(spork.url, { query: '{ other lonely item { id } }' });
  expect(status).toBe(200);
  expect(answer.data).toEqual({ other: 'here', lonely: null, item: { id: '1' } });
  expect(answer.errors).toMatchObject([
    { path: ['lonely'], extensions: { code: 'SUBGRAPH_REQUEST_TIMEOUT' } },
  ]);
  await held;
});

test('calls one after another share the time of the request: what is left bounds the last one', async () => {
  items.respondWith((_request, response) => {
    setTimeout(() => answerJson(response, { data: { item: { __typename: 'Item', id: '1' } } }), 900);
  });
  const held = hold(extras);
  const { status, json: answer } = await postGraphql(spork.url, { query: '{ item { id note } }' });
  expect(status).toBe(200);
  expect(answer.data).toEqual({ item: { id: '1', note: null } });
  const [error] = answer.errors ?? [];
  expect(error).toMatchObject({ path: ['item'], extensions: { code: 'SUBGRAPH_REQUEST_TIMEOUT' } });
  // 1500 ms less than 900 ms and the time to answer, not the subgraph's own 1000 ms.
  expect(Number(/within (\d+) ms/.exec(error?.message ?? '')?.[1])).toBeLessThan(600);
  await held;
});

test('a request that hangs before its calls ends with 504 GATEWAY_TIMEOUT and no data', async () => {
  for (const accept of ['application/json', 'application/graphql-response+json']) {
    const answer = await postGraphql(spork.url, { query: 'query Hang { other }' }, { accept });
    expect(answer.status).toBe(504);
    expect(answer.json).toEqual({
      errors: [{ message: 'The request took too long.', extensions: { code: 'GATEWAY_TIMEOUT' } }],
    });
  }
  expect(items.requests).toHaveLength(0);
});

test('a body that does not arrive in time ends with 408 and a closed connection', async () => {
  const { port, hostname } = new URL(spork.url);
  const answer = await new Promise<string>((resolve) => {
    const socket = connect(Number(port), hostname, () =>
      socket.write(
        'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"query"',
      ),
    );
    const drip = setInterval(() => socket.write(' '), 100);
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearInterval(drip);
      resolve(text);
    });
  });
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  expect(answer).toMatch(/^connection: close/im);
  expect(answer).toContain('"code":"BAD_REQUEST"');
});

describe('a client that goes away', () => {
  const leave = async (query: string, when: Promise<ServerResponse>): Promise<ServerResponse> => {
    const client = new AbortController();
    const asked = fetch(spork.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
      signal: client.signal,
    });
    const response = await when;
    client.abort();
    await expect(asked).rejects.toThrow('abort');
    return response;
  };

  test('takes the subgraph requests of its query along', async () => {
    const response = await leave('{ lonely }', hold(extras));
    await closed(response);
    expect(response.writableEnded).toBe(false);
    // The subgraph's timeout would close the connection too, but with another reason.
    await spork.waitForLine(/extras.*The request was abandoned/);
  });

  test('lets a mutation under way finish, and starts no further root field', async () => {
    const response = await leave('mutation { first second }', hold(items));
    let cut = false;
    response.once('close', () => (cut = !response.writableFinished));
    // The gateway has heard of it when it logs it; a request after it proves that it went on.
    await postGraphql(spork.url, { query: '{ lonely }' });
    const finished = new Promise((resolve) => response.once('finish', resolve));
    answerJson(response, { data: { first: 1 } });
    await finished;
    await postGraphql(spork.url, { query: '{ lonely }' });
    expect(cut).toBe(false);
    expect(extras.requests.map(({ body }) => body.query).join()).not.toContain('second');
  });
});
