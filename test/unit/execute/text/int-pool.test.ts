import { giveInts, NO_INTS, takeInts } from '../../../../src/execute/text/int-pool.js';

test('gives arrays of at least the length asked for, never larger than twice that or 64', () => {
  for (const length of [0, 1, 63, 64, 65, 1000, 1025, 3_000_000]) {
    const ints = takeInts(length);
    expect(ints.length).toBeGreaterThanOrEqual(length);
    expect(ints.length).toBeLessThanOrEqual(Math.max(64, length * 2));
  }
});

test('takes arrays again that were given back', () => {
  const ints = takeInts(5000);
  giveInts(ints);
  expect(takeInts(4100)).toBe(ints);
  expect(takeInts(4100)).not.toBe(ints);
});

test('keeps no more than 16 MB of free arrays, and none that are very large or empty', () => {
  const large = takeInts(2_000_000);
  giveInts(large);
  expect(takeInts(2_000_000)).not.toBe(large);
  giveInts(NO_INTS);
  expect(takeInts(0)).not.toBe(NO_INTS);
  const many = Array.from({ length: 10 }, () => takeInts(1 << 20));
  for (const ints of many) giveInts(ints);
  const again = Array.from({ length: 10 }, () => takeInts(1 << 20));
  expect(again.filter((ints) => many.includes(ints)).length).toBeLessThanOrEqual(4);
});
