import { z } from 'zod';
import { count, duration, port, size, text } from '../scalars.js';

const batching = z.strictObject({
  enabled: z.boolean().default(false).describe('Accept a JSON array of operations in one request.'),
  maxSize: count(1000).default(10).describe('Most operations in one batch, 1 to 1000.'),
});

const cors = z.strictObject({
  origins: z
    .array(text())
    .default([])
    .describe(
      'Origins that browsers may call from, e.g. https://app.example.org; `*` allows every origin. Empty: no CORS headers. `spork dev` adds https://studio.apollographql.com, for the Apollo Sandbox, unless playground is off.',
    ),
  credentials: z
    .boolean()
    .default(false)
    .describe('Allow cookies and authorization from other origins; not together with the origin `*`.'),
});

const tls = z.strictObject({
  certFile: text().describe('Certificate chain, PEM file.'),
  keyFile: text().describe('Private key, PEM file.'),
  clientCaFile: text()
    .optional()
    .describe('CA bundle, PEM file; clients must then show a certificate it signed.'),
});

const dedupe = z.strictObject({
  enabled: z
    .boolean()
    .default(false)
    .describe('Answer identical client requests in flight with one execution.'),
  headers: z
    .union([z.enum(['all', 'none']), z.array(text())])
    .default('all')
    .describe(
      'Which request headers must be equal: `all`, `none`, or a list of names. Authorization, Cookie and headers that a subgraph may be sent must always be; with a plugin that sees requests, all.',
    ),
});

/** `server`: the public port and GraphQL over HTTP. */
export const server = z.strictObject({
  host: text().default('127.0.0.1').describe('Address to listen on; 0.0.0.0 for every interface.'),
  port: port().default(4000).describe('Public TCP port, 0 to 65535; 0 lets the system choose.'),
  path: z
    .string()
    .regex(/^\/[^\s?#]*$/, { error: () => 'expected a path that starts with /' })
    .default('/graphql')
    .describe('URL path of the GraphQL endpoint; starts with a slash.'),
  workers: z
    .union([z.literal('auto'), count(256)])
    .default(1)
    .describe(
      'Processes of `spork serve` that share the port, 1 to 256; `auto`: one per core that Node sees. With more than 1, or `auto`, one more process restarts a worker that ended, and SIGHUP replaces them one after the other. `spork dev` is always one process.',
    ),
  requestTimeout: duration({ min: '1ms', max: '1h' })
    .prefault('30s')
    .describe('Longest time for a whole request, 1ms to 1h; then GATEWAY_TIMEOUT.'),
  bodyLimit: size({ min: '1KB', max: '1GB' })
    .prefault('1MB')
    .describe('Largest request body, 1KB to 1GB; then PAYLOAD_TOO_LARGE.'),
  batching: batching.prefault({}).describe('Several operations in one request.'),
  compression: z.boolean().default(true).describe('Compress responses when the client accepts it.'),
  csrf: z.boolean().default(true).describe('Refuse requests that a form of another site could have sent.'),
  cors: cors.prefault({}).describe('Which other sites may call from a browser.'),
  playground: z
    .enum(['auto', 'graphiql', 'sandbox', 'off'])
    .default('auto')
    .describe('Page shown to browsers; `auto`: graphiql in `spork dev`, off in `spork serve`.'),
  introspection: z
    .union([z.boolean(), z.enum(['auto', 'filtered'])])
    .default('auto')
    .describe(
      'Answer introspection; `auto`: on in `spork dev`, off in `spork serve`; `filtered`: only what the caller may see.',
    ),
  trustedProxies: z
    .array(text())
    .default([])
    .describe('CIDRs of proxies whose X-Forwarded-* headers are believed.'),
  tls: tls.nullable().default(null).describe('Serve HTTPS with these files; null: plain HTTP.'),
  dedupe: dedupe.prefault({}).describe('Deduplication of client requests in flight.'),
});
