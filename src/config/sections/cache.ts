import { z } from 'zod';
import { duration, size, text } from '../scalars.js';

const rule = z.strictObject({
  type: text().optional().describe('Type the rule is for.'),
  operation: text().optional().describe('Operation the rule is for.'),
  subgraph: text().optional().describe('Subgraph the rule is for.'),
  field: text().optional().describe('Field the rule is for, as Type.field.'),
  route: text().optional().describe('REST route the rule is for.'),
  maxAge: duration({ max: '365d' }).describe('How long the answer is fresh, 0s to 365d.'),
  scope: z
    .enum(['PUBLIC', 'PRIVATE'])
    .default('PUBLIC')
    .describe('PUBLIC: shared by all; PRIVATE: per principal.'),
});

const response = z.strictObject({
  enabled: z.boolean().default(false).describe('Keep whole responses.'),
  memory: size({ min: '1MB' }).prefault('64MB').describe('Most memory for responses, at least 1MB.'),
  redis: z.boolean().default(true).describe('Share responses through Redis when there is one.'),
  rules: z.array(rule).default([]).describe('What is kept, and for how long.'),
  staleWhileRevalidate: duration()
    .prefault('0s')
    .describe('How long a stale response is served while a new one is fetched.'),
  staleIfError: duration()
    .prefault('0s')
    .describe('How long a stale response is served when fetching fails.'),
});

const entity = z.strictObject({
  enabled: z.boolean().default(false).describe('Keep entities of subgraphs.'),
  rules: z.array(rule).default([]).describe('What is kept, and for how long.'),
});

const invalidation = z.strictObject({
  on: z.strictObject({ mutation: text().describe('Mutation field.') }).describe('What happened.'),
  tags: z.array(text()).describe('Tags that are dropped; {args.NAME} is filled in.'),
});

/** `cache`: what is kept between requests. */
export const cache = z.strictObject({
  response: response.prefault({}).describe('Response cache.'),
  entity: entity.prefault({}).describe('Entity cache.'),
  invalidate: z.array(invalidation).default([]).describe('What a mutation drops from the caches.'),
  private: z
    .strictObject({
      by: z.enum(['principal', 'tenant', 'key']).default('principal').describe('Who shares private entries.'),
    })
    .prefault({})
    .describe('Private entries.'),
});
