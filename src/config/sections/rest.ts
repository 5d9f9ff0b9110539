import { z } from 'zod';
import { count, duration, httpUrl, size, text } from '../scalars.js';

const route = z.strictObject({
  path: text().describe('Path pattern, e.g. /api/orders/{rest*}.'),
  methods: z.array(text()).default(['GET']).describe('HTTP methods passed on.'),
  to: httpUrl().describe('Origin of the service.'),
  rewrite: text().optional().describe('Path at the service.'),
  auth: z
    .strictObject({
      required: z.boolean().default(false).describe('A principal is needed.'),
      scopes: z.array(text()).default([]).describe('Scopes needed.'),
    })
    .optional()
    .describe('Who may call.'),
  rateLimit: text().optional().describe('Name of a policy of limits.rateLimit.'),
  cache: z
    .strictObject({ maxAge: duration().describe('How long the answer is fresh.') })
    .optional()
    .describe('Caching of answers.'),
  timeout: duration({ min: '1ms', max: '1h' }).prefault('5s').describe('Longest time for a call, 1ms to 1h.'),
  openapi: text().optional().describe('OpenAPI file that requests are checked against.'),
  bodyLimit: size().prefault('1MB').describe('Largest request body.'),
});

const validation = z.strictObject({
  requests: z
    .enum(['off', 'log', 'enforce'])
    .default('enforce')
    .describe('Requests against OpenAPI: off, log or enforce.'),
  responses: z
    .enum(['off', 'log', 'enforce'])
    .default('log')
    .describe('Responses against OpenAPI: off, log or enforce.'),
});

const uploads = z.strictObject({
  enabled: z.boolean().default(false).describe('Accept file uploads.'),
  maxFiles: count(1000).default(10).describe('Most files in one request, 1 to 1000.'),
  maxFileSize: size().prefault('10MB').describe('Largest file.'),
  types: z.array(text()).default([]).describe('Accepted media types; empty: any.'),
});

const reaction = () => z.enum(['off', 'log', 'block']);
const hardening = z.strictObject({
  sql: reaction().default('log').describe('SQL injection patterns: off, log or block.'),
  xss: reaction().default('log').describe('Script injection patterns: off, log or block.'),
  pathTraversal: reaction().default('block').describe('Path traversal: off, log or block.'),
  headers: z.boolean().default(true).describe('Send security headers.'),
});

/** `rest`: REST services behind the gateway. */
export const rest = z.strictObject({
  routes: z.array(route).default([]).describe('Routes passed on to REST services.'),
  validation: validation.prefault({}).describe('Checks against OpenAPI.'),
  uploads: uploads.prefault({}).describe('File uploads.'),
  hardening: hardening.prefault({}).describe('Protection of REST services.'),
});
