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

test('settings of a subgraph that the supergraph does not have are told with the nearest name', async () => {
  await using samples = await startSamples();
  const folder = await mkdtemp(join(tmpdir(), 'serve-'));
  await writeFile(join(folder, 'supergraph.graphql'), samples.supergraphSdl);
  await writeFile(
    join(folder, 'gateway.yaml'),
    'subgraphs: { review: { timeout: 5s }, products: { timeout: 5s } }\n',
  );
  const port = await freePort();
  await using spork = startSpork(['serve', '--supergraph', 'supergraph.graphql', '--port', String(port)], {
    cwd: folder,
  });
  await spork.untilReady();
  await spork.waitForLine(/subgraphs\.review sets up a subgraph .* did you mean reviews\?/);
  expect(spork.stdout).not.toContain('subgraphs.products');
});

const failure = async (args: string[], cwd?: string): Promise<{ code: number | null; output: string }> => {
  const spork = startSpork(args, cwd === undefined ? {} : { cwd });
  const code = await spork.exited;
  return { code, output: spork.stdout + spork.stderr };
};

/** Nine lines for billions of values: each list holds the one before nine times. */
const laughs = (key: string): string => {
  const lists = Array.from({ length: 9 }, (_, n) => {
    const item = n === 0 ? 'x' : `*a${n - 1}`;
    return `  a${n}: &a${n} [${Array.from({ length: 9 }, () => item).join(', ')}]\n`;
  });
  return `${key}:\n${lists.join('')}`;
};

/** Files that are wrong, each in its own way. */
const wrongFiles = async (): Promise<Record<string, string>> => {
  const supergraph = await readFile(join(HEAVY, 'supergraph.graphql'), 'utf8');
  const subgraph = (schema: string): string =>
    `subgraphs:\n  a:\n    routing_url: http://a/\n    ${schema}\n`;
  const withSupergraph = (more: string): string => `supergraph: { file: whole.graphql }\n${more}\n`;
  return {
    'whole.graphql': supergraph,
    // Valid SDL of a supergraph whose fields are missing.
    'half.graphql': supergraph.slice(0, 3000).replace(/[^}]*$/, ''),
    'operation.graphql': '{ me { id } }',
    'junk.graphql': 'junk {',
    'down.yaml': subgraph('schema: { subgraph_url: "http://127.0.0.1:1/" }'),
    'broken.yaml': subgraph('schema: { sdl: "type Query {" }'),
    'typo.yaml': 'subgraphs:\n  a: { routing_url: http://a/,\n                     schma: { sdl: x } }\n',
    'gateway-typo.yaml': 'server:\n  prot: 1\n',
    'alias.yaml': 'server: &a { host: *a }\n',
    'laughs.yaml': laughs('plugins'),
    'laughs-all.yaml': laughs('subgraphs'),
    'plugin.yaml': withSupergraph('plugins: [./none.mjs]'),
    'hooks.mjs': "export const plugin = { name: 'hooks', onExcute() {} };",
    'hooks.yaml': withSupergraph('plugins: [./hooks.mjs]'),
    'address.yaml': withSupergraph('server: { host: 192.0.2.1 }'),
    'host.yaml': withSupergraph('server: { host: nowhere.invalid }'),
  };
};

test.each([
  ['a missing file', ['serve', '--supergraph', 'nowhere.graphql'], /nowhere\.graphql.*no such file/, 1],
  ['nothing to serve', ['serve'], /supergraph\.yaml.*no such file/, 1],
  ['a folder', ['serve', '--supergraph', '.'], /it is a folder/, 1],
  ['no supergraph', ['serve', '--supergraph', 'operation.graphql'], /not a composed supergraph/, 1],
  ['no GraphQL', ['serve', '--supergraph', 'junk.graphql'], /not valid GraphQL/, 1],
  ['half a supergraph', ['serve', '--supergraph', 'half.graphql'], /supergraph cannot be used.*"User"/, 1],
  ['a supergraph.yaml for a supergraph', ['serve', '--supergraph', 'down.yaml'], /is a supergraph\.yaml/, 1],
  ['a URL where nobody is', ['serve', '--supergraph', 'http://127.0.0.1:1/x'], /nothing listens there/, 1],
  ['a subgraph that is down', ['dev', '--supergraph', 'down.yaml'], /Subgraph a .*nothing listens there/, 3],
  ['subgraphs that do not compose', ['dev', '--supergraph', 'broken.yaml'], /INVALID_GRAPHQL a:1:13/, 3],
  ['a typo in supergraph.yaml', ['dev', '--supergraph', 'typo.yaml'], /typo\.yaml:3:22.*`schema`/, 2],
  ['a typo in gateway.yaml', ['serve', '--config', 'gateway-typo.yaml'], /2:3 server\.prot.*"port"/, 2],
  [
    'an alias that holds itself',
    ['serve', '--config', 'alias.yaml'],
    /alias\.yaml:1:20 the alias \*a holds itself/,
    2,
  ],
  [
    'aliases of billions',
    ['serve', '--config', 'laughs.yaml'],
    /laughs\.yaml:\d:\d+ the alias .*too much/,
    2,
  ],
  [
    'the same in supergraph.yaml',
    ['dev', '--supergraph', 'laughs-all.yaml'],
    /laughs-all\.yaml:2:11.*mapping/,
    2,
  ],
  ['a plugin that is not there', ['serve', '--config', 'plugin.yaml'], /plugin .*none\.mjs/, 2],
  ['a plugin with a hook that is none', ['serve', '--config', 'hooks.yaml'], /onExcute.*"onExecute"\?/, 2],
  [
    'an address of another machine',
    ['serve', '--config', 'address.yaml'],
    /Cannot listen on 192\.0\.2\.1/,
    4,
  ],
  ['a host that is not there', ['serve', '--config', 'host.yaml'], /Cannot listen on nowhere\.invalid/, 4],
  ['an empty port', ['serve', '--supergraph', 'x', '--port', ''], /--port/, 2],
  ['an argument too many', ['serve', 'more'], /but got 1\.$/m, 2],
  [
    'an operation that is not there',
    ['plan', 'none.graphql'],
    /none\.graphql cannot be read: there is no such/,
    2,
  ],
  ['a plan for no supergraph', ['plan', 'operation.graphql', '--supergraph', 'junk.graphql'], /not valid/, 2],
  ['a wrong engine', ['plan', 'operation.graphql', '--engine', 'x'], /hive, apollo, auto\.$/m, 2],
  ['an unknown subcommand', ['config', 'nope'], /nope/, 2],
  ['an unknown option', ['serve', '--prot', '4000'], /--prot/, 2],
  ['an unknown command', ['srve'], /serve/, 2],
  ['a port that is no number', ['serve', '--supergraph', 'x', '--port', 'many'], /--port/, 2],
  ['a missing configuration', ['serve', '--config', 'none.yaml'], /none\.yaml/, 2],
])('%s: one clear sentence and an exit code, no stack', async (_name, args, message, code) => {
  const folder = await mkdtemp(join(tmpdir(), 'serve-'));
  for (const [name, text] of Object.entries(await wrongFiles())) await writeFile(join(folder, name), text);
  const ended = await failure(args, folder);
  expect(ended.output).toMatch(message);
  expect(ended.output).toMatch(/^Hint: /m);
  expect(ended.output).not.toMatch(/^\s+at |panicked|\.tmp/m);
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
