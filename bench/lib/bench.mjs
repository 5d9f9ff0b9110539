import { openSession } from './session.mjs';
import { median } from './stats.mjs';
import { collectAnswers, compareAnswers, takeTurn } from './turns.mjs';

/**
 * @typedef {import('./session.mjs').Entrant} Entrant
 * @typedef {import('./session.mjs').RunningEntrant} RunningEntrant
 * @typedef {import('../workloads/index.mjs').Workload} Workload
 * @typedef {{ id: string, title: string, turns: import('./turns.mjs').Turn[], wrong?: string }} EntrantResult `wrong`: why it is not
 *   timed
 * @typedef {{ id: string, title: string, connections: number, growth?: Workload['growth'], entrants: EntrantResult[] }} WorkloadResult
 *
 * @typedef {object} BenchContext
 * @property {import('node:child_process').ChildProcess} load
 * @property {string} node runs the subgraphs
 * @property {number} rounds
 * @property {number} seconds
 * @property {(line: string) => void} say
 */

/** Enough for the optimising compiler on the first turn; later turns only refill caches and connections. */
const FIRST_WARM_UP_MS = 4000;
const WARM_UP_MS = 700;
/** All requests of a workload are sent once within this time, or the rest is recorded as it comes. */
const RECORDING_MS = 30_000;

/** Whose answers the others are compared with: the first that is there. */
const ORACLES = ['apollo', 'hive', 'spork'];

/**
 * Measures workloads that share one supergraph and one set of gateway processes.
 * @param {readonly { workload: Workload, entrants: readonly Entrant[] }[]} group
 * @param {BenchContext} context
 * @returns {Promise<WorkloadResult[]>}
 */
export async function benchGroup(group, context) {
  const [first] = group;
  if (first === undefined) return [];
  const { domain, dedupe = 'off' } = first.workload;
  const session = await openSession({ domain, dedupe, node: context.node });
  const pool = new ProcessPool(session, context.say);
  const results = [];
  try {
    for (const { workload, entrants } of group) {
      context.say(`${workload.id}: ${workload.title}`);
      const { fit, wrong } = await qualify(entrants, { pool, session, workload });
      for (const [entrant, reason] of wrong) context.say(`  ${entrant.id} is not timed: ${reason}`);
      results.push(await takeRounds(workload, { fit, wrong, session, context }));
    }
  } finally {
    await session.close();
  }
  return results;
}

/** Gateways stay up from one workload to the next, as long as they answer. */
class ProcessPool {
  #session;
  #say;
  /** @type {Map<string, RunningEntrant | string>} */
  #known = new Map();

  /** @param {import('./session.mjs').Session} session @param {(line: string) => void} say */
  constructor(session, say) {
    this.#session = session;
    this.#say = say;
  }

  /** @param {Entrant} entrant @returns {Promise<RunningEntrant | string>} or why it does not run */
  async get(entrant) {
    const known = this.#known.get(entrant.id);
    if (known !== undefined) return known;
    const running = await this.#session.start(entrant).catch((error) => String(error.message));
    if (typeof running !== 'string')
      this.#say(`  ${entrant.id} serves after ${(running.startMs / 1000).toFixed(1)} s`);
    this.#known.set(entrant.id, running);
    return running;
  }
}

/**
 * Starts the entrants and compares what they answer.
 * @param {readonly Entrant[]} entrants
 * @param {{ pool: ProcessPool, session: import('./session.mjs').Session, workload: Workload }} options
 * @returns {Promise<{ fit: RunningEntrant[], wrong: Map<Entrant, string> }>}
 */
async function qualify(entrants, { pool, session, workload }) {
  const wrong = new Map();
  /** @type {{ running: RunningEntrant, data: unknown[] }[]} */
  const answered = [];
  const byTrust = [...entrants].sort((a, b) => trust(a) - trust(b));
  for (const entrant of byTrust) {
    if (entrant.gateway.id === 'bare') session.setAnswer(JSON.stringify({ data: answered[0]?.data[0] }));
    const running = await pool.get(entrant);
    if (typeof running === 'string') {
      wrong.set(entrant, running);
      continue;
    }
    const answers = await collectAnswers(running, workload.bodies);
    if ('wrong' in answers) wrong.set(entrant, answers.wrong);
    else answered.push({ running, data: answers.data });
  }
  const equal = compareAnswers(answered);
  answered.forEach(({ running }, index) => {
    if (equal[index] !== true)
      wrong.set(running.entrant, `its answer differs from that of ${answered[0]?.running.entrant.id}`);
  });
  const fit = answered.map(({ running }) => running).filter(({ entrant }) => !wrong.has(entrant));
  fit.sort((a, b) => entrants.indexOf(a.entrant) - entrants.indexOf(b.entrant));
  return { fit, wrong };
}

/** @param {Entrant} entrant */
function trust({ gateway }) {
  const index = ORACLES.indexOf(gateway.id);
  return index < 0 ? ORACLES.length : index;
}

/**
 * @param {Workload} workload
 * @param {{ fit: RunningEntrant[], wrong: Map<Entrant, string>, session: import('./session.mjs').Session, context: BenchContext }} options
 * @returns {Promise<WorkloadResult>}
 */
async function takeRounds(workload, { fit, wrong, session, context }) {
  const turns = new Map(fit.map((running) => [running, /** @type {import('./turns.mjs').Turn[]} */ ([])]));
  for (let round = 0; round < context.rounds; round += 1) {
    for (const [running, taken] of turns) {
      if (wrong.has(running.entrant)) continue;
      try {
        taken.push(await oneTurn(workload, { running, session, round, context }));
      } catch (error) {
        wrong.set(running.entrant, error instanceof Error ? error.message : String(error));
        context.say(`  ${wrong.get(running.entrant)}`);
      }
    }
    context.say(`  round ${round + 1} of ${context.rounds}: ${progress(turns, wrong)}`);
  }
  const timed = [...turns].filter(([{ entrant }]) => !wrong.has(entrant));
  const lines = [
    ...timed.map(([{ entrant }, taken]) => ({ id: entrant.id, title: entrant.title, turns: taken })),
    ...[...wrong].map(([entrant, reason]) => ({
      id: entrant.id,
      title: entrant.title,
      turns: [],
      wrong: reason,
    })),
  ];
  const { id, title, connections, growth } = workload;
  return { id, title, connections, ...(growth === undefined ? {} : { growth }), entrants: lines };
}

/**
 * @param {Workload} workload
 * @param {{ running: RunningEntrant, session: import('./session.mjs').Session, round: number, context: BenchContext }} options
 */
async function oneTurn(workload, { running, session, round, context }) {
  const share = Math.floor(workload.bodies.length / context.rounds);
  const bodies =
    workload.once === true ? workload.bodies.slice(round * share, (round + 1) * share) : workload.bodies;
  const turn = { running, session, workload, bodies };
  // Every answer that this gateway will need of the subgraphs is recorded before anything counts.
  if (round === 0 && bodies.length > 1 && workload.once !== true) {
    await takeTurn(context.load, {
      ...turn,
      workload: { ...workload, once: true },
      warmUpMs: 0,
      countedMs: RECORDING_MS,
    });
  }
  return takeTurn(context.load, {
    ...turn,
    warmUpMs: round === 0 && workload.once !== true ? FIRST_WARM_UP_MS : WARM_UP_MS,
    countedMs: context.seconds * 1000,
  });
}

/** @param {Map<RunningEntrant, import('./turns.mjs').Turn[]>} turns @param {Map<Entrant, string>} wrong */
const progress = (turns, wrong) =>
  [...turns]
    .filter(([{ entrant }]) => !wrong.has(entrant))
    .map(([{ entrant }, taken]) => `${entrant.id} ${median(taken.map(({ cpuMs }) => cpuMs)).toPrecision(3)}`)
    .join(', ') + ' CPU ms/request';
