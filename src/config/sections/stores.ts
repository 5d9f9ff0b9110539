import { z } from 'zod';
import { text } from '../scalars.js';

/** `redis`: short-lived shared state. */
export const redis = z.union([
  z.strictObject({ url: text().describe('redis:// or rediss:// URL.') }),
  z.strictObject({ cluster: z.array(text()).min(1).describe('URLs of cluster nodes.') }),
  z.strictObject({
    sentinel: z
      .strictObject({
        name: text().describe('Name of the primary.'),
        nodes: z.array(text()).describe('URLs of the sentinels.'),
      })
      .describe('Redis Sentinel.'),
  }),
]);

/** `database`: durable state. */
export const database = z.union([
  z.strictObject({ url: text().describe('postgres:// URL.') }),
  z.strictObject({ dir: text().describe('Local folder.') }),
]);
