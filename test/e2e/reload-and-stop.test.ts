import { execFile } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createGateway } from '../../src/index.js';
import { createLogger } from '../../src/telemetry/index.js';
import {
  answerJson,
  composeSubgraphs,
  hold,
  postGraphql,
  startSporkOver,
  startSubgraph,
  type SporkProcess,
} from '../harness/index.js';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])';
const items = (more = ''): { name: string; typeDefs: string; resolvers: Record<string, unknown> } => ({
  name: 'items',
  typeDefs: `${LINK} type Query { item: Item ${more} } type Item @key(fields: "id") { id: ID! }`,
  resolvers: { Query: { item: () => ({ id: '1' }) } },
});
const extras = {
  name: 'extras',
  typeDefs: `${LINK} type Item @key(fields: "id") { id: ID! note: String }`,
  resolvers: { Item: { note: () => 'N' } },
};

const start = () => startSporkOver({ command: 'dev', subgraphs: [items(), extras] });

/** Processes of planners that a process has started. */
const plannersOf = async ({ pid }: SporkProcess): Promise<number> => {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'ppid=,args=']);
  return stdout.split('\n').filter((line) => {
    const [parent, ...command] = line.trim().split(/\s+/u);
    return parent === String(pid) && command.join(' ').includes('planner-worker');
  }).length;
};

const QUERY = '{ item { id note } }';
const ITEM = { data: { item: { __typename: 'Item', id: '1' } } };
const ANSWER = { data: { item: { id: '1', note: 'N' } } };

test('a request keeps the connections it started with as long as it needs, however often the supergraph changes', async () => {
  await using started = await start();
  const { spork, subgraphs } = started;
  const held = hold(subgraphs[0]);
  const asked = postGraphql(spork.url, { query: QUERY });
  const response = await held;
  for (const field of ['second', 'third']) {
    const [first, other] = subgraphs;
    await started.write(composeSubgraphs([{ ...items(`${field}: Int`), url: first.url }, other]));
    const query = `{ __type(name: "Query") { fields { name } } }`;
    while (!(await postGraphql(spork.url, { query })).text.includes(field));
  }
  // Longer than a snapshot without requests is kept.
  await new Promise((resolve) => setTimeout(resolve, 2500));
  // That of the supergraph which the request started with, and that of the latest.
  expect(await plannersOf(spork)).toBe(2);
  answerJson(response, ITEM);
  const { status, json } = await asked;
  expect([status, json]).toEqual([200, ANSWER]);
  while ((await plannersOf(spork)) > 1);
});

test('during a stop readiness says 503, new operations are refused, and what is under way is answered', async () => {
  await using started = await start();
  const { spork, subgraphs } = started;
  const held = hold(subgraphs[0]);
  const asked = postGraphql(spork.url, { query: QUERY });
  const response = await held;
  const exited = spork.stop('SIGTERM');
  const ready = (): Promise<Response> => fetch(`${spork.origin}/health/ready`);
  while ((await ready()).status === 200);
  const notReady = await ready();
  expect([notReady.status, notReady.headers.get('retry-after')]).toEqual([503, '1']);
  expect((await fetch(`${spork.origin}/health/live`)).status).toBe(200);
  const refused = await fetch(spork.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: QUERY }),
  });
  const [connection, retryAfter] = ['connection', 'retry-after'].map((name) => refused.headers.get(name));
  expect([refused.status, connection, retryAfter]).toEqual([503, 'close', '1']);
  expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'SHUTTING_DOWN' } }] });
  answerJson(response, ITEM);
  const { status, json } = await asked;
  expect([status, json]).toEqual([200, ANSWER]);
  expect(await exited).toBe(0);
});

/** A client that has read the beginning of an answer, and the rest only when told. */
class SlowReader {
  bytes = 0;
  readonly closed: Promise<unknown>;
  readonly begun: Promise<unknown>;
  readonly #socket: Socket;

  constructor(url: string, headers: readonly string[]) {
    const { hostname, port } = new URL(url);
    const body = JSON.stringify({ query: '{ item { id } }' });
    const head = ['POST /graphql HTTP/1.1', 'Host: x', 'Content-Type: application/json', ...headers];
    this.#socket = connect(Number(port), hostname);
    this.#socket.write(`${head.join('\r\n')}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    this.#socket.once('data', () => this.#socket.pause());
    this.#socket.on('data', (chunk) => (this.bytes += chunk.length));
    this.begun = once(this.#socket, 'data');
    this.closed = once(this.#socket, 'close');
  }

  readOn(): void {
    this.#socket.resume();
  }
}

/** More than the sockets between two processes hold. */
const LONG = 'x'.repeat(30_000_000);
const LONG_TEXT = JSON.stringify({ data: { item: { __typename: 'Item', id: LONG } } });

describe('a stop while clients read long answers slowly', () => {
  const readers = async (url: string): Promise<SlowReader[]> => {
    // By the short way and by the reference way.
    const both = [
      new SlowReader(url, []),
      new SlowReader(url, ['Apollo-Require-Preflight: 1', 'Cookie: a=b']),
    ];
    await Promise.all(both.map(({ begun }) => begun));
    return both;
  };
  const startLong = async (requestTimeout: string) => {
    const started = await startSporkOver({
      command: 'serve',
      subgraphs: [items()],
      files: {
        'gateway.yaml': `server: { requestTimeout: ${requestTimeout} }\nplanner: { timeout: 1s }
subgraphs: { all: { timeout: 4s, connectTimeout: 500ms, maxResponseSize: 100MB } }`,
      },
    });
    started.subgraphs[0].respondWith(
      (_request, response) =>
        void response.writeHead(200, { 'content-type': 'application/json' }).end(LONG_TEXT),
    );
    return started;
  };

  test('waits until they have all of it', async () => {
    await using started = await startLong('30s');
    const { spork } = started;
    const both = await readers(spork.url);
    const exited = spork.stop('SIGTERM');
    while ((await fetch(`${spork.origin}/health/ready`)).status === 200);
    for (const reader of both) reader.readOn();
    await Promise.all(both.map(({ closed }) => closed));
    for (const { bytes } of both) expect(bytes).toBeGreaterThan(LONG.length);
    expect(await exited).toBe(0);
    expect(spork.stdout).not.toContain('were cut');
  });

  test('gives up at the deadline of the stop, and says how many were cut', async () => {
    await using started = await startLong('5s');
    const { spork } = started;
    const both = await readers(spork.url);
    expect(await spork.stop('SIGTERM')).toBe(0);
    expect(spork.stdout).toMatch(/2 requests were cut because they took longer than 5000 ms/);
    for (const reader of both) reader.readOn();
    await Promise.all(both.map(({ closed }) => closed));
    for (const { bytes } of both) expect(bytes).toBeLessThan(LONG.length);
  });
});

const INFO = 30;

test('a request that comes to its plan when the stop is over is refused, which the log does not call an error', async () => {
  const events = new EventEmitter();
  const lines: { readonly level: number; readonly msg: string; readonly error?: object }[] = [];
  const write = (line: string): void => {
    lines.push(JSON.parse(line) as (typeof lines)[number]);
    if (line.includes('request failed')) events.emit('failed');
  };
  await using subgraph = await startSubgraph(items());
  const file = join(await mkdtemp(join(tmpdir(), 'late-')), 'supergraph.graphql');
  await writeFile(file, composeSubgraphs([subgraph]));
  const gateway = await createGateway({
    config: { supergraph: { file }, server: { port: 0 } },
    plugins: [
      {
        name: 'late',
        onOperation: async () => {
          const released = once(events, 'release');
          events.emit('held');
          await released;
        },
      },
    ],
    logger: createLogger({ format: 'json', destination: { write } }),
  });
  const { url } = await gateway.start();
  const held = once(events, 'held');
  const asked = postGraphql(url, { query: '{ item { id } }' });
  await held;
  await gateway.stop({ graceMs: 1 });
  const { status, json } = await asked;
  expect([status, json.errors?.[0]?.extensions?.code]).toEqual([503, 'SHUTTING_DOWN']);
  const failed = once(events, 'failed');
  events.emit('release');
  await failed;
  expect(lines.find(({ msg }) => msg === 'request failed')).toMatchObject({
    level: INFO,
    error: { code: 'SHUTTING_DOWN' },
  });
});
