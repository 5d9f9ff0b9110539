import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  composeSubgraphs,
  freePort,
  postGraphql,
  startSpork,
  startSubgraph,
  type RecordingSubgraph,
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

interface Started extends AsyncDisposable {
  readonly spork: SporkProcess;
  readonly subgraphs: readonly [RecordingSubgraph, RecordingSubgraph];
  /** Writes the supergraph that the process watches. */
  write(sdl: string): Promise<void>;
}

const start = async (): Promise<Started> => {
  const subgraphs = [await startSubgraph(items()), await startSubgraph(extras)] as const;
  const file = join(await mkdtemp(join(tmpdir(), 'reload-')), 'supergraph.graphql');
  const write = (sdl: string): Promise<void> => writeFile(file, sdl);
  await write(composeSubgraphs(subgraphs));
  const spork = startSpork(['dev', '--supergraph', file, '--port', String(await freePort())]);
  await spork.untilReady();
  return {
    spork,
    subgraphs,
    write,
    async [Symbol.asyncDispose]() {
      await spork.close();
      for (const subgraph of subgraphs) await subgraph.close();
    },
  };
};

/** Makes a subgraph hold its next answer; resolves with the response when the request is there. */
const hold = (subgraph: RecordingSubgraph): Promise<ServerResponse> =>
  new Promise((resolve) => subgraph.respondWith((_request, response) => resolve(response)));

/** Processes of planners that a process has started. */
const plannersOf = async ({ pid }: SporkProcess): Promise<number> => {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'ppid=,args=']);
  return stdout.split('\n').filter((line) => {
    const [parent, ...command] = line.trim().split(/\s+/u);
    return parent === String(pid) && command.join(' ').includes('planner-worker');
  }).length;
};

const QUERY = '{ item { id note } }';
const answerItem = (response: ServerResponse): void =>
  void response
    .writeHead(200, { 'content-type': 'application/json' })
    .end('{"data":{"item":{"__typename":"Item","id":"1"}}}');
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
  answerItem(response);
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
  expect((await ready()).status).toBe(503);
  expect((await fetch(`${spork.origin}/health/live`)).status).toBe(200);
  const refused = await fetch(spork.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: QUERY }),
  });
  expect([refused.status, refused.headers.get('connection')]).toEqual([503, 'close']);
  expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'SHUTTING_DOWN' } }] });
  answerItem(response);
  const { status, json } = await asked;
  expect([status, json]).toEqual([200, ANSWER]);
  expect(await exited).toBe(0);
});
