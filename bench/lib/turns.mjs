import { isDeepStrictEqual } from 'node:util';
import { postJson } from '../gateways/index.mjs';
import { ask } from './children.mjs';

/**
 * What one turn of one gateway measured.
 * @typedef {object} Turn
 * @property {number} cpuMs CPU of the gateway's process tree per answer, in milliseconds
 * @property {number} rps answers per second
 * @property {number} p50 milliseconds
 * @property {number} p95 milliseconds
 * @property {number} p99 milliseconds
 * @property {number} peakBytes most memory of the tree so far
 * @property {number} gatewayBusy share of one core that the gateway used
 * @property {number} subgraphsBusy share of one core that the subgraphs used
 * @property {number} loadBusy share of one core that the load used
 * @property {number} fetchesPerAnswer requests to subgraphs per answer
 */

/** Bodies compared between the gateways, the last ones; more would only repeat the same plan. */
const COMPARED = 20;

/**
 * Asks a gateway for the answers that are compared. Errors are part of none: a benchmark of failures measures nothing.
 * @param {import('./session.mjs').RunningEntrant} running
 * @param {readonly string[]} bodies
 * @returns {Promise<{ data: unknown[] } | { wrong: string }>}
 */
export async function collectAnswers({ port, entrant }, bodies) {
  const url = `http://127.0.0.1:${port}${entrant.gateway.path}`;
  const data = [];
  for (const body of bodies.slice(-COMPARED)) {
    const answer = await postJson(url, body);
    if (answer.errors !== undefined)
      return { wrong: `errors: ${JSON.stringify(answer.errors).slice(0, 300)}` };
    data.push(answer.data);
  }
  return { data };
}

/**
 * @param {readonly { data: unknown[] }[]} answers the first is what the others are compared with
 * @returns {boolean[]} whether each says the same
 */
export const compareAnswers = (answers) =>
  answers.map((answer) => isDeepStrictEqual(answer.data, answers[0]?.data));

/**
 * @param {import('node:child_process').ChildProcess} load
 * @param {{ running: import('./session.mjs').RunningEntrant, session: import('./session.mjs').Session,
 *   workload: import('../workloads/index.mjs').Workload, bodies: readonly string[], warmUpMs: number, countedMs: number }} options
 * @returns {Promise<Turn>}
 * @throws {Error} when an answer is not data
 */
export async function takeTurn(load, { running, session, workload, bodies, warmUpMs, countedMs }) {
  const before = await ask(session.subgraphs, {});
  /** @type {import('../load/generator.mjs').LoadResult} */
  const result = await ask(load, {
    port: running.port,
    path: running.entrant.gateway.path,
    connections: workload.connections,
    bodies,
    once: workload.once === true,
    warmUpMs,
    countedMs,
    pids: { gateway: running.pid, subgraphs: session.subgraphsPid },
  });
  const after = await ask(session.subgraphs, {});
  if (result.failed > 0) {
    throw new Error(`${running.entrant.id} failed ${result.failed} of ${workload.id}: ${result.failure}`);
  }
  if (result.completed === 0)
    throw new Error(`${running.entrant.id} answered nothing of ${workload.id} in time`);
  const busy = (/** @type {string} */ name) => (result.cpuMs[name] ?? 0) / (result.seconds * 1000);
  return {
    cpuMs: (result.cpuMs['gateway'] ?? 0) / result.completed,
    rps: result.completed / result.seconds,
    ...result.latencyMs,
    peakBytes: result.peakBytes['gateway'] ?? 0,
    gatewayBusy: busy('gateway'),
    subgraphsBusy: busy('subgraphs'),
    loadBusy: busy('load'),
    fetchesPerAnswer: (after.answered - before.answered) / result.answered,
  };
}
