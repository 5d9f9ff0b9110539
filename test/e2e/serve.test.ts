import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, postGraphql, startSamples, startSpork } from '../harness/index.js';

const HEAVY = join(__dirname, '../fixtures/benchmark');

test('serve --supergraph needs no configuration file and answers the heavy query exactly', async () => {
  await using samples = await startSamples();
  const folder = await mkdtemp(join(tmpdir(), 'serve-'));
  await writeFile(join(folder, 'supergraph.graphql'), samples.supergraphSdl);
  const port = await freePort();
  await using spork = startSpork(['serve', '--supergraph', 'supergraph.graphql', '--port', String(port)], {
    cwd: folder,
  });
  await spork.untilReady();
  const query = await readFile(join(HEAVY, 'heavy.graphql'), 'utf8');
  const expected = (await readFile(join(HEAVY, 'heavy.expected.json'), 'utf8')).trim();
  const answer = await postGraphql(spork.url, { query });
  expect(answer.status).toBe(200);
  expect(answer.text.trim()).toBe(expected);
  // Production: no introspection, no playground.
  const introspection = await postGraphql(spork.url, { query: '{ __schema { queryType { name } } }' });
  expect(introspection.json.errors?.[0]?.extensions?.code).toBe('INTROSPECTION_DISABLED');
  await expect(spork.stop('SIGTERM')).resolves.toBe(0);
});

test('starts while a subgraph is down, says which, and answers with what is there', async () => {
  await using samples = await startSamples();
  const folder = await mkdtemp(join(tmpdir(), 'serve-'));
  await writeFile(join(folder, 'supergraph.graphql'), samples.supergraphSdl);
  await samples.stop('inventory');
  const port = await freePort();
  await using spork = startSpork(['serve', '--supergraph', 'supergraph.graphql', '--port', String(port)], {
    cwd: folder,
  });
  await spork.untilReady();
  await spork.waitForLine(/inventory/);
  const answer = await postGraphql(spork.url, {
    query: '{ topProducts(first: 1) { name inStock } me { name } }',
  });
  expect(answer.json.data).toMatchObject({ topProducts: [{ name: 'Table', inStock: null }] });
  expect(answer.json.errors?.[0]).toMatchObject({
    path: ['topProducts', 0],
    extensions: { code: 'SUBREQUEST_HTTP_ERROR' },
  });
  expect(answer.text).not.toContain('127.0.0.1');
});

const failure = async (args: string[], cwd?: string): Promise<{ code: number | null; output: string }> => {
  const spork = startSpork(args, cwd === undefined ? {} : { cwd });
  const code = await spork.exited;
  return { code, output: spork.stdout + spork.stderr };
};

test.each([
  ['a missing file', ['serve', '--supergraph', 'nowhere.graphql'], /nowhere\.graphql/, 1],
  ['an unknown option', ['serve', '--prot', '4000'], /--prot/, 2],
  ['an unknown command', ['srve'], /serve/, 2],
  ['a port that is no number', ['serve', '--supergraph', 'x', '--port', 'many'], /--port/, 2],
  ['a missing configuration', ['serve', '--config', 'none.yaml'], /none\.yaml/, 2],
])('%s: one clear sentence and an exit code, no stack', async (_name, args, message, code) => {
  const ended = await failure(args, await mkdtemp(join(tmpdir(), 'serve-')));
  expect(ended.output).toMatch(message);
  expect(ended.output).not.toMatch(/^\s+at /m);
  expect(ended.code).toBe(code);
});

test('a port in use: one clear sentence, exit code 4', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as { port: number };
  const ended = await failure([
    'serve',
    '--supergraph',
    join(HEAVY, 'supergraph.graphql'),
    '--port',
    String(port),
  ]);
  expect(ended.output).toMatch(new RegExp(`${port}.*in use`));
  expect(ended.output).not.toMatch(/^\s+at /m);
  expect(ended.code).toBe(4);
  await new Promise((resolve) => taken.close(resolve));
});
