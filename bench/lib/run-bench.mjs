import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findNodes, sporkConfig } from '../gateways/index.mjs';
import { renderChart } from '../report/chart.mjs';
import { renderReadme } from '../report/readme.mjs';
import { joinResults, STARTUP_HEAD, startupRows, WORKLOAD_HEAD, workloadRows } from '../report/summary.mjs';
import { textTable } from '../report/table.mjs';
import { benchGroup } from './bench.mjs';
import { CORES, pinning, startPinned, stopAll } from './children.mjs';
import { compareWith } from './compare.mjs';
import { planRun } from './entrants.mjs';
import { measureHarness } from './harness-limits.mjs';
import { describeMachine, revision, ROOT } from './machine.mjs';
import { profileWorkload } from './profile.mjs';
import { measureStartup } from './startup.mjs';

/**
 * @typedef {import('./options.mjs').Options} Options
 * @typedef {(line: string) => void} Say
 */

const RESULTS = fileURLToPath(new URL('../results', import.meta.url));
const README = fileURLToPath(new URL('../README.md', import.meta.url));
const LOAD = fileURLToPath(new URL('../load/main.mjs', import.meta.url));
const INTERRUPTED = 130;

/**
 * @param {Options} options
 * @param {Say} say
 * @returns {Promise<number>} exit code
 */
export async function runBench(options, say) {
  if (options.render !== undefined) return render(options.render, say);
  stopWhenInterrupted(say);
  if (!pinning) say('One core or no taskset: nothing is pinned, and figures of different runs say little.');
  const [node] = findNodes();
  if (node === undefined) throw new Error('There is no Node to run on.');
  const load = startPinned([node.program, LOAD], { core: CORES.rest, ipc: true });
  const context = {
    load: load.child,
    node: node.program,
    rounds: options.rounds,
    seconds: options.seconds,
    say,
  };
  try {
    if (options.compare !== undefined) return await compare(options.compare, { node, context });
    if (options.profile) return await profile(options, context);
    return await measure(options, context);
  } finally {
    await stopAll();
  }
}

/** @param {Say} say */
function stopWhenInterrupted(say) {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.once(signal, () => {
      say(`${signal}: stopping what was started …`);
      stopAll().finally(() => process.exit(INTERRUPTED));
    });
  }
}

/**
 * @param {Options} options
 * @param {import('./bench.mjs').BenchContext} context
 */
async function measure(options, context) {
  const { groups, startups, nodes } = planRun(options);
  context.say(estimate(groups, { starts: startups.length, options }));
  const machine = describeMachine();
  const harness = await measureHarness(context);
  const workloads = [];
  for (const group of groups) {
    const measured = await benchGroup(group, context);
    for (const one of measured) print(one, WORKLOAD_HEAD, workloadRows(one));
    workloads.push(...measured);
  }
  const starts = [];
  for (const { startup, entrants } of startups) {
    const measured = await measureStartup(startup, entrants, context);
    print(measured, STARTUP_HEAD, startupRows(measured));
    starts.push(measured);
  }
  const results = {
    date: new Date().toISOString(),
    command: ['npm run bench', ...(process.argv.length > 2 ? ['--'] : []), ...process.argv.slice(2)].join(
      ' ',
    ),
    revision: revision(),
    machine,
    nodes: nodes.map(({ name, version }) => ({ name, version })),
    options: { rounds: options.rounds, seconds: options.seconds },
    remarks: remarks(),
    harness,
    workloads,
    startups: starts,
  };
  const whole = options.page || (options.workloads === undefined && options.gateways === undefined);
  const file = fileOf(results, whole ? '' : `.${results.date.slice(11, 19).replaceAll(':', '')}.part`);
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(file, JSON.stringify(results));
  writeReport(results, { file, readme: whole });
  context.say(`results: ${file}`);
  return 0;
}

/** Settings that this version of the gateway refuses are said, not hidden. */
function remarks() {
  return /** @type {const} */ (['off', 'on'])
    .filter((dedupe) => sporkConfig(`${ROOT}/dist`, dedupe).name === 'spork-defaults')
    .map(
      (dedupe) =>
        `This version of the gateway has no setting for de-duplication ${dedupe}: it ran with its defaults.`,
    );
}

/**
 * @param {readonly (readonly import('./entrants.mjs').Planned[])[]} groups
 * @param {{ starts: number, options: Options }} rest
 */
function estimate(groups, { starts, options: { rounds, seconds } }) {
  const workloads = groups.flat();
  const turns = workloads.reduce((sum, { entrants }) => sum + entrants.length, 0);
  // A turn warms up and drains, the first of a line warms up longer, and the large supergraph takes its time to start.
  const total = turns * (rounds * (seconds + 1.5) + 5) + starts * rounds * 30;
  return `${workloads.length + starts} workloads, ${rounds} rounds of ${seconds} s: about ${Math.ceil(total / 60)} minutes`;
}

/**
 * @param {{ id: string, title: string }} measured
 * @param {readonly string[]} head
 * @param {readonly string[][]} rows
 */
function print({ id, title }, head, rows) {
  process.stdout.write(`\n${id}: ${title}\n\n${textTable(head, rows)}\n\n`);
}

/**
 * @param {import('../report/summary.mjs').Results} results
 * @param {{ file: string, readme: boolean }} options `readme`: only a whole run belongs on the page
 */
function writeReport(results, { file, readme }) {
  const chart = file.replace(/\.json$/, '.svg');
  writeFileSync(chart, renderChart(results));
  if (!readme) return;
  const relative = (/** @type {string} */ path) => `results/${basename(path)}`;
  writeFileSync(README, renderReadme(results, { chart: relative(chart), file: relative(file) }));
}

/** @param {readonly string[]} files @param {Say} say */
function render(files, say) {
  const results = joinResults(files.map((file) => JSON.parse(readFileSync(file, 'utf8'))));
  const file = files.length === 1 ? String(files[0]) : fileOf(results, '');
  if (files.length > 1) writeFileSync(file, JSON.stringify(results));
  writeReport(results, { file, readme: true });
  say(`written: ${README} and the chart beside ${file}`);
  return 0;
}

/**
 * @param {{ date: string, revision: { commit: string } }} results
 * @param {string} suffix
 */
const fileOf = ({ date, revision: { commit } }, suffix) =>
  `${RESULTS}/${date.slice(0, 10)}-${commit}${suffix}.json`;

/**
 * @param {Options} options
 * @param {import('./bench.mjs').BenchContext} context
 */
async function profile(options, context) {
  const { groups } = planRun({
    ...options,
    gateways: ['spork'],
    workloads: options.workloads ?? ['heavy', 'small'],
  });
  for (const planned of groups.flat()) await profileWorkload(planned, context);
  return 0;
}

/**
 * @param {string} revisionName
 * @param {{ node: ReturnType<typeof findNodes>[number], context: import('./bench.mjs').BenchContext }} options
 */
async function compare(revisionName, options) {
  const verdicts = await compareWith(revisionName, options);
  const rows = verdicts.map(({ workload, rps, cpuMs, failures }) => [
    workload,
    rps.toFixed(3),
    cpuMs.toFixed(3),
    failures.length === 0 ? 'passes' : 'FAILS',
  ]);
  const head = ['workload', 'requests/s, new / old', 'CPU per request, new / old', ''];
  process.stdout.write(`\n${textTable(head, rows)}\n`);
  for (const failure of verdicts.flatMap(({ failures }) => failures))
    process.stdout.write(`worse: ${failure}\n`);
  return verdicts.every(({ failures }) => failures.length === 0) ? 0 : 1;
}
