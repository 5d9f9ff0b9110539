import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { PlanRequest } from './types.js';

const MAX_OPERATIONS = 1000;
const OPERATION_TTL_MS = 600_000;
/** Crashes older than this count no more. */
const WINDOW_MS = 60_000;
/** So many crashes in a window are put right at once: faults that nobody provokes are rare. */
const FREE_CRASHES = 2;
const FIRST_PAUSE_MS = 250;
const MAX_PAUSE_MS = 10_000;

/**
 * Keeps operations from ending a planner's process again and again: remembers each that did (at most 1000, for ten minutes), and
 * makes the pauses between starts longer when crashes follow one another, because every document may be another one.
 */
export class CrashGuard {
  readonly #operations: LRUCache<string, Error>;
  readonly #now: () => number;
  #crashes: number[] = [];

  /** @param now clock in milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
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
    const now = this.#now();
    this.#crashes = this.#crashes.filter((at) => now - at < WINDOW_MS).slice(-FREE_CRASHES - 10);
    this.#crashes.push(now);
    const beyond = this.#crashes.length - FREE_CRASHES;
    return beyond <= 0 ? 0 : Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (beyond - 1));
  }
}

const keyOf = ({ document, operationName, override }: PlanRequest): string =>
  createHash('sha256')
    .update(JSON.stringify([document, operationName, override]))
    .digest('base64');
