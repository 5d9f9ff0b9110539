import { growthExponent, median, summarize } from '../lib/stats.mjs';

/**
 * @typedef {import('../lib/bench.mjs').WorkloadResult} WorkloadResult
 * @typedef {import('../lib/bench.mjs').EntrantResult} EntrantResult
 *
 * @typedef {object} Results what a results file holds
 * @property {string} date
 * @property {string} command
 * @property {{ commit: string, dirty: boolean }} revision
 * @property {ReturnType<typeof import('../lib/machine.mjs').describeMachine>} machine
 * @property {readonly { name: string, version: string }[]} nodes
 * @property {{ rounds: number, seconds: number }} options
 * @property {readonly string[]} remarks
 * @property {import('../lib/harness-limits.mjs').HarnessLimits} harness
 * @property {readonly WorkloadResult[]} workloads
 * @property {readonly import('../lib/startup.mjs').StartupResult[]} startups
 */

const MB = 2 ** 20;

/**
 * Runs of different workloads as one.
 * @param {readonly Results[]} runs one or more
 * @returns {Results}
 * @throws {Error} when they are not of one commit, or not of the same rounds
 */
export function joinResults(runs) {
  const [first] = runs;
  if (first === undefined) throw new Error('There are no results to join.');
  const key = (/** @type {Results} */ { revision, options, machine }) =>
    JSON.stringify([revision, options, machine.cpu, machine.cores]);
  if (runs.some((run) => key(run) !== key(first))) {
    throw new Error('Only results of one commit, one machine and the same rounds are joined.');
  }
  return {
    ...first,
    command: runs.map(({ command }) => command).join('`, `'),
    workloads: runs.flatMap(({ workloads }) => workloads),
    startups: runs.flatMap(({ startups }) => startups),
  };
}

/**
 * @param {{ median: number, min: number, max: number }} summary
 * @param {(value: number) => string} show
 */
const range = ({ median: middle, min, max }, show) => `${show(middle)} (${show(min)}–${show(max)})`;

/** Three significant digits, with separators from a thousand. @param {number} value */
export const digits = (value) =>
  value >= 1000 ? Math.round(value).toLocaleString('en-US') : String(Number(value.toPrecision(3)));

/** @param {number} share */
const percent = (share) => `${Math.round(share * 100)} %`;

/**
 * Our gateway on the same Node: what the ratios of a line are to.
 * @param {readonly EntrantResult[]} entrants
 * @param {string} id
 */
export const ours = (entrants, id) =>
  entrants.find((one) => one.id === `spork@${id.split('@')[1]}` && one.turns.length > 0);

export const WORKLOAD_HEAD = [
  'gateway',
  'CPU ms/request',
  'CPU: ours ÷ its',
  'requests/s: ours ÷ its',
  'requests/s',
  'p50 / p95 / p99 ms',
  'peak memory',
  'busy: gateway, subgraphs, load',
  'fetches/answer',
];

/**
 * @param {WorkloadResult} workload
 * @returns {string[][]} a row for each gateway
 */
export function workloadRows({ entrants }) {
  return entrants.map((entrant) => {
    const { id, title, turns, wrong } = entrant;
    if (turns.length === 0) return [title, `not timed: ${firstLine(wrong)}`, '', '', '', '', '', '', ''];
    const of = (/** @type {keyof import('../lib/turns.mjs').Turn} */ key) =>
      summarize(turns.map((turn) => turn[key]));
    const own = ours(entrants, id);
    return [
      title,
      range(of('cpuMs'), digits),
      own === undefined || own === entrant ? '' : range(pairRatios(own, entrant, 'cpuMs'), digits),
      own === undefined || own === entrant ? '' : digits(pairRatios(own, entrant, 'rps').median),
      range(of('rps'), digits),
      [of('p50'), of('p95'), of('p99')].map((one) => digits(one.median)).join(' / '),
      `${Math.round(of('peakBytes').max / MB)} MB`,
      [of('gatewayBusy'), of('subgraphsBusy'), of('loadBusy')].map((one) => percent(one.median)).join(', '),
      digits(of('fetchesPerAnswer').median),
    ];
  });
}

/**
 * Turn by turn of the same round, so that what disturbed both cancels out.
 * @param {EntrantResult} one
 * @param {EntrantResult} other
 * @param {'cpuMs' | 'rps'} key
 */
export const pairRatios = (one, other, key) =>
  summarize(one.turns.map((turn, round) => turn[key] / (other.turns[round]?.[key] ?? NaN)));

/** @param {string | undefined} text */
const firstLine = (text = '') => (text.split('\n')[0] ?? '').slice(0, 160);

export const STARTUP_HEAD = [
  'gateway',
  'start s',
  'CPU s until then',
  'peak memory',
  'first time of an operation: CPU ms more',
  'ms more',
];

/** @param {import('../lib/startup.mjs').StartupResult} startup */
export function startupRows({ entrants }) {
  return entrants.map(({ title, starts, wrong }) => {
    if (starts.length === 0) return [title, `not timed: ${firstLine(wrong)}`, '', '', '', ''];
    const of = (/** @type {keyof import('../lib/startup.mjs').Start} */ key) =>
      summarize(starts.flatMap((one) => one[key] ?? []));
    const seconds = (/** @type {number} */ ms) => digits(ms / 1000);
    const planned = starts.some(({ planMs }) => planMs !== undefined);
    return [
      title,
      range(of('startMs'), seconds),
      range(of('startCpuMs'), seconds),
      `${Math.round(of('peakBytes').max / MB)} MB`,
      ...(planned ? [range(of('planCpuMs'), digits), range(of('planMs'), digits)] : ['', '']),
    ];
  });
}

/**
 * @typedef {{ family: string, lines: { id: string, title: string, exponent: number, points: { x: number, y: number }[] }[] }} Growth
 */

/**
 * CPU per request over the size, with the exponent fitted over the upper 100×, where fixed costs hide least.
 * @param {readonly WorkloadResult[]} workloads
 * @returns {Growth[]}
 */
export function growthOf(workloads) {
  const families = [
    ...new Set(workloads.flatMap(({ growth }) => (growth === undefined ? [] : [growth.family]))),
  ];
  return families.map((family) => {
    const members = workloads.filter(({ growth }) => growth?.family === family);
    const entrants = members[0]?.entrants ?? [];
    const lines = entrants.map(({ id, title }) => {
      const points = members.flatMap(({ growth, entrants: all }) => {
        const turns = all.find((one) => one.id === id)?.turns ?? [];
        return turns.length === 0 ? [] : [{ x: growth?.x ?? 0, y: median(turns.map(({ cpuMs }) => cpuMs)) }];
      });
      const most = Math.max(...points.map(({ x }) => x));
      const fitted = points.filter(({ x }) => x >= most / 100);
      return { id, title, points, exponent: fitted.length < 2 ? NaN : growthExponent(fitted) };
    });
    return { family, lines: lines.filter(({ points }) => points.length > 0) };
  });
}
