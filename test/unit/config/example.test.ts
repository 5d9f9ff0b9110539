import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadConfig, resolveConfig, settingsOf } from '../../../src/config/index.js';
import { isRecord } from '../../../src/config/paths.js';
import { configSchema } from '../../../src/config/schema.js';
import { parse } from 'yaml';

const FILE = join(__dirname, '../../fixtures/gateway.example.yaml');

test('the example is valid and holds exactly the defaults', () => {
  const { config, warnings, file } = loadConfig({ file: FILE, mode: 'production', env: {} });
  expect(warnings).toEqual([]);
  expect(file).toBe(FILE);
  expect(config).toEqual(resolveConfig({}, 'production', dirname(FILE)));
});

/** Keys that came after the example, which is the same file for every implementation. */
const LATER = [
  '.planner.cache.warmUpTimeout',
  '.limits.operation.maxFieldsPerKey',
  '.limits.operation.maxPlanWeight',
];

test('the example names every other key that has a default', () => {
  const example: unknown = parse(readFileSync(FILE, 'utf8'));
  const missing = (standard: unknown, shown: unknown, path: string): string[] =>
    isRecord(standard)
      ? Object.keys(standard).flatMap((key) =>
          isRecord(shown) && key in shown
            ? missing(standard[key], shown[key], `${path}.${key}`)
            : [`${path}.${key}`],
        )
      : [];
  expect(missing(configSchema.parse({}), example, '')).toEqual(LATER);
});

test('numbers are milliseconds, bytes and fractions', () => {
  const config = resolveConfig({}, 'production');
  expect(config.server).toMatchObject({
    host: '127.0.0.1',
    port: 4000,
    path: '/graphql',
    requestTimeout: 30_000,
    bodyLimit: 1_048_576,
  });
  expect(config.subgraphs.all).toMatchObject({
    timeout: 10_000,
    connectTimeout: 1000,
    maxResponseSize: 10_485_760,
    connections: 64,
  });
  expect(config.subgraphs.all.retry.budget).toBe(0.1);
  expect(config.planner).toEqual({
    engine: 'auto',
    timeout: 2000,
    cache: { maxEntries: 10_000, maxSize: 67_108_864, warmUp: 100, warmUpTimeout: 10_000 },
  });
  expect(config.limits.operation).toEqual({
    maxTokens: 5000,
    maxDepth: 15,
    maxHeight: null,
    maxAliases: 30,
    maxRootFields: 20,
    maxDirectives: 50,
    maxFieldsPerKey: 50,
    maxPlanWeight: 5000,
  });
  expect(config.admin).toEqual({ host: '127.0.0.1', port: 4001, token: null });
  expect(config.auth.sessions.refreshTokenTtl).toBe(2_592_000_000);
});

test('the mode decides what auto means', () => {
  const production = resolveConfig({}, 'production');
  const development = resolveConfig({}, 'development');
  expect([
    production.server.playground,
    production.server.introspection,
    production.subgraphs.all.errors.expose,
  ]).toEqual(['off', false, false]);
  expect([
    development.server.playground,
    development.server.introspection,
    development.subgraphs.all.errors.expose,
  ]).toEqual(['graphiql', true, true]);
  const explicit = resolveConfig({ subgraphs: { all: { errors: { expose: false } } } }, 'development');
  expect(explicit.subgraphs.all.errors.expose).toBe(false);
});

test('a subgraph by name is laid over all', () => {
  const { subgraphs } = resolveConfig(
    { subgraphs: { all: { timeout: '5s' }, reviews: { connections: 2, errors: { expose: true } } } },
    'production',
  );
  expect(settingsOf(subgraphs, 'reviews')).toEqual({
    ...subgraphs.all,
    connections: 2,
    errors: { expose: true },
  });
  expect(settingsOf(subgraphs, 'reviews').timeout).toBe(5000);
  expect(settingsOf(subgraphs, 'products')).toBe(subgraphs.all);
  expect(settingsOf(subgraphs, 'constructor')).toBe(subgraphs.all);
});

test('the result is frozen at every level', () => {
  const config = resolveConfig({}, 'production');
  expect(
    [config, config.server, config.server.cors.origins, config.subgraphs.all.headers].every(Object.isFrozen),
  ).toBe(true);
});
