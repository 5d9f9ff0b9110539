import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, postGraphql, REPOSITORY_ROOT, startSamples, startSpork } from '../harness/index.js';

const FIELD = '{ __type(name: "Product") { fields { name } } }';

/** Asks until the answer is as wanted; the test's own time limit ends a wait that never succeeds. */
const until = async (ask: () => Promise<boolean>): Promise<void> => {
  while (!(await ask())) await new Promise((resolve) => setTimeout(resolve, 20));
};

test('dev watches schemas: a change is live, a broken one keeps serving and shows why', async () => {
  await using samples = await startSamples();
  const folder = await mkdtemp(join(tmpdir(), 'dev-'));
  await cp(join(REPOSITORY_ROOT, 'subgraphs'), join(folder, 'subgraphs'), { recursive: true });
  let config = await readFile(join(REPOSITORY_ROOT, 'supergraph.yaml'), 'utf8');
  for (const [name, url] of Object.entries(samples.urls)) {
    config = config.replace(new RegExp(`(${name}:\\s+routing_url: )\\S+`), `$1${url}`);
  }
  await writeFile(join(folder, 'supergraph.yaml'), config);
  const port = await freePort();
  await using spork = startSpork(['dev', '--port', String(port)], { cwd: folder });
  await spork.untilReady();

  const hasField = async (name: string): Promise<boolean> => {
    const { json } = await postGraphql(spork.url, { query: FIELD });
    return JSON.stringify(json.data).includes(`"${name}"`);
  };
  expect(await hasField('colour')).toBe(false);
  const file = join(folder, 'subgraphs/products/schema.graphql');
  const original = await readFile(file, 'utf8');
  await writeFile(file, original.replace(/(type Product[^{]*\{)/, '$1\n  colour: String\n'));
  await until(() => hasField('colour'));

  await writeFile(file, original.replace(/(type Product[^{]*\{)/, '$1\n  colour: NoSuchType\n'));
  await spork.waitForLine(/NoSuchType/);
  await spork.waitForLine(/error\s+→ Correct the SDL at the place given\.$/);
  expect(spork.stdout).not.toContain('[products]');
  expect(await hasField('colour')).toBe(true);
  const problems = async () => (await fetch(`${spork.origin}/playground/status`)).text();
  expect(await problems()).toContain('NoSuchType');

  await writeFile(file, original.replace(/(type Product[^{]*\{)/, '$1\n  inStock: Boolean\n'));
  await spork.waitForLine(/INVALID_FIELD_SHARING inventory:\d+:\d+ products:\d+:\d+ .*inStock/);
  await until(async () => (await problems()).includes('INVALID_FIELD_SHARING'));
  expect(await problems()).toMatch(/inventory:\d+:\d+ products:\d+:\d+ .*→ .*@shareable/);

  await writeFile(file, original);
  await until(async () => !(await hasField('colour')));
  expect(await problems()).not.toContain('NoSuchType');
  await expect(spork.stop('SIGINT')).resolves.toBe(0);
});
