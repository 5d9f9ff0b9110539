import { z } from 'zod';
import { admin } from './sections/admin.js';
import { auth } from './sections/auth.js';
import { cache } from './sections/cache.js';
import { apq, persistedDocuments } from './sections/documents.js';
import { limits } from './sections/limits.js';
import { planner } from './sections/planner.js';
import { rest } from './sections/rest.js';
import { server } from './sections/server.js';
import { database, redis } from './sections/stores.js';
import { subgraphs, type SubgraphSettings, type SubgraphOverride } from './sections/subgraphs.js';
import { supergraph } from './sections/supergraph.js';
import { telemetry } from './sections/telemetry.js';
import { text } from './scalars.js';

/** All of gateway.yaml; the one place from which validator, JSON Schema and documentation come. */
export const configSchema = z.strictObject({
  server: server.prefault({}).describe('The public port and GraphQL over HTTP.'),
  supergraph: supergraph
    .prefault({})
    .describe('Where the supergraph comes from: exactly one of config, file, url, registry.'),
  planner: planner.prefault({}).describe('Query planning.'),
  subgraphs: subgraphs
    .prefault({})
    .describe(
      'How subgraphs are called: `all`, and per subgraph name the keys that differ. Lists replace lists.',
    ),
  auth: auth.prefault({}).describe('Who the caller is.'),
  limits: limits.prefault({}).describe('How much a client may ask for.'),
  cache: cache.prefault({}).describe('What is kept between requests.'),
  rest: rest.prefault({}).describe('REST services behind the gateway.'),
  redis: redis
    .nullable()
    .default(null)
    .describe('Redis for short-lived shared state: url, cluster or sentinel; null: in memory.'),
  database: database
    .nullable()
    .default(null)
    .describe('PostgreSQL or a folder for durable state; null: the folder ./.spork.'),
  telemetry: telemetry.prefault({}).describe('Logs, metrics, traces.'),
  persistedDocuments: persistedDocuments.prefault({}).describe('A list of operations that may run.'),
  apq: apq.prefault({}).describe('Automatic persisted queries.'),
  admin: admin.prefault({}).describe('The admin port.'),
  plugins: z
    .array(text())
    .default([])
    .describe('Plugin modules, in order: paths relative to the folder of this file, or package names.'),
});

/** What may be written in gateway.yaml or given to `defineConfig`: every key optional. */
export type UserConfig = z.input<typeof configSchema>;
/** As parsed: defaults filled in, units converted; subgraphs not yet laid over `all`. */
export type ParsedConfig = z.output<typeof configSchema>;
export type { SubgraphOverride, SubgraphSettings };

/** The sections, in the order of the file. */
export const SECTIONS: readonly string[] = Object.keys(configSchema.shape);
