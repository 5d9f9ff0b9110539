import { setImmediate } from 'node:timers/promises';
import type { UsedOperation } from '../plan/index.js';
import type { Snapshot } from './snapshot.js';

export interface WarmUpOptions {
  /** Most operations made ready; 0: none. */
  readonly operations: number;
  /** Milliseconds for all of them; the rest is planned when it is asked for. */
  readonly timeout: number;
}

export interface WarmUpResult {
  readonly ready: number;
  /** Operations that the new schema refuses, or that could not be planned. */
  readonly refused: number;
  /** Operations that time was not left for. */
  readonly left: number;
}

/** Below this an operation is not worth the planner's time: most of those never come again. */
const MIN_RUNS = 2;
const NOTHING: WarmUpResult = { ready: 0, refused: 0, left: 0 };

/** Makes the most used operations of one snapshot ready on the next one, before that serves. */
export class WarmUp {
  readonly #options: WarmUpOptions;
  /** What an earlier warm-up did not come to: it is not among what ran on the snapshot that serves now. */
  #left: readonly UsedOperation[] = [];

  constructor(options: WarmUpOptions) {
    this.#options = options;
  }

  /**
   * One operation at a time, so that the planner and this thread have time for live traffic; ends early, never rejects, when the
   * time is over or `signal` aborts. Operations take half of their runs over, so that those used long ago fade.
   */
  async run(from: Snapshot | null, to: Snapshot, signal: AbortSignal): Promise<WarmUpResult> {
    const { operations, timeout } = this.#options;
    if (from === null || operations === 0) return NOTHING;
    const chosen = choose([...from.used(), ...this.#left], operations);
    const ended = AbortSignal.any([signal, AbortSignal.timeout(timeout)]);
    const end = aborted(ended);
    let ready = 0;
    let tried = 0;
    for (const used of chosen) {
      if (ended.aborted) break;
      const outcome = await Promise.race([attempt(to, used), end]);
      if (outcome === 'ended') break;
      tried++;
      if (outcome === 'ready') ready++;
      await setImmediate();
    }
    this.#left = chosen.slice(tried);
    return { ready, refused: tried - ready, left: this.#left.length };
  }
}

/** Operations that come twice have been warmed late, or run since: their runs count together. */
const choose = (all: readonly UsedOperation[], most: number): UsedOperation[] => {
  const byKey = new Map<string, UsedOperation>();
  for (const used of all) {
    const key = JSON.stringify([used.text, used.name, used.conditions]);
    byKey.set(key, { ...used, runs: used.runs + (byKey.get(key)?.runs ?? 0) });
  }
  return [...byKey.values()]
    .filter(({ runs }) => runs >= MIN_RUNS)
    .sort((a, b) => b.runs - a.runs)
    .slice(0, most);
};

const attempt = async (to: Snapshot, used: UsedOperation): Promise<'ready' | 'refused'> => {
  try {
    await to.warm({ ...used, runs: Math.floor(used.runs / 2) });
    return 'ready';
  } catch {
    return 'refused';
  }
};

const aborted = (signal: AbortSignal): Promise<'ended'> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve('ended'), { once: true }));
