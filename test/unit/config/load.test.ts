import { dirname, join, resolve } from 'node:path';
import { loadConfig } from '../../../src/config/index.js';
import { load, refusal, writeConfig } from './write-config.js';

test('no file means the defaults', () => {
  const { config, file } = loadConfig({
    mode: 'production',
    env: {},
    file: undefined,
    overrides: { server: { port: 1 } },
  });
  expect([config.server.port, config.admin.port]).toEqual([1, 4001]);
  expect(file === undefined || file === resolve('gateway.yaml')).toBe(true);
});

test.each(['', '# only a comment\n', 'server:\n'])('an empty file or section is valid: %j', (text) => {
  expect(text === 'server:\n' ? refusal(text) : load(text).config.server.port).toEqual(
    text === 'server:\n' ? expect.stringContaining('server: expected a group of keys, got null') : 4000,
  );
});

test('paths of the file start from its folder, those of overrides from the working folder', () => {
  const file = writeConfig('supergraph: { file: ./s.graphql }');
  const options = { file, mode: 'production', env: {} } as const;
  expect(loadConfig(options).config.supergraph).toEqual({ file: join(dirname(file), 's.graphql') });
  expect(
    loadConfig({ ...options, overrides: { supergraph: { config: 'a.yaml' } } }).config.supergraph,
  ).toEqual({ config: resolve('a.yaml') });
  expect(load('').config.supergraph.config).toMatch(/spork-config-.*\/supergraph\.yaml$/);
});

test('a problem of an override has no line', () => {
  expect(refusal('server: { port: 4000 }', { overrides: { admin: { port: 4000 } } })).toBe(
    'admin.port: must differ from server.port (4000)',
  );
});

const PROFILES = `
server: { port: 5000, path: /a }
profiles:
  development: { server: { port: 5001 } }
  production: { server: { port: 5002 }, supergraph: { file: s.graphql } }
  staging: { server: { path: "/\${env.STAGE}" } }
`;

test('the profile of the mode is laid over the file', () => {
  expect(load(PROFILES).config.server).toMatchObject({ port: 5002, path: '/a' });
  expect(load(PROFILES, { mode: 'development' }).config.server.port).toBe(5001);
});

test('SPORK_PROFILE picks another; variables of profiles not in use need not be set', () => {
  const env = { SPORK_PROFILE: 'staging', STAGE: 'x' };
  expect(load(PROFILES, { env }).config.server).toMatchObject({ port: 5000, path: '/x' });
  expect(refusal(PROFILES, { env: { SPORK_PROFILE: 'staging' } })).toContain('STAGE is not set');
  expect(refusal(PROFILES, { env: { SPORK_PROFILE: 'stagin' } })).toContain('did you mean "staging"?');
});

test('a profile that says where the supergraph is replaces the other way', () => {
  const text =
    'supergraph: { config: a.yaml }\nprofiles: { production: { supergraph: { url: { href: http://a.example } } } }';
  expect(load(text).config.supergraph).toEqual({
    url: { href: 'http://a.example', poll: 10_000, headers: {} },
  });
});

test('a profile that names two ways is refused even when one is in the file', () => {
  const text =
    'supergraph: { config: a.yaml }\nprofiles: { production: { supergraph: { config: b.yaml, file: c } } }';
  expect(refusal(text)).toContain('supergraph: set exactly one of');
});

test('problems of profiles are told where they are written, also of those not in use', () => {
  expect(refusal('profiles:\n  production:\n    server:\n      port: a\n')).toMatch(
    /^gateway\.yaml:4:13 server\.port: /,
  );
  expect(refusal('profiles:\n  other:\n    server:\n      prot: 1\n')).toMatch(
    /^gateway\.yaml:4:7 profiles\.other\.server\.prot: unknown key/,
  );
  expect(refusal('profiles: 5')).toContain('profiles: expected profile names');
});

test('anchors and merge keys work', () => {
  const text = 'subgraphs:\n  all: &all { timeout: 5s }\n  reviews: { <<: *all, connections: 3 }';
  expect(load(text).config.subgraphs['reviews']).toMatchObject({ timeout: 5000, connections: 3 });
});

/** Each list holds the one before nine times. */
const laughs = (levels: number): string =>
  Array.from({ length: levels }, (_, n) => {
    const item = n === 0 ? 'x' : `*a${n - 1}`;
    return `- &a${n} [${Array.from({ length: 9 }, () => item).join(', ')}]`;
  })
    .join('\n')
    .replace(/^/, 'plugins:\n');

test.each([
  [
    'nine levels of nine',
    laughs(9),
    /^gateway\.yaml:\d:8 the alias \*a\d stands for too much: .* 100000 values; write the value out$/,
  ],
  [
    'a long list often',
    `server: { cors: { origins: &a [${'x, '.repeat(1000)}x] } }\nplugins: [${'*a, '.repeat(200)}x]`,
    /^gateway\.yaml:2:\d+ the alias \*a stands for too much/,
  ],
  [
    'in itself',
    'server:\n  cors: &a { origins: [x, *a] }',
    /^gateway\.yaml:2:27 the alias \*a holds itself; write/,
  ],
  [
    'a long chain',
    `plugins:\n  - &a0 x\n${Array.from({ length: 5000 }, (_, n) => `  - &a${n + 1} [*a${n}]\n`).join('')}`,
    /^gateway\.yaml:\d+:\d+ the alias \*a\d+ is nested too deeply in other aliases/,
  ],
])('aliases that stand for too much are one sentence at the alias: %s', (_name, text, message) => {
  expect(refusal(text)).toMatch(message);
});

test('aliases that stand for a lot are followed', () => {
  const origins = Array.from({ length: 200 }, (_, n) => `https://${n}.example`);
  const text = `server: { cors: { origins: &o [${origins.join(', ')}] } }\nprofiles: {${Array.from(
    { length: 100 },
    (_, n) => ` p${n}: { server: { cors: { origins: *o } } }`,
  ).join(',')} }`;
  expect(load(text, { env: { SPORK_PROFILE: 'p99' } }).config.server.cors.origins).toEqual(origins);
});
