import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startNode } from '../../harness/index.js';

const SUPERGRAPH = ['--supergraph', 'test/fixtures/benchmark/supergraph.graphql'];

describe('spork plan', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'spork-plan-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const file = async (name: string, text: string): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, text);
    return path;
  };
  const run = async (...args: string[]) => {
    await using child = startNode(['dist/cli/main.js', 'plan', ...args]);
    const exitCode = await child.exited;
    return { exitCode, stdout: child.stdout, stderr: child.stderr };
  };

  it('prints the plan as a tree and ends', async () => {
    const path = await file('one.graphql', '{ me { id } }');
    const { exitCode, stdout } = await run(path, ...SUPERGRAPH);
    expect(stdout).toBe(
      'QueryPlan {\n  Fetch(service: "accounts") {\n    {\n      me {\n        id\n      }\n    }\n  }\n}\n',
    );
    expect(exitCode).toBe(0);
  });

  it('plans what serving refuses as too large or too heavy', async () => {
    const reviews =
      'reviews { id product { upc reviews { id author { id reviews { id product { upc inStock } } } } } }';
    const aliases = Array.from({ length: 300 }, (_, i) => `a${String(i)}: ${reviews}`).join(' ');
    const path = await file('heavy.graphql', `{ me { ${aliases} ${'id '.repeat(60)} } }`);
    const { exitCode, stdout, stderr } = await run(path, ...SUPERGRAPH);
    expect(stderr).toBe('');
    expect(stdout).toContain('a299: reviews');
    expect(exitCode).toBe(0);
  });

  it('composes supergraph.yaml', async () => {
    const path = await file('composed.graphql', '{ topProducts { upc inStock } }');
    const { exitCode, stdout } = await run(path, '--config', 'supergraph.yaml', '--engine', 'apollo');
    expect(stdout).toContain('Flatten(path: "topProducts.@") {\n      Fetch(service: "inventory")');
    expect(exitCode).toBe(0);
  });

  it('prints JSON, for the operation that is named, with either engine', async () => {
    const path = await file(
      'two.graphql',
      'query A { me { ...F } } query B { users { ...F } } fragment F on User { id }',
    );
    for (const engine of ['hive', 'apollo']) {
      const { stdout } = await run(
        path,
        ...SUPERGRAPH,
        '--operation-name',
        'B',
        '--json',
        '--engine',
        engine,
      );
      expect(JSON.parse(stdout)).toMatchObject({
        root: { kind: 'fetch', subgraph: 'accounts', operation: expect.stringContaining('users') as string },
      });
    }
  });

  it('decides conditions by the variables that are given, by their defaults, or as false', async () => {
    const path = await file(
      'conditions.graphql',
      'query($a: Boolean!, $b: Boolean = true) { me { id name @include(if: $a) username @include(if: $b) } }',
    );
    const off = await run(path, ...SUPERGRAPH);
    expect(off.stdout).toMatch(/id\s+username/);
    expect(off.stderr).toContain('$a, $b');
    const on = await run(path, ...SUPERGRAPH, '--variables', '{"a":true,"b":false}');
    expect(on.stdout).toMatch(/id\s+name\s+}/);
    expect(on.stderr).toBe('');
  });

  it.each([
    ['several operations', 'query A { me { id } } query B { me { id } }', [], 2, '--operation-name: A, B'],
    ['an unknown name', 'query A { me { id } }', ['--operation-name', 'X'], 2, 'Unknown operation named "X"'],
    ['a syntax error', '{ me {', [], 2, 'Syntax Error'],
    ['an unknown field', '{ nope }', [], 2, 'Cannot query field "nope"'],
    ['variables that are no object', '{ me { id } }', ['--variables', '[]'], 2, 'not a JSON object'],
  ])('refuses %s', async (_what, text, options, code, message) => {
    const { exitCode, stdout, stderr } = await run(
      await file('bad.graphql', text),
      ...SUPERGRAPH,
      ...options,
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('refuses files that are not there', async () => {
    expect(await run('missing.graphql', ...SUPERGRAPH)).toMatchObject({ exitCode: 2, stdout: '' });
    const path = await file('fine.graphql', '{ me { id } }');
    expect(await run(path, '--supergraph', 'missing.graphql')).toMatchObject({ exitCode: 2, stdout: '' });
    expect(await run(path, '--config', join(folder, 'missing.yaml'))).toMatchObject({
      exitCode: 2,
      stdout: '',
    });
  });
});
