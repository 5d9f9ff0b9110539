import { EventEmitter, once } from 'node:events';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGateway } from '../../src/index.js';
import { createLogger } from '../../src/telemetry/index.js';
import {
  answerJson,
  composeSubgraphs,
  hold,
  postGraphql,
  startSporkOver,
  startSubgraph,
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
  answerJson(response, ITEM);
  const { status, json } = await asked;
  expect([status, json]).toEqual([200, ANSWER]);
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
  answerJson(response, ITEM);
  const { status, json } = await asked;
  expect([status, json]).toEqual([200, ANSWER]);
  expect(await exited).toBe(0);
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
