import { z } from 'zod';
import { duration, httpUrl, text } from '../scalars.js';

const url = z.strictObject({
  href: httpUrl().describe('Where the supergraph SDL is served, http or https.'),
  poll: duration({ min: '1s', max: '1d' })
    .prefault('10s')
    .describe('Time between two looks for a new one, 1s to 1d.'),
  headers: z.record(z.string(), z.string()).default({}).describe('Headers sent with each look, by name.'),
});

const registry = z.strictObject({
  graph: text().describe('Name of the graph.'),
  variant: text().default('production').describe('Variant of the graph.'),
});

const WAYS = ['config', 'file', 'url', 'registry'] as const;

/** `supergraph`: where the supergraph comes from; exactly one way. */
export const supergraph = z
  .strictObject({
    config: text()
      .optional()
      .describe(
        'supergraph.yaml to compose; a path relative to the folder of this file. Default when no other way is set: ./supergraph.yaml.',
      ),
    file: text().optional().describe('Composed supergraph SDL; a path relative to the folder of this file.'),
    url: url.optional().describe('Composed supergraph SDL, fetched and polled.'),
    registry: registry.optional().describe('Supergraph published to the registry.'),
  })
  .refine((value) => WAYS.filter((way) => value[way] !== undefined).length <= 1, {
    error: () => `set exactly one of ${WAYS.join(', ')}`,
  });
