import { createOperationLimits } from '../../../src/limits/index.js';
import type { ConditionValues } from '../../../src/operation/index.js';
import type { CompiledOperation } from '../../../src/plan/index.js';
import { createSnapshot, readSupergraph, type Snapshot } from '../../../src/registry/index.js';
import { compose, fed2 } from './support.js';

const sdl = compose(
  Object.fromEntries(
    ['a', 'b', 'c', 'd'].map((name) => [
      name,
      fed2(`type Query { ${name}: T } type T @key(fields: "id") { id: ID! from_${name}: Int }`),
    ]),
  ),
);
const snapshotWith = (cache: { maxEntries: number; maxSize: number }): Promise<Snapshot> =>
  createSnapshot(readSupergraph(sdl), {
    planner: { engine: 'hive', timeout: 60_000, cache },
    limits: createOperationLimits(),
    introspection: false,
    exposeSchema: false,
    subgraph: (name) => ({
      name,
      url: 'http://127.0.0.1:9/graphql',
      timeout: 1000,
      connectTimeout: 1000,
      maxResponseSize: 1000,
      connections: 1,
      dedupe: false,
    }),
  });

const compile = async (
  snapshot: Snapshot,
  text: string,
  conditions: ConditionValues = {},
): Promise<CompiledOperation> => snapshot.compile(snapshot.operations.prepare(text, undefined), conditions);

/** Runs operations once each, 100 at a time. */
const flood = async (snapshot: Snapshot, count: number): Promise<void> => {
  for (let from = 0; from < count; from += 100)
    await Promise.all(
      Array.from({ length: 100 }, (_, index) => compile(snapshot, `query Q${from + index} { a { id } }`)),
    );
};

const USED = '{ a { from_a } }';
const ONCE = '{ b { from_b } }';
const EXPENSIVE = '{ a { from_a from_b from_c from_d } }';

test('10,000 cheap operations push out neither used nor expensive ones, and stay within both bounds', async () => {
  const snapshot = await snapshotWith({ maxEntries: 500, maxSize: 1_000_000 });
  try {
    const [, used] = [await compile(snapshot, USED), await compile(snapshot, USED)];
    const expensive = await compile(snapshot, EXPENSIVE);
    await compile(snapshot, ONCE);
    await flood(snapshot, 10_000);
    const flooded = snapshot.cacheStats();
    expect(flooded.plans.misses).toBe(10_003);
    for (const { entries, maxEntries, bytes, maxBytes } of Object.values(flooded)) {
      expect(entries).toBeLessThanOrEqual(maxEntries);
      expect(bytes).toBeLessThanOrEqual(maxBytes);
    }
    expect(flooded.plans.maxBytes + flooded.compiled.maxBytes).toBe(1_000_000);
    // Nearly full: what is asserted above is a bound that was reached.
    expect(flooded.compiled.bytes).toBeGreaterThan(0.98 * flooded.compiled.maxBytes);
    expect(await compile(snapshot, USED)).toBe(used);
    expect(await compile(snapshot, EXPENSIVE)).toBe(expensive);
    const { plans, compiled, documents } = snapshot.cacheStats();
    expect(plans.misses).toBe(10_003);
    expect([compiled.misses, documents.misses]).toEqual([10_003, 10_003 + 1]);
    await compile(snapshot, ONCE);
    expect(snapshot.cacheStats().plans.misses).toBe(10_004);
  } finally {
    await snapshot.close();
  }
}, 120_000);
