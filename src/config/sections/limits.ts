import { z } from 'zod';
import { count, duration, percentage, text } from '../scalars.js';

const BY = ['principal', 'ip', 'key', 'tenant', 'operation', 'route'] as const;
const by = () => z.enum(BY).describe(`What is counted: ${BY.join(', ')}.`);

const match = z.strictObject({
  operation: text().optional().describe('Operation name.'),
  route: text().optional().describe('REST route.'),
  method: text().optional().describe('HTTP method.'),
});

const policy = z.strictObject({
  name: text().describe('Name of the policy, shown to clients.'),
  by: by(),
  limit: count().describe('Requests in a window, at least 1.'),
  window: duration({ min: '1s' }).describe('Length of the window, at least 1s.'),
  burst: z.int().min(0).optional().describe('Further requests allowed at once.'),
  tiers: z
    .record(z.string(), z.strictObject({ limit: count().describe('Limit of this tier.') }))
    .optional()
    .describe('Other limits, by tier.'),
  match: match.optional().describe('Which requests the policy is for; default: all.'),
});

const quota = z.strictObject({
  name: text().describe('Name of the quota.'),
  by: by(),
  limit: count().describe('Requests in a period, at least 1.'),
  per: z.enum(['hour', 'day', 'month']).describe('Length of the period.'),
});

const rateLimit = z.strictObject({
  onStoreError: z
    .enum(['local', 'open', 'closed'])
    .default('local')
    .describe('When the store fails: local (each process counts alone), open (allow) or closed (refuse).'),
  algorithm: z
    .enum(['sliding-log', 'sliding-window'])
    .default('sliding-log')
    .describe('How is counted: sliding-log (exact) or sliding-window (two buckets).'),
  policies: z.array(policy).default([]).describe('Rate limits.'),
  quotas: z.array(quota).default([]).describe('Limits over calendar periods.'),
});

const operation = z.strictObject({
  maxTokens: count(1_000_000).default(5000).describe('Most tokens in a document, 1 to 1000000.'),
  maxDepth: count(1000).default(15).describe('Deepest nesting of fields, 1 to 1000.'),
  maxHeight: count(1_000_000)
    .nullable()
    .default(null)
    .describe('Most fields selected, 1 to 1000000; null: no limit.'),
  maxAliases: count(1_000_000).default(30).describe('Most aliases, 1 to 1000000.'),
  maxRootFields: count(1_000_000).default(20).describe('Most root fields, 1 to 1000000.'),
  maxDirectives: count(1_000_000).default(50).describe('Most directives, 1 to 1000000.'),
  maxFieldsPerKey: count(1_000_000)
    .default(50)
    .describe('Most fields that share a response key in a selection set, 1 to 1000000.'),
  maxPlanWeight: count(100_000_000)
    .default(5000)
    .describe('Most ways between subgraphs that planning has to compare, 1 to 100000000.'),
});

const budget = z.strictObject({
  by: by(),
  cost: count().describe('Cost allowed in a window, at least 1.'),
  window: duration({ min: '1s' }).describe('Length of the window, at least 1s.'),
});

const cost = z.strictObject({
  mode: z
    .enum(['off', 'measure', 'enforce'])
    .default('off')
    .describe('off, measure (only report) or enforce.'),
  max: count().default(1000).describe('Highest cost of one operation, at least 1.'),
  listSize: count(1_000_000).default(10).describe('Assumed length of lists without @listSize, 1 to 1000000.'),
  budgets: z.array(budget).default([]).describe('Cost allowed per window.'),
});

const overload = z.strictObject({
  enabled: z.boolean().default(true).describe('Refuse requests that would not be answered in time.'),
  maxInFlight: z
    .union([z.literal('auto'), count(1_000_000)])
    .default('auto')
    .describe('Most requests at once, 1 to 1000000; `auto`: adapts to latency.'),
  eventLoopDelay: duration({ min: '1ms' })
    .prefault('250ms')
    .describe('Event loop delay from which requests are refused, at least 1ms.'),
  heap: percentage()
    .prefault('92%')
    .describe('Share of the heap from which requests are refused, 0% to 100%.'),
});

/** `limits`: how much a client may ask for. */
export const limits = z.strictObject({
  rateLimit: rateLimit.prefault({}).describe('Requests per time.'),
  concurrency: z
    .array(z.strictObject({ by: by(), limit: count().describe('Requests at once, at least 1.') }))
    .default([])
    .describe('Requests at once.'),
  operation: operation.prefault({}).describe('Size of one operation.'),
  cost: cost.prefault({}).describe('Cost of one operation.'),
  overload: overload.prefault({}).describe('Load from which requests are refused.'),
});
