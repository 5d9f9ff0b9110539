import { parseArgs } from 'node:util';

/**
 * @typedef {object} Options
 * @property {readonly string[] | undefined} workloads names or families such as `wide`; undefined: all
 * @property {readonly string[] | undefined} gateways undefined: all
 * @property {readonly string[] | undefined} nodes major versions; undefined: both, and one for growth
 * @property {number} rounds
 * @property {number} seconds counted in a turn
 * @property {string | undefined} compare revision that the working tree is compared with
 * @property {boolean} profile
 * @property {boolean} page write tables and chart of this run to the page, also when it is not whole
 * @property {readonly string[] | undefined} render files of results to write tables and charts of again, as one
 */

export const USAGE = `Usage: npm run bench -- [flags]

  --workload heavy,small   only these; a family such as wide or fan means all its sizes
  --gateway spork,hive     only these: spork, spork-defaults, hive, hive-no-dedupe, hive-jit, apollo, proxy, bare
  --node 24|20|both        Node versions, as far as they are there; default both, growth on the newest
  --rounds N               turns of every gateway, in turn; default 5
  --seconds S              counted time of a turn; default 3
  --compare REV            the working tree against REV on heavy and small; ends with 1 at -5 % requests/s or +5 % CPU
  --profile                CPU profile of this gateway on the workloads, instead of a comparison
  --page                   puts this run on the page (README.md) although it is not whole
  --render FILE,FILE       writes tables and charts again, of one results file or of several of the same commit`;

/** A wrong flag: its message says what would be right. */
export class UsageError extends Error {}

/** @param {string | undefined} text */
const names = (text) => text?.split(',').filter((name) => name !== '');

/**
 * @param {string} flag
 * @param {string} text
 * @param {number} least
 */
function number(flag, text, least) {
  const value = Number(text);
  if (!Number.isFinite(value) || value < least)
    throw new UsageError(`--${flag} is a number from ${least}, not ${text}.`);
  return value;
}

/**
 * @param {readonly string[]} args
 * @returns {Options}
 * @throws {UsageError}
 */
export function readOptions(args) {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        workload: { type: 'string' },
        gateway: { type: 'string' },
        node: { type: 'string' },
        rounds: { type: 'string', default: '5' },
        seconds: { type: 'string', default: '3' },
        compare: { type: 'string' },
        profile: { type: 'boolean', default: false },
        page: { type: 'boolean', default: false },
        render: { type: 'string' },
      },
    }));
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  return {
    workloads: names(values.workload),
    gateways: names(values.gateway),
    nodes: values.node === undefined || values.node === 'both' ? undefined : names(values.node),
    rounds: Math.round(number('rounds', values.rounds, 1)),
    seconds: number('seconds', values.seconds, 0.5),
    compare: values.compare,
    profile: values.profile,
    page: values.page,
    render: names(values.render),
  };
}
