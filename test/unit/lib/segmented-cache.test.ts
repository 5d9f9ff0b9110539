import fc from 'fast-check';
import { SegmentedCache } from '../../../src/lib/index.js';

interface Value {
  readonly name: string;
  readonly bytes: number;
  readonly cost: number;
}
const value = (name: string, { bytes = 1, cost = 0 } = {}): Value => ({ name, bytes, cost });
const cacheOf = (maxEntries: number, maxBytes = 1e6): SegmentedCache<Value> =>
  new SegmentedCache({
    maxEntries,
    maxBytes,
    estimateBytes: ({ bytes }, _key, reused) => (reused ? bytes * 3 : bytes),
    isExpensive: ({ cost }) => cost > 10,
  });
const flood = (cache: SegmentedCache<Value>, count: number): void => {
  for (let index = 0; index < count; index++) cache.set(`flood ${index}`, value('flood'));
};

test('a flood of 10,000 cheap values leaves what was used twice and what is expensive; the rest churns', () => {
  const cache = cacheOf(100);
  cache.set('once', value('once'));
  cache.set('used', value('used'));
  expect(cache.get('used')).toBeDefined();
  cache.set('expensive', value('expensive', { cost: 11 }));
  cache.set('known to be reused', value('shared'), true);
  cache.set('protected', value('protected'));
  cache.protect('protected');
  flood(cache, 10_000);
  const kept = ['used', 'expensive', 'known to be reused', 'protected', 'flood 9999', 'once', 'flood 1'];
  expect(kept.filter((key) => cache.get(key) !== undefined)).toEqual(kept.slice(0, 5));
  expect(cache.stats).toMatchObject({ entries: 100, maxEntries: 100, hits: 6, misses: 2 });
});

test('new values may take all that protected ones leave, so that a working set that fits stays', () => {
  const cache = cacheOf(100);
  for (let round = 0; round < 2; round++)
    for (let index = 0; index < 95; index++)
      if (cache.get(`${index}`) === undefined) cache.set(`${index}`, value('set'));
  expect(cache.stats).toMatchObject({ entries: 95, hits: 95, misses: 95 });
});

test('protected values make room for one another, those used last longest, and then count as new', () => {
  const cache = cacheOf(10);
  for (let index = 0; index < 9; index++) cache.set(`${index}`, value('shared'), true);
  expect(cache.stats.entries).toBe(9);
  flood(cache, 10);
  expect(cache.get('0')).toBeUndefined();
  for (let index = 1; index < 9; index++) expect(cache.get(`${index}`)).toBeDefined();
});

test('bytes are bounded as well, with what a value grows by when it is used again', () => {
  const cache = cacheOf(1000, 100);
  cache.set('a', value('a', { bytes: 20 }));
  expect(cache.stats.bytes).toBe(20);
  cache.get('a');
  expect(cache.stats.bytes).toBe(60);
  flood(cache, 50);
  expect(cache.stats).toMatchObject({ bytes: 100, entries: 41 });
  cache.set('too large', value('too large', { bytes: 90 }));
  expect(cache.get('too large')).toBeUndefined();
  expect(cache.get('a')).toBeDefined();
});

test('what is large but fits pushes out no more than it needs', () => {
  const cache = cacheOf(1000, 100);
  flood(cache, 100);
  cache.set('large', value('large', { bytes: 25 }));
  expect(cache.stats).toMatchObject({ bytes: 100, entries: 26 });
  expect(cache.get('large')).toBeDefined();
});

test('it forgets: one key, or all', () => {
  const cache = cacheOf(10);
  cache.set('a', value('a'));
  cache.set('b', value('b'), true);
  expect([...cache.values()].map(({ name }) => name)).toEqual(['b', 'a']);
  expect([cache.delete('a'), cache.delete('b'), cache.delete('c')]).toEqual([true, true, false]);
  cache.set('d', value('d'));
  cache.clear();
  expect(cache.stats).toMatchObject({ entries: 0, bytes: 0 });
});

test('whatever is done, both bounds hold, and a value found is the one that was set last', () => {
  const step = fc.record({
    key: fc.integer({ min: 0, max: 30 }).map(String),
    kind: fc.constantFrom('get', 'set', 'share', 'protect', 'delete'),
    bytes: fc.integer({ min: 1, max: 60 }),
    cost: fc.integer({ min: 0, max: 12 }),
  });
  const bounds = fc.record({
    entries: fc.integer({ min: 1, max: 12 }),
    bytes: fc.integer({ min: 1, max: 200 }),
  });
  fc.assert(
    fc.property(bounds, fc.array(step, { maxLength: 200 }), ({ entries, bytes }, steps) => {
      const cache = cacheOf(entries, bytes);
      const last = new Map<string, Value>();
      for (const { key, kind, ...size } of steps) {
        if (kind === 'get') expect([undefined, last.get(key)]).toContain(cache.get(key));
        else if (kind === 'protect') cache.protect(key);
        else if (kind === 'delete') cache.delete(key);
        else {
          last.set(key, value(key, size));
          cache.set(key, last.get(key) as Value, kind === 'share');
        }
        const { stats } = cache;
        expect(stats.entries).toBeLessThanOrEqual(entries);
        expect(stats.bytes).toBeLessThanOrEqual(bytes);
        expect(stats.entries).toBe([...cache.values()].length);
      }
    }),
    { numRuns: 300 },
  );
});
