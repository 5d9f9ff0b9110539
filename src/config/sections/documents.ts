import { z } from 'zod';
import { count, text } from '../scalars.js';

/** `persistedDocuments`: a list of operations that may run. */
export const persistedDocuments = z.strictObject({
  mode: z
    .enum(['off', 'log', 'enforce'])
    .default('off')
    .describe('off, log (report others) or enforce (refuse others).'),
  manifest: text().nullable().default(null).describe('Manifest file; null: none.'),
});

/** `apq`: automatic persisted queries. */
export const apq = z.strictObject({
  enabled: z.boolean().default(true).describe('Let clients send a hash instead of a known query.'),
  maxEntries: count(10_000_000).default(10_000).describe('Most queries kept, 1 to 10000000.'),
});
