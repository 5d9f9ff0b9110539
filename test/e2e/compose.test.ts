import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSupergraph } from '../../src/registry/index.js';
import { startSpork } from '../harness/index.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'compose-'));
});
afterEach(() => rm(folder, { recursive: true }));

const FED2 =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])\n';

const write = async (schemas: Readonly<Record<string, string>>): Promise<void> => {
  let yaml = 'federation_version: 2\nsubgraphs:\n';
  for (const [name, sdl] of Object.entries(schemas)) {
    await writeFile(join(folder, `${name}.graphql`), sdl);
    yaml += `  ${name}:\n    routing_url: http://${name}.test/graphql\n    schema: { file: ./${name}.graphql }\n`;
  }
  await writeFile(join(folder, 'supergraph.yaml'), yaml);
};

const compose = async (
  ...args: string[]
): Promise<{ code: number | null; stdout: string; stderr: string }> => {
  await using spork = startSpork(['compose', ...args], { cwd: folder });
  const code = await spork.exited;
  return { code, stdout: spork.stdout, stderr: spork.stderr };
};

const GOOD = {
  a: `${FED2}type Query { a: User }\ntype User @key(fields: "id") { id: ID! }`,
  b: 'extend type User @key(fields: "id") { id: ID! @external old: Int }',
};

test('prints the supergraph, writes it to a file, or gives it as JSON', async () => {
  await write(GOOD);
  const printed = await compose();
  expect(printed).toMatchObject({ code: 0 });
  const { id, subgraphs } = readSupergraph(printed.stdout);
  expect(subgraphs.map(({ name }) => name)).toEqual(['a', 'b']);

  const written = await compose('--out', 'out.graphql');
  expect(written).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Wrote supergraph [0-9a-f]{16} to out\.graphql\n$/),
  });
  expect((await readFile(join(folder, 'out.graphql'), 'utf8')).trim()).toBe(printed.stdout.trim());
  expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);

  const json = await compose('--json', '--config', 'supergraph.yaml');
  expect(JSON.parse(json.stdout)).toMatchObject({
    ok: true,
    sdl: printed.stdout.trim(),
    hints: expect.any(Array),
  });
  expect(id).toMatch(/^[0-9a-f]{16}$/);
});

test('composition errors have their places and advice, and exit code 3', async () => {
  await write({ a: `${FED2}type Query {\n  x: Int\n}`, b: `${FED2}type Query { x: Int }` });
  const { code, stderr, stdout } = await compose('--out', 'out.graphql');
  expect(code).toBe(3);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^error INVALID_FIELD_SHARING a:3:3 b:2:14 Non-shareable field "Query\.x"/m);
  expect(stderr).toMatch(/→ Mark the field @shareable/);
  expect(stderr).toMatch(/do not compose: one error\./);
  expect(await readdir(folder)).not.toContain('out.graphql');
  const json = await compose('--json');
  expect(json.code).toBe(3);
  expect(JSON.parse(json.stdout)).toMatchObject({
    ok: false,
    error: { problems: [{ code: 'INVALID_FIELD_SHARING', advice: expect.stringContaining('@shareable') }] },
  });
});

test('a wrong configuration is exit code 2 with its place; a subgraph that is down is named', async () => {
  expect(await compose()).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('supergraph.yaml could not be read: there is no such file'),
  });
  await writeFile(join(folder, 'supergraph.yaml'), 'subgraphs:\n  a: { rooting_url: x }\n');
  expect(await compose()).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/supergraph\.yaml:2:8: .*Did you mean `routing_url`\?/),
  });
  await writeFile(
    join(folder, 'supergraph.yaml'),
    'subgraphs:\n  a: { schema: { subgraph_url: "http://127.0.0.1:1/" } }\n',
  );
  expect(await compose()).toMatchObject({
    code: 3,
    stderr: expect.stringMatching(/Subgraph a could not be introspected at http:\/\/127\.0\.0\.1:1\//),
  });
  await write(GOOD);
  expect(await compose('--out', 'none/out.graphql')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('could not be written to none/out.graphql'),
  });
});
