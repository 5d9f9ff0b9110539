import { WORKLOADS } from '../workloads/index.mjs';
import { ask } from './children.mjs';
import { openSession } from './session.mjs';

/**
 * What subgraphs and load can do without a gateway between them, on the one core that they share.
 * @typedef {object} HarnessLimits
 * @property {number} rps answers per second of both together
 * @property {number} subgraphCpuMs CPU of the subgraphs per answer
 * @property {number} loadCpuMs CPU of the load per answer
 */

const WARM_UP_MS = 1000;
const COUNTED_MS = 2000;

/**
 * @param {import('./bench.mjs').BenchContext} context
 * @returns {Promise<HarnessLimits>}
 */
export async function measureHarness({ load, node, say }) {
  const session = await openSession({ domain: 'benchmark', dedupe: 'off', node });
  try {
    const small = WORKLOADS.find(({ id }) => id === 'small');
    /** @type {import('../load/generator.mjs').LoadResult} */
    const result = await ask(load, {
      port: session.ports['accounts'],
      path: '/graphql',
      connections: 50,
      bodies: small?.bodies ?? [],
      warmUpMs: WARM_UP_MS,
      countedMs: COUNTED_MS,
      pids: { subgraphs: session.subgraphsPid },
    });
    if (result.failed > 0) throw new Error(`The subgraphs fail without a gateway: ${result.failure}`);
    const cpu = (/** @type {string} */ name) => (result.cpuMs[name] ?? 0) / result.completed;
    const limits = {
      rps: result.completed / result.seconds,
      subgraphCpuMs: cpu('subgraphs'),
      loadCpuMs: cpu('load'),
    };
    say(`subgraphs and load without a gateway: ${Math.round(limits.rps)} answers/s on one core`);
    return limits;
  } finally {
    await session.close();
  }
}
