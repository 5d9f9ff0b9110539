import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { builtModule } from '../../../src/lib/index.js';
import { writeConfig } from '../config/write-config.js';

const CLI = builtModule('cli/main.js');

const spork = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
};

beforeAll(() => {
  if (!existsSync(CLI)) throw new Error('dist/cli/main.js is missing: run `npm run build` first.');
});

test('validate says that a file is valid, with warnings on stderr', () => {
  const file = writeConfig('server: { playground: graphiql }');
  expect(spork('config', 'validate', '--config', file)).toEqual({
    status: 0,
    stdout: `${file} is valid.\n`,
    stderr: expect.stringContaining(
      'Warning: gateway.yaml:1:23 server.playground: is graphiql in production',
    ),
  });
  const { stdout } = spork('config', 'validate', '--config', file, '--json');
  expect(JSON.parse(stdout)).toMatchObject({ ok: true, file, warnings: [expect.any(String)] });
});

test('validate ends with 2, the problems and a hint, without a stack', () => {
  const { status, stdout, stderr } = spork(
    'config',
    'validate',
    '--config',
    writeConfig('server: { prot: 1 }'),
  );
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain('gateway.yaml:1:11 server.prot: unknown key; did you mean "port"?');
  expect(stderr).toContain('Hint: ');
  expect(stderr).not.toMatch(/\bat .*:\d+:\d+\)/);
});

test('--json gives problems to programs', () => {
  const { status, stdout, stderr } = spork(
    'config',
    'validate',
    '--json',
    '--config',
    writeConfig('server: { prot: 1 }'),
  );
  expect([status, stderr]).toEqual([2, '']);
  expect(JSON.parse(stdout)).toMatchObject({
    ok: false,
    error: { exitCode: 2, problems: [{ line: 1, column: 11, path: 'server.prot' }] },
  });
});

test('print shows what is in force, secrets hidden', () => {
  const source = 'supergraph: { url: { href: http://a.example/, headers: { authorization: hunter2 } } }';
  const file = writeConfig(`${source}\nserver: { port: 4500 }`);
  const { status, stdout, stderr } = spork('config', 'print', '--config', file);
  expect(status).toBe(0);
  expect(stdout).toContain('port: 4500');
  expect(stdout + stderr).not.toContain('hunter2');
  const shown = JSON.parse(
    spork('config', 'print', '--config', file, '--json', '--mode', 'development').stdout,
  ) as unknown;
  expect(shown).toMatchObject({
    server: { port: 4500, playground: 'graphiql' },
    supergraph: { url: { headers: { authorization: '***' } } },
  });
});

test('print leaves out what this version does not have', () => {
  const file = writeConfig('subgraphs: { products: { timeout: 3s } }');
  const shown = JSON.parse(spork('config', 'print', '--config', file, '--json').stdout) as Record<
    string,
    object
  >;
  for (const name of ['all', 'products']) {
    const keys = Object.keys((shown['subgraphs'] as Record<string, object>)[name] ?? {});
    expect(keys).toEqual(expect.arrayContaining(['timeout', 'dedupe']));
    for (const key of [
      'circuitBreaker',
      'outlierDetection',
      'retry',
      'hedge',
      'healthCheck',
      'loadBalancing',
    ])
      expect(keys).not.toContain(key);
  }
  expect(Object.keys(shown['limits'] ?? {})).toEqual(['operation']);
  expect(Object.keys(shown['telemetry'] ?? {})).toEqual(['logs']);
  for (const key of ['rest', 'redis', 'admin']) expect(Object.keys(shown)).not.toContain(key);
});

test('schema prints JSON', () => {
  expect(JSON.parse(spork('config', 'schema').stdout)).toMatchObject({ title: 'gateway.yaml' });
});

test.each([
  [['confg'], 'Did you mean config?'],
  [['config', 'validat'], 'Did you mean validate?'],
  [['config', 'validate', '--confg', 'x'], 'Did you mean --config?'],
  [['config', 'validate', '--mode', 'x'], 'production'],
])('%j is bad usage with advice', (args, advice) => {
  const { status, stderr } = spork(...args);
  expect(status).toBe(2);
  expect(stderr).toContain(advice);
});

test('help and version end with 0, no command with the help and 2', () => {
  expect(spork('--help')).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('Exit codes:'),
    stderr: '',
  });
  expect(spork('--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(spork('config')).toMatchObject({ status: 2, stdout: expect.stringContaining('validate') });
});
