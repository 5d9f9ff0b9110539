import { z } from 'zod';
import { count, duration, size } from '../scalars.js';

const cache = z.strictObject({
  maxEntries: count(10_000_000).default(10_000).describe('Most plans kept, 1 to 10000000.'),
  maxSize: size({ min: '1MB' }).prefault('64MB').describe('Most memory for kept plans, at least 1MB.'),
  warmUp: z
    .int()
    .min(0)
    .max(10_000)
    .default(100)
    .describe('Most used operations planned again before a new supergraph serves, 0 to 10000.'),
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
  cache: cache.prefault({}).describe('Plans kept in memory.'),
});
