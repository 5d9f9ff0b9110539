import { isLoopback } from '../../../src/config/index.js';
import { load, refusal } from './write-config.js';

const isReserved = (warning: string): boolean => warning.includes('admin: is reserved');
/** Warnings but that of the reserved section, which many of these files use. */
const warningsOf = (...file: Parameters<typeof load>): string[] =>
  load(...file).warnings.filter((warning) => !isReserved(warning));

test('the admin section is checked and reserved: a file that sets it is told that nothing uses it', () => {
  for (const mode of ['development', 'production'] as const) {
    const { warnings } = load('admin:\n  port: 5001', { mode });
    expect(warnings).toEqual([
      'gateway.yaml:2:3 admin: is reserved: this version has no admin listener, and nothing uses these keys',
    ]);
    expect(load('admin: { host: 127.0.0.1, port: 4001, token: null }', { mode }).warnings).toEqual([]);
  }
});

test.each([
  ['admin:\n  port: 4000', '2:9 admin.port: must differ from server.port (4000)'],
  [
    'subgraphs:\n  all: { timeout: 30s }',
    '2:19 subgraphs.all.timeout: must be shorter than server.requestTimeout',
  ],
  [
    'subgraphs:\n  a: { timeout: 40s }',
    '2:17 subgraphs.a.timeout: must be shorter than server.requestTimeout',
  ],
  [
    'subgraphs:\n  all: { connectTimeout: 11s }',
    'subgraphs.all.connectTimeout: must not be longer than the timeout',
  ],
  [
    'subgraphs:\n  all: { healthCheck: { interval: 1s } }',
    'subgraphs.all.healthCheck.timeout: must be shorter than the interval',
  ],
  ['planner: { timeout: 30s }', 'planner.timeout: must be shorter than server.requestTimeout'],
  ['server: { path: /health }', 'server.path: must not be below /health'],
  [
    'server: { cors: { origins: ["*"], credentials: true } }',
    'server.cors.origins: must not be "*" with credentials: true',
  ],
  ['admin: { host: 0.0.0.0 }', 'admin.host: must be loopback without a token'],
])('%s is refused', (text, expected) => {
  const message = refusal(text);
  expect(message).toContain(expected);
  expect(message.split('\n')).toHaveLength(1);
});

test('a contradiction inherited from all is told once', () => {
  const text = 'subgraphs: { all: { timeout: 40s }, a: { connections: 1 }, b: { connections: 2 } }';
  expect(refusal(text).split('\n')).toHaveLength(1);
});

test('both ports may be left to the system; the public host is free; an admin host with a token too', () => {
  expect(warningsOf('server: { port: 0, host: 0.0.0.0 }\nadmin: { port: 0 }')).toEqual([]);
  expect(warningsOf('admin: { host: 0.0.0.0, token: "${env.T}" }', { env: { T: 'x' } })).toEqual([]);
});

test.each(['localhost', '127.0.0.1', '127.1.2.3', '::1', '[::1]'])('%s is loopback', (host) => {
  expect(isLoopback(host)).toBe(true);
});
test.each(['0.0.0.0', '::', '10.0.0.1', 'localhost.example.org', '127.0.0.1.example.org'])(
  '%s is not',
  (host) => {
    expect(isLoopback(host)).toBe(false);
  },
);

test.each([
  ['server:\n  playground: graphiql', '2:15 server.playground: is graphiql in production'],
  ['server:\n  csrf: false', '2:9 server.csrf: is off in production'],
  ['server: { cors: { origins: ["*"] } }', 'server.cors.origins: allows every site'],
  [
    'subgraphs: { all: { errors: { expose: true } }, a: {} }',
    'subgraphs.all.errors.expose: is on in production',
  ],
  ['admin:\n  token: hunter2', '2:10 admin.token: holds a secret in plain text'],
  [
    'supergraph: { url: { href: "https://me:pw@example.org/s" } }',
    'supergraph.url.href: holds a secret in plain text',
  ],
  [
    'supergraph: { url: { href: https://example.org, headers: { Authorization: abc } } }',
    'headers.Authorization: holds a secret',
  ],
  [
    'subgraphs: { all: { headers: { request: [{ insert: { name: x-api-key, value: abc } }] } } }',
    'insert.value: holds a secret',
  ],
])('%s is warned about in production only', (text, expected) => {
  const warnings = warningsOf(text);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain(expected);
  expect(warnings[0]).not.toMatch(/hunter2|:pw@|abc/);
  expect(warningsOf(text, { mode: 'development' })).toEqual([]);
});

test('secrets from the environment are not warned about, also in profiles', () => {
  const env = { T: 'x' };
  expect(warningsOf('admin: { token: "${env.T}" }', { env })).toEqual([]);
  expect(warningsOf('profiles: { production: { admin: { token: "${env.T}" } } }', { env })).toEqual([]);
});
