import { z } from 'zod';
import { count, duration, headerName, httpUrl, percentage, regexText, size, text } from '../scalars.js';
import { partialOf } from '../partial.js';

const named = z.strictObject({ named: headerName().describe('Header name; case does not matter.') });
const matching = z.strictObject({
  matching: regexText().describe('Regular expression on lower-case header names.'),
});
const insert = z.strictObject({
  name: headerName().describe('Header name.'),
  value: z
    .string()
    .regex(/^[^\r\n\0]*$/, { error: () => 'must not hold line breaks' })
    .describe('Header value.'),
});

const headerRule = z.union([
  z.strictObject({ propagate: z.union([named, matching]).describe('Pass on headers of the client.') }),
  z.strictObject({ insert: insert.describe('Set a header.') }),
  z.strictObject({ remove: named.describe('Leave a header out.') }),
]);

const retry = z.strictObject({
  attempts: z
    .int()
    .min(0)
    .max(10)
    .default(1)
    .describe('Further tries of a failed query, 0 to 10; mutations are never tried again.'),
  budget: percentage().prefault('10%').describe('Most tries as a share of calls, 0% to 100%.'),
});

const hedge = z.strictObject({
  enabled: z.boolean().default(false).describe('Send a second call when the first is slow.'),
  after: z
    .union([z.string().regex(/^p\d{1,2}$/, { error: () => 'expected a percentile such as p95' }), duration()])
    .default('p95')
    .describe('When the second call is sent: a percentile of past calls such as p95, or a duration.'),
});

const circuitBreaker = z.strictObject({
  enabled: z.boolean().default(true).describe('Stop calling a subgraph that fails.'),
  window: duration({ min: '100ms' })
    .prefault('10s')
    .describe('Time over which calls are counted, at least 100ms.'),
  minimumRequests: count()
    .default(20)
    .describe('Calls in the window before the breaker may open, at least 1.'),
  errorRate: percentage()
    .prefault('50%')
    .describe('Share of failed calls that opens the breaker, 0% to 100%.'),
  openFor: duration({ min: '100ms' })
    .prefault('5s')
    .describe('Time without calls before one is tried, at least 100ms.'),
});

const outlierDetection = z.strictObject({
  enabled: z.boolean().default(true).describe('Leave out an endpoint that fails while others answer.'),
  consecutiveErrors: count().default(5).describe('Failures in a row that eject an endpoint, at least 1.'),
  ejectFor: duration({ min: '100ms' })
    .prefault('30s')
    .describe('Time an endpoint is left out, at least 100ms.'),
  maxEjected: percentage().prefault('50%').describe('Largest share of endpoints left out, 0% to 100%.'),
});

const healthCheck = z.strictObject({
  enabled: z.boolean().default(false).describe('Ask each endpoint for its health.'),
  path: text()
    .nullable()
    .default(null)
    .describe('Path that is asked; null: the GraphQL endpoint with `{ __typename }`.'),
  interval: duration({ min: '100ms' }).prefault('5s').describe('Time between two checks, at least 100ms.'),
  timeout: duration({ min: '1ms' })
    .prefault('1s')
    .describe('Longest time for one check, at least 1ms; shorter than the interval.'),
});

const headers = z.strictObject({
  request: z
    .array(headerRule)
    .default([])
    .describe('Rules for headers sent to the subgraph, in order: propagate, insert, remove.'),
  response: z.array(headerRule).default([]).describe('Rules for headers sent back to the client, in order.'),
});

const errors = z.strictObject({
  expose: z
    .boolean()
    .default(false)
    .describe('Let error messages of subgraphs reach clients; on by default in `spork dev`.'),
});

const settings = z.strictObject({
  timeout: duration({ min: '1ms', max: '1h' })
    .prefault('10s')
    .describe('Longest time for one call, 1ms to 1h; shorter than server.requestTimeout.'),
  connectTimeout: duration({ min: '1ms', max: '1h' })
    .prefault('1s')
    .describe('Longest time to connect, 1ms to 1h; at most the timeout.'),
  maxResponseSize: size({ min: '1KB', max: '1GB' })
    .prefault('10MB')
    .describe('Largest answer of a subgraph, 1KB to 1GB.'),
  connections: count(65_535).default(64).describe('Most connections to one origin, 1 to 65535.'),
  dedupe: z.boolean().default(true).describe('Answer identical queries in flight with one call.'),
  retry: retry.prefault({}).describe('Second tries of failed queries.'),
  hedge: hedge.prefault({}).describe('Second calls beside slow ones.'),
  circuitBreaker: circuitBreaker.prefault({}).describe('No calls to a subgraph that fails.'),
  loadBalancing: z
    .enum(['p2c', 'round-robin', 'least-requests'])
    .default('p2c')
    .describe('How an endpoint is picked: p2c (the better of two at random), round-robin or least-requests.'),
  outlierDetection: outlierDetection.prefault({}).describe('Endpoints left out while they fail.'),
  healthCheck: healthCheck.prefault({}).describe('Active health checks.'),
  headers: headers.prefault({}).describe('Header rules.'),
  errors: errors.prefault({}).describe('What clients see of errors of subgraphs.'),
});

const endpoint = z.union([
  httpUrl(),
  z.strictObject({
    url: httpUrl().describe('URL of the endpoint.'),
    weight: count(1000).default(1).describe('Share of calls relative to other endpoints, 1 to 1000.'),
    zone: text().optional().describe('Zone the endpoint is in.'),
  }),
]);

const discovery = z.union([
  z.strictObject({ dns: text().describe('DNS name whose addresses are the endpoints.') }),
  z.strictObject({
    kubernetes: z
      .strictObject({
        service: text().describe('Service.'),
        namespace: text().describe('Namespace.'),
      })
      .describe('Kubernetes service.'),
  }),
  z.strictObject({
    consul: z.strictObject({ service: text().describe('Service.') }).describe('Consul service.'),
  }),
]);

const one = partialOf(settings).extend({
  endpoints: z.array(endpoint).optional().describe('Endpoints called instead of the routing URL.'),
  discovery: discovery.optional().describe('Where endpoints are looked up: dns, kubernetes or consul.'),
});

/** `subgraphs`: how subgraphs are called; `all`, and per name over it. */
export const subgraphs = z
  .strictObject({ all: settings.prefault({}).describe('Settings of every subgraph.') })
  .catchall(one);

export type SubgraphSettings = z.output<typeof settings>;
export type SubgraphOverride = z.output<typeof one>;
