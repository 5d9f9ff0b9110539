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

/**
 * @typedef {import('./turns.mjs').Turn} Turn
 * @typedef {{ name: string, version: string, program: string }} NodeProgram
 */

const COMPARED = ['heavy', 'small'];

/**
 * Runs a revision and the working tree in turn, on heavy and small.
 * @param {string} revision anything that git understands
 * @param {{ node: NodeProgram, context: import('./bench.mjs').BenchContext }} options
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
 * Both versions start anew in every round, in turn which of them goes first: two processes of the same build differ by more than
 * two turns of the same process. What fails is measured as long again, and judged by all rounds.
 * @param {string} folder
 * @param {{ revision: string, node: NodeProgram, context: import('./bench.mjs').BenchContext }} options
 */
async function measurePair(folder, { revision, node, context }) {
  const spork = GATEWAYS.find(({ id }) => id === 'spork');
  if (spork === undefined) throw new Error('This gateway is not in the list.');
  const before = { ...entrantOf(spork, node), id: revision, dist: join(folder, 'dist') };
  const after = { ...entrantOf(spork, node), id: 'working tree' };
  /** @type {Map<string, { before: Turn[], after: Turn[] }>} */
  const turns = new Map(COMPARED.map((id) => [id, { before: [], after: [] }]));
  const judgeAll = () => [...turns].map(([id, taken]) => judge(id, taken.before, taken.after));
  let verdicts = judgeAll();
  for (let round = 0; round < 2 * context.rounds; round += 1) {
    if (round === context.rounds && verdicts.every(({ failures }) => failures.length === 0)) break;
    if (round === context.rounds) context.say('worse: as many rounds again, to be sure');
    context.say(`round ${round + 1}`);
    const order = round % 2 === 0 ? [before, after] : [after, before];
    for (const { id, entrants } of await benchGroup(groupOf(order), { ...context, rounds: 1 })) {
      turns.get(id)?.before.push(...turnsOf(entrants, { workload: id, entrant: before.id }));
      turns.get(id)?.after.push(...turnsOf(entrants, { workload: id, entrant: after.id }));
    }
    verdicts = judgeAll();
  }
  return verdicts;
}

/** @param {readonly import('./session.mjs').Entrant[]} entrants */
const groupOf = (entrants) =>
  WORKLOADS.filter(({ id }) => COMPARED.includes(id)).map((workload) => ({ workload, entrants }));

/**
 * @param {readonly import('./bench.mjs').EntrantResult[]} results
 * @param {{ workload: string, entrant: string }} wanted
 * @returns {Turn[]}
 */
function turnsOf(results, { workload, entrant }) {
  const result = results.find(({ id }) => id === entrant);
  if (result?.wrong !== undefined)
    throw new Error(`${entrant} cannot be compared on ${workload}: ${result.wrong}`);
  return result?.turns ?? [];
}
