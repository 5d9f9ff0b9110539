/** A small seeded generator (mulberry32): the same seed gives the same operation on every machine. */

/** @typedef {{ next(): number, int(below: number): number, chance(p: number): boolean, pick<T>(items: readonly T[]): T }} Random */

/** @param {number} seed any 32-bit number @returns {Random} */
export function createRandom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const int = (/** @type {number} */ below) => Math.floor(next() * below);
  return { next, int, chance: (p) => next() < p, pick: (items) => items[int(items.length)] };
}

/** Mixes a run's seed and a case's number. @param {number} seed @param {number} index */
export const caseSeed = (seed, index) =>
  (Math.imul(seed, 0x9e3779b1) + Math.imul(index + 1, 0x85ebca6b)) >>> 0;
