import { z } from 'zod';
import { count, duration, size } from '../scalars.js';

const cache = z.strictObject({
  maxEntries: count(10_000_000)
    .default(10_000)
    .describe('Most plans kept, and most documents, 1 to 10000000.'),
  maxSize: size({ min: '1MB' })
    .prefault('64MB')
    .describe('Most memory for kept plans, and again for kept documents, at least 1MB.'),
  warmUp: z
    .int()
    .min(0)
    .max(10_000)
    .default(100)
    .describe('Most used operations planned again before a new supergraph serves, 0 to 10000.'),
  warmUpTimeout: duration({ max: '5m' })
    .prefault('10s')
    .describe('Longest time that a new supergraph waits for them, up to 5m.'),
});

/** `planner`: which planner plans, for how long, and what is kept. */
export const planner = z.strictObject({
  engine: z
    .enum(['auto', 'hive', 'apollo'])
    .default('auto')
    .describe(
      'Planner: `hive` (native, fast), `apollo`, or `auto`: hive where it can, apollo where it must.',
    ),
  timeout: duration({ min: '10ms', max: '5m' })
    .prefault('2s')
    .describe('Longest time to plan one operation, 10ms to 5m; then OPERATION_TOO_COMPLEX.'),
  cache: cache.prefault({}).describe('Plans and documents kept in memory.'),
});
