import { performance } from 'node:perf_hooks';
import { postJson } from '../gateways/index.mjs';
import { largeOperations } from '../workloads/large.mjs';
import { measureTree } from './process-tree.mjs';
import { openSession } from './session.mjs';
import { median } from './stats.mjs';

/**
 * What one start of one gateway measured.
 * @typedef {object} Start
 * @property {number} startMs from starting the process to its first answer
 * @property {number} startCpuMs CPU time until then
 * @property {number} peakBytes most memory until the operations were answered
 * @property {number} [planMs] how much longer an operation takes the first time: to parse, validate, plan and compile it
 * @property {number} [planCpuMs] CPU time of the same
 *
 * @typedef {{ id: string, title: string, starts: Start[], wrong?: string }} StartupLine
 * @typedef {{ id: string, title: string, entrants: StartupLine[] }} StartupResult
 */

/** Times that a planned operation is asked again, to know what it costs without planning. */
const WARM_REPEATS = 5;

export const STARTUPS = [
  {
    id: 'large',
    domain: 'large',
    title: 'start over 100 subgraphs, 5,000 types; plan 20 fetches',
    operations: largeOperations(),
  },
  {
    id: 'start',
    domain: 'benchmark',
    title: 'start over the 4 subgraphs of the public benchmark',
    operations: [],
  },
];

/**
 * Starts every gateway anew in each round.
 * @param {(typeof STARTUPS)[number]} startup
 * @param {readonly import('./session.mjs').Entrant[]} entrants
 * @param {import('./bench.mjs').BenchContext} context
 * @returns {Promise<StartupResult>}
 */
export async function measureStartup(startup, entrants, context) {
  context.say(`${startup.id}: ${startup.title}`);
  const session = await openSession({ domain: startup.domain, dedupe: 'off', node: context.node });
  /** @type {StartupLine[]} */
  const lines = entrants.map(({ id, title }) => ({ id, title, starts: [] }));
  try {
    for (let round = 0; round < context.rounds; round += 1) {
      for (const [index, entrant] of entrants.entries()) {
        const line = lines[index];
        if (line === undefined || line.wrong !== undefined) continue;
        try {
          line.starts.push(await measureStart(session, entrant, startup.operations));
        } catch (error) {
          line.wrong = error instanceof Error ? error.message : String(error);
          context.say(`  ${entrant.id}: ${line.wrong}`);
        }
      }
      context.say(`  round ${round + 1} of ${context.rounds}: ${progress(lines)}`);
    }
  } finally {
    await session.close();
  }
  return { id: startup.id, title: startup.title, entrants: lines };
}

/** @param {readonly StartupLine[]} lines */
const progress = (lines) =>
  lines
    .filter(({ starts }) => starts.length > 0)
    .map(({ id, starts }) => `${id} ${(median(starts.map(({ startMs }) => startMs)) / 1000).toFixed(1)} s`)
    .join(', ');

/**
 * @param {import('./session.mjs').Session} session
 * @param {import('./session.mjs').Entrant} entrant
 * @param {readonly string[]} operations
 * @returns {Promise<Start>}
 */
async function measureStart(session, entrant, operations) {
  const running = await session.start(entrant);
  try {
    const { cpuMs } = measureTree(running.pid);
    const url = `http://127.0.0.1:${running.port}${entrant.gateway.path}`;
    const planning = operations.length === 0 ? {} : await measurePlanning(running.pid, { url, operations });
    return {
      startMs: running.startMs,
      startCpuMs: cpuMs,
      peakBytes: measureTree(running.pid).peakBytes,
      ...planning,
    };
  } finally {
    await running.stop();
  }
}

/**
 * Asks operations for the first time, and then again: the difference is what only the first time costs.
 * @param {number} pid
 * @param {{ url: string, operations: readonly string[] }} options
 */
async function measurePlanning(pid, { url, operations }) {
  const bodies = operations.map((query) => JSON.stringify({ query }));
  const pass = async () => {
    const before = measureTree(pid).cpuMs;
    const times = [];
    for (const body of bodies) times.push(await timed(url, body));
    return { ms: median(times), cpuMs: (measureTree(pid).cpuMs - before) / bodies.length };
  };
  const first = await pass();
  const again = [];
  for (let repeat = 0; repeat < WARM_REPEATS; repeat += 1) again.push(await pass());
  return {
    planMs: first.ms - median(again.map(({ ms }) => ms)),
    planCpuMs: first.cpuMs - median(again.map(({ cpuMs }) => cpuMs)),
  };
}

/** @param {string} url @param {string} body */
async function timed(url, body) {
  const started = performance.now();
  const answer = await postJson(url, body);
  if (answer.errors !== undefined || !answer.data)
    throw new Error(`answers ${JSON.stringify(answer).slice(0, 300)}`);
  return performance.now() - started;
}
