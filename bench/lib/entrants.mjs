import { findNodes, GATEWAYS, sporkConfig } from '../gateways/index.mjs';
import { WORKLOADS } from '../workloads/index.mjs';
import { ROOT } from './machine.mjs';
import { UsageError } from './options.mjs';
import { STARTUPS } from './startup.mjs';

/**
 * @typedef {import('./session.mjs').Entrant} Entrant
 * @typedef {import('../workloads/index.mjs').Workload} Workload
 * @typedef {{ workload: Workload, entrants: Entrant[] }} Planned
 * @typedef {{ startup: (typeof STARTUPS)[number], entrants: Entrant[] }} PlannedStartup
 */

/**
 * @param {readonly string[] | undefined} wanted
 * @param {string} id `wide` means `wide-10` and its other sizes
 */
const chosen = (wanted, id) =>
  wanted === undefined || wanted.includes(id) || wanted.includes(id.replace(/-\d+$/, ''));

/**
 * What is run: workloads in groups that share their processes, and starts.
 * @param {import('./options.mjs').Options} options
 * @returns {{ groups: Planned[][], startups: PlannedStartup[], nodes: ReturnType<typeof findNodes> }}
 * @throws {UsageError} when a name is unknown
 */
export function planRun(options) {
  const nodes = findNodes().filter(({ name }) => options.nodes === undefined || options.nodes.includes(name));
  if (nodes.length === 0) throw new UsageError(`There is no Node ${options.nodes?.join(', ')} here.`);
  const gateways = GATEWAYS.filter(
    ({ id }) =>
      (options.gateways === undefined || options.gateways.includes(id)) &&
      // A version that knows no de-duplication has nothing to switch off: both lines would be one.
      (id !== 'spork-defaults' || sporkConfig(`${ROOT}/dist`, 'off').name !== 'spork-defaults'),
  );
  const workloads = WORKLOADS.filter(({ id }) => chosen(options.workloads, id));
  const startups = STARTUPS.filter(({ id }) => chosen(options.workloads, id));
  if (gateways.length === 0) throw new UsageError(`Gateways are ${GATEWAYS.map(({ id }) => id).join(', ')}.`);
  if (workloads.length + startups.length === 0) {
    throw new UsageError(`Workloads are ${[...WORKLOADS, ...STARTUPS].map(({ id }) => id).join(', ')}.`);
  }
  const all = nodes.map((node) => gateways.map((gateway) => entrantOf(gateway, node)));
  // Growth is a shape: one Node shows it, unless another was asked for.
  const planned = workloads.map((workload) => ({
    workload,
    entrants: (workload.growth === undefined ? all : all.slice(0, 1))
      .flat()
      .filter(({ gateway: { only, variant } }) =>
        variant === true ? workload.dedupe !== 'on' : only === undefined || only.includes(workload.id),
      ),
  }));
  return {
    groups: groupBy(planned, ({ workload }) => `${workload.domain} ${workload.dedupe ?? 'off'}`),
    startups: startups.map((startup) => ({
      startup,
      entrants: all.flat().filter(({ gateway: { only, variant } }) => only === undefined && variant !== true),
    })),
    nodes,
  };
}

/**
 * @param {import('../gateways/index.mjs').Gateway} gateway
 * @param {{ name: string, version: string, program: string }} node
 * @returns {Entrant}
 */
export const entrantOf = (gateway, node) => ({
  id: `${gateway.id}@${node.name}`,
  title: `${gateway.title}, Node ${node.name}`,
  gateway,
  node,
  dist: `${ROOT}/dist`,
});

/**
 * @template T
 * @param {readonly T[]} items
 * @param {(item: T) => string} key
 * @returns {T[][]}
 */
function groupBy(items, key) {
  /** @type {Map<string, T[]>} */
  const groups = new Map();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return [...groups.values()];
}
