import { z } from 'zod';
import { duration, httpUrl, percentage, text } from '../scalars.js';

const logs = z.strictObject({
  level: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info')
    .describe('Least severe level that is written: trace, debug, info, warn, error, fatal or silent.'),
  format: z
    .enum(['auto', 'json', 'pretty'])
    .default('auto')
    .describe(
      'json, pretty (one readable line each), or auto: pretty on a terminal and in `spork dev`, else json.',
    ),
  slowOperation: duration().prefault('1s').describe('Operations that take longer are logged as warnings.'),
});

const tracing = z.strictObject({
  enabled: z.boolean().default(false).describe('Send traces with OpenTelemetry.'),
  endpoint: httpUrl().default('http://127.0.0.1:4318').describe('OTLP/HTTP endpoint.'),
  sample: percentage().prefault('1%').describe('Share of requests traced, 0% to 100%.'),
});

const sla = z.strictObject({
  name: text().describe('Name of the objective.'),
  match: z
    .strictObject({ operation: text().optional().describe('Operation name.') })
    .describe('Which requests count.'),
  latency: duration({ min: '1ms' }).describe('Latency promised, at least 1ms.'),
  percentile: z
    .number()
    .min(1)
    .max(100)
    .default(95)
    .describe('Percentile the latency is promised for, 1 to 100.'),
  availability: percentage().prefault('99.9%').describe('Share of requests without server errors.'),
});

/** `telemetry`: logs, metrics, traces. */
export const telemetry = z.strictObject({
  logs: logs.prefault({}).describe('Logs, on stdout.'),
  metrics: z
    .strictObject({ enabled: z.boolean().default(true).describe('Serve /metrics on the admin port.') })
    .prefault({})
    .describe('Metrics.'),
  tracing: tracing.prefault({}).describe('Traces.'),
  sla: z.array(sla).default([]).describe('Service level objectives.'),
});
