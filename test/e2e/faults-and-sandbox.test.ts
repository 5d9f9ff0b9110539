import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  composeSubgraphs,
  freePort,
  postGraphql,
  startSpork,
  startSubgraph,
  type RecordingSubgraph,
  type SporkProcess,
} from '../harness/index.js';

const SANDBOX = 'https://studio.apollographql.com';
const CONFIG = `
server: { cors: { origins: [https://app.example.org] } }
telemetry: { logs: { format: json } }
plugins: [./faulty.mjs]
`;
const PLUGIN = `export const plugin = {
  name: 'faulty',
  onExecute() { throw new TypeError('boom at db.internal'); },
};`;

let hello: RecordingSubgraph;
let folder: string;
beforeAll(async () => {
  hello = await startSubgraph({ name: 'hello', typeDefs: 'type Query { hello: String }' });
  folder = await mkdtemp(join(tmpdir(), 'faults-'));
  await writeFile(join(folder, 'supergraph.graphql'), composeSubgraphs([hello]));
  await writeFile(join(folder, 'gateway.yaml'), CONFIG);
  await writeFile(join(folder, 'faulty.mjs'), PLUGIN);
});
afterAll(() => hello.close());

const start = async (command: 'dev' | 'serve'): Promise<SporkProcess> => {
  const port = String(await freePort());
  const spork = startSpork([command, '--supergraph', 'supergraph.graphql', '--port', port], { cwd: folder });
  await spork.untilReady();
  return spork;
};

/** What a browser page of `origin` may do: the origins that a preflight and an answer allow. */
const allowed = async (spork: SporkProcess, origin: string): Promise<(string | null)[]> => {
  const headers = { origin, 'content-type': 'application/json' };
  const preflight = await fetch(spork.url, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'POST' },
  });
  const answer = await fetch(spork.url, { method: 'POST', headers, body: '{"query":"{ hello }"}' });
  return [preflight, answer].map((response) => response.headers.get('access-control-allow-origin'));
};

test('a fault of a plugin is masked for the client, and in the log with its name, message and stack', async () => {
  await using spork = await start('serve');
  const { text, json } = await postGraphql(spork.url, { query: '{ hello }' });
  expect(json.errors?.[0]?.extensions?.code).toBe('INTERNAL_SERVER_ERROR');
  expect(text).not.toMatch(/boom|TypeError|faulty/);
  const line = await spork.waitForLine(/.*request failed.*/);
  expect(JSON.parse(line[0])).toMatchObject({
    requestId: json.errors?.[0]?.extensions?.['requestId'] ?? expect.any(String),
    error: {
      name: 'TypeError',
      message: 'boom at db.internal',
      stack: expect.stringMatching(/TypeError: boom at db\.internal\n +at .*faulty\.mjs:3/),
    },
  });
});

test('the page of the Apollo Sandbox may call a gateway in development, and none in production', async () => {
  await using dev = await start('dev');
  expect(await allowed(dev, SANDBOX)).toEqual([SANDBOX, SANDBOX]);
  expect(await allowed(dev, 'https://app.example.org')).toEqual(Array(2).fill('https://app.example.org'));
  expect(await allowed(dev, 'https://evil.example.org')).toEqual([null, null]);
  await using serve = await start('serve');
  expect(await allowed(serve, SANDBOX)).toEqual([null, null]);
  expect(await allowed(serve, 'https://app.example.org')).toEqual(Array(2).fill('https://app.example.org'));
});
