import { NOT_BUILT } from '../../../src/config/availability.js';
import { loadConfig, resolveConfig, type UserConfig } from '../../../src/config/index.js';
import { load, refusal } from './write-config.js';

/** One value per row of the table that differs from the default. */
const SAMPLES: Readonly<Record<string, string>> = {
  'server.tls': '{ certFile: a, keyFile: b }',
  'server.trustedProxies': '[10.0.0.0/8]',
  'supergraph.registry': '{ graph: main }',
  'subgraphs.*.endpoints': '[http://10.0.0.1/graphql]',
  'subgraphs.*.discovery': '{ dns: a.internal }',
  'subgraphs.*.retry': '{ attempts: 3 }',
  'subgraphs.*.hedge.enabled': 'true',
  'subgraphs.*.circuitBreaker': '{ enabled: false }',
  'subgraphs.*.loadBalancing': 'round-robin',
  'subgraphs.*.outlierDetection': '{ ejectFor: 1m }',
  'subgraphs.*.healthCheck.enabled': 'true',
  'subgraphs.*.headers.response': '[{ remove: { named: x-a } }]',
  'auth.required': 'true',
  'auth.jwt': '{ issuers: [{ issuer: a, jwks: b }] }',
  'auth.revocation': '{ enabled: false }',
  'auth.roles': '{ editor: { scopes: [a] } }',
  'auth.apiKeys': '{ enabled: true }',
  'auth.sessions': '{ enabled: true }',
  'auth.oauth': '{ providers: { google: { issuer: https://a.example, clientId: b, clientSecret: c } } }',
  'auth.directives': '{ dryRun: true }',
  'auth.forward': '{ headers: { subject: x-me } }',
  'limits.rateLimit': '{ policies: [{ name: api, by: ip, limit: 1, window: 1m }] }',
  'limits.concurrency': '[{ by: ip, limit: 1 }]',
  'limits.cost': '{ mode: enforce }',
  'limits.overload': '{ heap: 50% }',
  'cache.response': '{ enabled: true }',
  'cache.entity': '{ enabled: true }',
  'cache.invalidate': '[{ on: { mutation: a }, tags: [b] }]',
  'cache.private': '{ by: tenant }',
  'rest.routes': '[{ path: /a, to: http://127.0.0.1:1 }]',
  'rest.validation': '{ requests: log }',
  'rest.uploads': '{ enabled: true }',
  'rest.hardening': '{ sql: block }',
  redis: '{ url: redis://127.0.0.1 }',
  database: '{ dir: ./data }',
  'telemetry.metrics': '{ enabled: false }',
  'telemetry.tracing.enabled': 'true',
  'telemetry.sla': '[{ name: a, match: {}, latency: 1s }]',
  persistedDocuments: '{ mode: enforce }',
};

const nested = (path: string, value: string): string =>
  path.split('.').reduceRight((text, key) => `{ ${key}: ${text} }`, value);

test('there is a sample for every row of the table, and none more', () => {
  expect(Object.keys(SAMPLES)).toEqual(NOT_BUILT);
});

test.each(NOT_BUILT)('%s is refused with a sentence', (row) => {
  // Endpoints belong to one subgraph; `all` does not know these two.
  const path = row.replace('*', /endpoints|discovery/.test(row) ? 'reviews' : 'all');
  const message = refusal(nested(path, SAMPLES[row] ?? ''));
  expect(message).toContain(`${path} is not available in this version`);
  expect(message).toMatch(/^gateway\.yaml:1:\d+ /);
  expect(message.split('\n')).toHaveLength(1);
});

test.each(NOT_BUILT.filter((row) => row.includes('*')))('%s is refused for one subgraph', (row) => {
  const path = row.replace('*', 'reviews');
  expect(refusal(nested(path, SAMPLES[row] ?? ''))).toContain(`${path} is not available in this version`);
});

test('filtered introspection is refused', () => {
  expect(refusal('server: { introspection: filtered }')).toContain(
    'server.introspection filtered is not available in this version',
  );
});

test('a wrong value of a missing feature is told as missing, a misspelt key as misspelt', () => {
  expect(refusal('auth: { jwt: { issuers: [42] } }')).toMatch(/auth\.jwt is not available in this version/);
  expect(refusal('auth: { jwt: { isuers: [] } }')).toMatch(
    /auth\.jwt\.isuers: unknown key; did you mean "issuers"\?/,
  );
});

test('the defaults of what is missing may be written', () => {
  const text =
    'redis: null\nauth: { jwt: { cacheTtl: 60s } }\nsubgraphs: { reviews: { retry: { attempts: 1 }, dedupe: true } }';
  expect(load(text).config.subgraphs['reviews']?.retry.attempts).toBe(1);
});

/** One value other than the default for everything that is built. */
const BUILT: UserConfig = {
  server: {
    host: '0.0.0.0',
    port: 0,
    path: '/api',
    requestTimeout: '1m',
    bodyLimit: '2MB',
    batching: { enabled: true, maxSize: 3 },
    compression: false,
    csrf: false,
    cors: { origins: ['https://app.example.org'], credentials: true },
    playground: 'sandbox',
    introspection: true,
    dedupe: { enabled: true, headers: ['accept-language'] },
  },
  supergraph: { url: { href: 'https://example.org/s.graphql', poll: '1m', headers: { a: 'b' } } },
  planner: { engine: 'hive', timeout: '1s', cache: { maxEntries: 5, maxSize: '1MB', warmUp: 0 } },
  subgraphs: {
    all: {
      timeout: '20s',
      connectTimeout: '2s',
      maxResponseSize: '1MB',
      connections: 8,
      dedupe: false,
      headers: {
        request: [
          { propagate: { named: 'Accept-Language' } },
          { propagate: { matching: '^x-app-' } },
          { insert: { name: 'x-a', value: 'b' } },
          { remove: { named: 'x-b' } },
        ],
      },
      errors: { expose: true },
    },
    reviews: { timeout: '1s', connectTimeout: '500ms' },
  },
  limits: {
    operation: {
      maxTokens: 1,
      maxDepth: 1,
      maxHeight: 1,
      maxAliases: 1,
      maxRootFields: 1,
      maxDirectives: 1,
      maxFieldsPerKey: 1,
      maxPlanWeight: 1,
    },
  },
  telemetry: { logs: { level: 'debug', format: 'json', slowOperation: '5s' } },
  apq: { enabled: false, maxEntries: 1 },
  admin: { host: '0.0.0.0', port: 0, token: 'from-the-environment' },
  plugins: ['./plugin.ts', 'a-package'],
};

test('everything that is built can be set', () => {
  const config = resolveConfig(BUILT, 'production', '/base');
  expect(config.plugins).toEqual(['/base/plugin.ts', 'a-package']);
  expect(config.supergraph).toEqual({
    url: { href: 'https://example.org/s.graphql', poll: 60_000, headers: { a: 'b' } },
  });
  expect(loadConfig({ mode: 'production', env: {}, overrides: BUILT }).config.server.port).toBe(0);
});
