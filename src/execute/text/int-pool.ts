/** Arrays for reuse: collecting them for every request costs more than filling them. Sizes are powers of two. */

const SMALLEST = 6;
const LARGEST = 20;
/** Cells of all free arrays together; what is given back beyond that goes to the collector. */
const MAX_FREE_CELLS = 4 * 1024 * 1024;

const free: Int32Array[][] = Array.from({ length: LARGEST + 1 }, () => []);
let freeCells = 0;

const classOf = (length: number): number =>
  length <= 2 ** SMALLEST ? SMALLEST : 32 - Math.clz32(length - 1);

/** An array of at least `length` cells with arbitrary content. */
export const takeInts = (length: number): Int32Array => {
  const size = classOf(length);
  const known = size <= LARGEST ? free[size]?.pop() : undefined;
  if (known === undefined) return new Int32Array(2 ** size);
  freeCells -= known.length;
  return known;
};

/** Nothing may use the array any more. */
export const giveInts = (ints: Int32Array): void => {
  if (ints.length === 0 || freeCells + ints.length > MAX_FREE_CELLS) return;
  const list = free[classOf(ints.length)];
  if (list === undefined) return;
  list.push(ints);
  freeCells += ints.length;
};

export const NO_INTS = new Int32Array(0);
