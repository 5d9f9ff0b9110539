import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { REPOSITORY_ROOT, startNode, startSamples } from '../harness/index.js';
import type { RunningProcess, RunningSamples } from '../harness/index.js';

const run = promisify(execFile);
const INSTALL_TIMEOUT_MS = 240_000;
const END_BOUND_MS = 20_000;
const BIG_OUTPUT = 64 * 1024 * 1024;

const SCRIPT = `
import { ConfigError, createGateway } from 'musical-spork';

const wrong = await createGateway({ plugins: [{ name: 'wrong', onExcute() {} }] }).catch((error) => error);
console.log('REFUSED ' + (wrong instanceof ConfigError) + ' ' + wrong.code + ' ' + wrong.message);
const seen = [];
const gateway = await createGateway({
  config: { supergraph: { file: './supergraph.graphql' }, server: { port: 0 } },
  plugins: [{ name: 'names', onExecute: ({ operation }) => { seen.push(operation.name); } }],
});
const { url } = await gateway.start();
const response = await fetch(url, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ query: 'query Top { topProducts(first: 2) { name inStock reviews { id } } }' }),
});
console.log('ANSWER ' + (await response.text()));
console.log('SEEN ' + JSON.stringify(seen));
await gateway.stop();
// Of stdout and of the fetch above there may be more.
const left = process.getActiveResourcesInfo().filter((name) => /Process|Server|Port|Timeout/.test(name));
console.log('STOPPED ' + JSON.stringify(left));
`;

const CONSUMER = `
import { ConfigError, createGateway, LoadError } from 'musical-spork';
import type { CompositionProblem, ConfigProblem, Plugin } from 'musical-spork';

const plugin: Plugin = {
  name: 'typed',
  onExecute({ operation }) {
    const name: string | undefined = operation.name;
    if (name === 'never') throw new Error(name);
  },
};
const gateway = await createGateway({ config: { supergraph: { file: 'x.graphql' } }, plugins: [plugin] });
const started: { url: string } = await gateway.start();
await gateway.stop();
export const url: string = started.url;

export const problemsOf = (error: unknown): readonly (ConfigProblem | CompositionProblem)[] =>
  error instanceof ConfigError || error instanceof LoadError ? error.problems : [];

// @ts-expect-error a plugin needs a name
export const nameless: Plugin = { onExecute() {} };
`;

const TSCONFIG = {
  compilerOptions: {
    target: 'es2023',
    module: 'nodenext',
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    lib: ['es2023', 'dom'],
  },
  include: ['consumer.ts'],
};

async function endOf(script: RunningProcess): Promise<number | null | 'still running'> {
  let timer: NodeJS.Timeout | undefined;
  const bound = new Promise<'still running'>((resolve) => {
    timer = setTimeout(() => resolve('still running'), END_BOUND_MS);
  });
  return Promise.race([script.exited, bound]).finally(() => clearTimeout(timer));
}

describe('the packed package, installed into an empty project', () => {
  let project: string;
  let samples: RunningSamples;

  beforeAll(async () => {
    project = await mkdtemp(join(tmpdir(), 'spork-package-'));
    samples = await startSamples();
    const packed = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', project], {
      cwd: REPOSITORY_ROOT,
      maxBuffer: BIG_OUTPUT,
    });
    const [{ filename }] = JSON.parse(packed.stdout) as [{ filename: string }];
    await writeFile(
      join(project, 'package.json'),
      '{ "name": "consumer", "private": true, "type": "module" }',
    );
    const install = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
    await run('npm', [...install, join(project, filename)], { cwd: project, maxBuffer: BIG_OUTPUT });
    await writeFile(join(project, 'supergraph.graphql'), samples.supergraphSdl);
    await writeFile(join(project, 'script.mjs'), SCRIPT);
    await writeFile(join(project, 'consumer.ts'), CONSUMER);
    await writeFile(join(project, 'tsconfig.json'), JSON.stringify(TSCONFIG));
  }, INSTALL_TIMEOUT_MS);

  afterAll(async () => {
    await samples?.close();
    if (project !== undefined) await rm(project, { recursive: true, force: true });
  });

  test('answers with a plugin, stops, and leaves nothing that keeps the process alive', async () => {
    await using script = startNode([join(project, 'script.mjs')], { cwd: project });
    await script.waitForLine(/^REFUSED true CONFIG_INVALID plugins\[0\]\.onExcute: .*"onExecute"\?$/);
    const [, answer = ''] = await script.waitForLine(/^ANSWER (.*)$/);
    expect(JSON.parse(answer)).toEqual({
      data: {
        topProducts: [
          { name: 'Table', inStock: true, reviews: ['1', '2', '3', '4'].map((id) => ({ id })) },
          { name: 'Couch', inStock: false, reviews: ['5', '6', '7', '8'].map((id) => ({ id })) },
        ],
      },
    });
    await script.waitForLine(/^SEEN \["Top"\]$/);
    await script.waitForLine(/^STOPPED \[\]$/);
    // Nobody sends a signal: it has to end by itself. The bound only turns a hang into a failure that cleans up.
    expect(await endOf(script)).toBe(0);
  });

  test('brings the program spork, which needs no set-up', async () => {
    const { stdout, stderr } = await run('npx', ['--no-install', 'spork', 'compose', '--help'], {
      cwd: project,
    });
    expect({ usage: stdout.split('\n')[0], stderr }).toEqual({
      usage: 'Usage: spork compose [options]',
      stderr: '',
    });
  });

  test('its types suit a strict consumer', async () => {
    const tsc = join(REPOSITORY_ROOT, 'node_modules/typescript/bin/tsc');
    const checked = await run(process.execPath, [tsc, '-p', project], { cwd: project }).then(
      () => '',
      (error: { stdout?: string }) => error.stdout ?? 'tsc could not start',
    );
    expect(checked).toBe('');
  });

  test('ships what its manifest promises, and no sources or tests', async () => {
    const root = join(project, 'node_modules', 'musical-spork');
    const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
      bin: { spork: string };
      exports: { '.': { types: string; default: string } };
    };
    const promised = [
      manifest.bin.spork,
      manifest.exports['.'].types,
      manifest.exports['.'].default,
      'LICENSE',
      'NOTICE.md',
    ];
    for (const file of promised) expect((await readFile(join(root, file), 'utf8')).length).toBeGreaterThan(0);
    await expect(readFile(join(root, 'src/index.ts'))).rejects.toThrow('ENOENT');
    await expect(readFile(join(root, 'jest.config.mjs'))).rejects.toThrow('ENOENT');
  });
});
