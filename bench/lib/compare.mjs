import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GATEWAYS } from '../gateways/index.mjs';
import { WORKLOADS } from '../workloads/index.mjs';
import { undoAtEnd } from './children.mjs';
import { benchGroup } from './bench.mjs';
import { entrantOf } from './entrants.mjs';
import { git, ROOT } from './machine.mjs';
import { judge } from './regression-gate.mjs';

const COMPARED = ['heavy', 'small'];

/**
 * Runs a revision and the working tree in turn, on heavy and small.
 * @param {string} revision anything that git understands
 * @param {{ node: { name: string, version: string, program: string }, context: import('./bench.mjs').BenchContext }} options
 * @returns {Promise<import('./regression-gate.mjs').Verdict[]>}
 * @throws {Error} when the revision cannot be built, or one of the two does not answer
 */
export async function compareWith(revision, { node, context }) {
  const folder = mkdtempSync(join(tmpdir(), 'spork-compare-'));
  const remove = undoAtEnd(() => {
    spawnSync('git', ['worktree', 'remove', '--force', folder], { cwd: ROOT });
    rmSync(folder, { recursive: true, force: true });
  });
  try {
    context.say(`building ${revision} …`);
    git('worktree', 'add', '--detach', '--force', folder, revision);
    buildIn(folder);
    return await measurePair(folder, { revision, node, context });
  } finally {
    remove();
  }
}

/** @param {string} folder */
function buildIn(folder) {
  const lock = (/** @type {string} */ root) => readFileSync(join(root, 'package-lock.json'), 'utf8');
  // The same packages are not installed twice.
  if (lock(folder) === lock(ROOT)) symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  else
    run(folder, 'npm', [
      'install',
      '--no-save',
      '--include=dev',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
    ]);
  run(folder, process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json']);
  if (existsSync(join(folder, 'scripts/build-assets.mjs')))
    run(folder, process.execPath, ['scripts/build-assets.mjs']);
}

/** @param {string} cwd @param {string} program @param {readonly string[]} args */
function run(cwd, program, args) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed:\n${stdout}${stderr}`);
}

/**
 * @param {string} folder
 * @param {{ revision: string, node: { name: string, version: string, program: string }, context: import('./bench.mjs').BenchContext }} options
 */
async function measurePair(folder, { revision, node, context }) {
  const spork = GATEWAYS.find(({ id }) => id === 'spork');
  if (spork === undefined) throw new Error('This gateway is not in the list.');
  const before = { ...entrantOf(spork, node), id: revision, dist: join(folder, 'dist') };
  const after = { ...entrantOf(spork, node), id: 'working tree', dist: `${ROOT}/dist` };
  const group = WORKLOADS.filter(({ id }) => COMPARED.includes(id)).map((workload) => ({
    workload,
    entrants: [before, after],
  }));
  const results = await benchGroup(group, context);
  return results.map(({ id, entrants }) => {
    const failed = entrants.find(({ wrong }) => wrong !== undefined);
    if (failed !== undefined) throw new Error(`${failed.id} cannot be compared on ${id}: ${failed.wrong}`);
    const turns = (/** @type {string} */ name) =>
      entrants.find((entrant) => entrant.id === name)?.turns ?? [];
    return judge(id, turns(before.id), turns(after.id));
  });
}
