import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { REPOSITORY_ROOT } from '../harness/index.js';

const run = promisify(execFile);
const SOURCES = [
  'bin',
  'package.json',
  'package-lock.json',
  'scripts',
  'src',
  'subgraphs',
  'supergraph.yaml',
  'tsconfig.build.json',
  'tsconfig.json',
];

test('npx spork works in a clone that was never built, and prints the result alone on stdout', async () => {
  const clone = await mkdtemp(join(tmpdir(), 'spork-clone-'));
  try {
    for (const name of SOURCES) await cp(join(REPOSITORY_ROOT, name), join(clone, name), { recursive: true });
    await symlink(join(REPOSITORY_ROOT, 'node_modules'), join(clone, 'node_modules'));
    const npx = ['--offline', '--cache', join(clone, '.npm'), 'spork'];
    const { stdout, stderr } = await run('npx', [...npx, 'compose', '--json'], { cwd: clone });
    expect(stderr).toContain('setup: building');
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, id: expect.any(String) as string });

    const again = await run('npm', ['run', '--silent', 'spork', '--', '--version'], { cwd: clone });
    const { version } = JSON.parse(await readFile(join(clone, 'package.json'), 'utf8')) as {
      version: string;
    };
    expect(again).toMatchObject({ stdout: `${version}\n`, stderr: '' });
  } finally {
    await rm(clone, { recursive: true, force: true });
  }
}, 240_000);
