import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, postGraphql, REPOSITORY_ROOT, startNode } from '../../harness/index.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'samples-'));
  await cp(join(REPOSITORY_ROOT, 'subgraphs'), join(folder, 'subgraphs'), { recursive: true });
  await symlink(join(REPOSITORY_ROOT, 'node_modules'), join(folder, 'node_modules'));
});
afterAll(() => rm(folder, { recursive: true }));

test('a sample serves an edit of its SDL, and keeps the last good one when that is broken', async () => {
  const file = join(folder, 'subgraphs/products/schema.graphql');
  const sdl = await readFile(file, 'utf8');
  const port = await freePort();
  const base = String(Math.max(1, port - 1));
  await using samples = startNode(['subgraphs/start.mjs', '--base-port', base, 'products'], { cwd: folder });
  const [url] = await samples.waitForLine(/http\S+/);
  const query = '{ topProducts(first: 1) { upc colour } }';
  const ask = (): ReturnType<typeof postGraphql> => postGraphql(url, { query });
  expect((await ask()).status).toBe(400);

  await writeFile(file, sdl.replace('weight: Int', 'weight: Int\n  colour: String'));
  while ((await ask()).status !== 200);
  const answer = { data: { topProducts: [{ upc: '1', colour: null }] } };
  expect((await ask()).json).toEqual(answer);

  await writeFile(file, `${sdl} type {`);
  await samples.waitForLine(/^Sample products keeps its last good schema; .*Syntax Error/);
  expect((await ask()).json).toEqual(answer);

  await writeFile(file, sdl);
  while ((await ask()).status === 200);
  expect(await samples.stop()).toBe(0);
});
