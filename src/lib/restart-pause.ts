/** Crashes older than this count no more. */
const WINDOW_MS = 60_000;
const FIRST_PAUSE_MS = 250;
const MAX_PAUSE_MS = 10_000;
/** More crashes than this in a row change nothing: the pause is the longest by then. */
const REMEMBERED = 10;

/**
 * How long a process that crashed is left alone before it is started again: the first few crashes in a minute are put right at once,
 * later ones after a pause that doubles from 250 ms to 10 s.
 */
export class RestartPause {
  readonly #free: number;
  readonly #now: () => number;
  #crashes: number[] = [];

  /** @param free crashes in a minute without a pause. @param now clock in milliseconds. */
  constructor(free: number, now: () => number = () => performance.now()) {
    this.#free = free;
    this.#now = now;
  }

  /** Counts a crash. @returns milliseconds to wait before the next start. */
  crashed(): number {
    const now = this.#now();
    this.#crashes = this.#crashes.filter((at) => now - at < WINDOW_MS).slice(-this.#free - REMEMBERED);
    this.#crashes.push(now);
    const beyond = this.#crashes.length - this.#free;
    return beyond <= 0 ? 0 : Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (beyond - 1));
  }
}
