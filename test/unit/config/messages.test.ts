import { refusal } from './write-config.js';

test('an unknown key has a line, a column and the nearest key', () => {
  expect(refusal('server:\n  prot: 4000\n')).toBe(
    'gateway.yaml:2:3 server.prot: unknown key; did you mean "port"?',
  );
  expect(refusal('# note\n\nsevrer: {}\n')).toBe(
    'gateway.yaml:3:1 sevrer: unknown key; did you mean "server"?',
  );
});

test('a key that is like none comes with the list', () => {
  expect(refusal('apq: { kubernetes: 1 }')).toBe(
    'gateway.yaml:1:8 apq.kubernetes: unknown key; known keys: enabled, maxEntries',
  );
});

test.each([
  ['server:\n  port: "4000"', '2:9 server.port: expected a number, got "4000"'],
  ['server:\n  port: 70000', '2:9 server.port: must be at most 65535, got 70000'],
  ['server:\n  port: 1.5', '2:9 server.port: expected a whole number, got 1.5'],
  ['server:\n  csrf: yes', '2:9 server.csrf: expected true or false, got "yes"'],
  [
    'server:\n  requestTimeout: 30',
    '2:19 server.requestTimeout: expected a duration such as 250ms, 10s or 5m, got 30',
  ],
  ['server:\n  requestTimeout: 2h', '2:19 server.requestTimeout: must be at most 1h, got "2h"'],
  ['server:\n  bodyLimit: 1M', '2:14 server.bodyLimit: expected a size such as 64KB or 1MB, got "1M"'],
  ['server:\n  bodyLimit: 1B', '2:14 server.bodyLimit: must be at least 1KB, got "1B"'],
  ['server:\n  path: graphql', '2:9 server.path: expected a path that starts with /, got "graphql"'],
  [
    'planner:\n  engine: hvie',
    '2:11 planner.engine: expected auto, hive, apollo, got "hvie"; did you mean "hive"?',
  ],
  [
    'server:\n  introspection: maybe',
    '2:18 server.introspection: expected true or false or auto, filtered, got "maybe"',
  ],
  ['supergraph: { file: a, config: b }', '1:13 supergraph: set exactly one of config, file, url, registry'],
  [
    'supergraph: { url: { href: ftp://a } }',
    '1:28 supergraph.url.href: expected a URL that starts with http:// or https://, got "ftp://a"',
  ],
  ['supergraph: { url: {} }', '1:20 supergraph.url.href: is required'],
  ['plugins: ./a.ts', '1:10 plugins: expected a list, got "./a.ts"'],
  ['plugins: [1]', '1:11 plugins[0]: expected text, got 1'],
  ['plugins: [""]', '1:11 plugins[0]: must not be empty'],
  ['server: 5', '1:9 server: expected a group of keys, got 5'],
  [
    'subgraphs: { all: { headers: { request: [{ propagate: { matching: "(" } }] } } }',
    'request[0].propagate.matching: expected a regular expression',
  ],
  [
    'subgraphs: { all: { headers: { request: [{ propagate: { name: a } }] } } }',
    'request[0].propagate.name: unknown key; did you mean "named"?',
  ],
  [
    'subgraphs: { all: { headers: { request: [{ insert: { name: x, value: 1 } }] } } }',
    'request[0].insert.value: expected text, got 1',
  ],
  [
    'subgraphs: { reviews: { timeuot: 1s } }',
    '1:25 subgraphs.reviews.timeuot: unknown key; did you mean "timeout"?',
  ],
])('%s', (text, expected) => {
  expect(refusal(text)).toContain(expected);
});

test('every problem is told, one line each', () => {
  const lines = refusal('server:\n  prot: 1\n  port: a\nadimn: {}\n').split('\n');
  expect(lines).toHaveLength(3);
});

test('syntax errors and duplicate keys have a line', () => {
  expect(refusal('server:\n  port: 1\n  port: 2\n')).toBe('gateway.yaml:3:3 this key is written twice');
  expect(refusal('server: { port: 1\nadmin: {}\n')).toMatch(/^gateway\.yaml:\d+:\d+ not valid YAML: /);
  expect(refusal('- a\n- b\n')).toMatch(/^gateway\.yaml:1:1 expected a group of keys/);
});

test('a missing file is told with what to do', () => {
  expect(() => refusal('', { file: '/nowhere/gateway.yaml' })).not.toThrow();
  expect(refusal('', { file: '/nowhere/gateway.yaml' })).toContain('there is no file /nowhere/gateway.yaml');
});

test('names of Object.prototype are only names', () => {
  expect(refusal('server: { constructor: 1 }')).toContain('server.constructor: unknown key');
  expect(refusal('toString: 1')).toContain('toString: unknown key');
});
