import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { RestartPause } from '../lib/index.js';
import type { PlanRequest } from './types.js';

const MAX_OPERATIONS = 1000;
const OPERATION_TTL_MS = 600_000;
/** So many crashes in a minute are put right at once: faults that nobody provokes are rare. */
const FREE_CRASHES = 2;

/**
 * Keeps operations from ending a planner's process again and again: remembers each that did (at most 1000, for ten minutes), and
 * makes the pauses between starts longer when crashes follow one another, because every document may be another one.
 */
export class CrashGuard {
  readonly #operations: LRUCache<string, Error>;
  readonly #pause: RestartPause;

  /** @param now clock in milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.#pause = new RestartPause(FREE_CRASHES, now);
    this.#operations = new LRUCache({
      max: MAX_OPERATIONS,
      ttl: OPERATION_TTL_MS,
      perf: { now },
      ttlResolution: 0,
    });
  }

  /** What the operation ended the process with, if it did. */
  refusal(request: PlanRequest): Error | undefined {
    return this.#operations.size === 0 ? undefined : this.#operations.get(keyOf(request));
  }

  /** The process ended while it planned this operation and no other. */
  blame(request: PlanRequest, error: Error): void {
    this.#operations.set(keyOf(request), error);
  }

  /** Counts a crash. @returns milliseconds to wait before the process is started again. */
  crashed(): number {
    return this.#pause.crashed();
  }
}

const keyOf = ({ document, operationName, override }: PlanRequest): string =>
  createHash('sha256')
    .update(JSON.stringify([document, operationName, override]))
    .digest('base64');
