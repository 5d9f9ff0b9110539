import { parse } from 'graphql';
import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { readSupergraph } from '../../../src/registry/index.js';
import { ClientError } from '../../../src/errors/index.js';
import { compose, fed2 } from './support.js';

const plain = compose({ a: fed2('type Query { a: Int }') });
const linking = (link: string): string => plain.replace('schema\n', `schema\n  ${link}\n`);

test('reads id, names and URLs', () => {
  expect(readSupergraph(plain)).toEqual({
    id: createHash('sha256').update(plain).digest('hex').slice(0, 16),
    sdl: plain,
    document: parse(plain, { noLocation: true }),
    subgraphs: [{ name: 'a', url: 'http://a.test/graphql' }],
  });
  const benchmark = readFileSync('test/fixtures/benchmark/supergraph.graphql', 'utf8');
  expect(readSupergraph(benchmark).subgraphs.length).toBeGreaterThan(1);
});

test('goes by the URL of a spec, not by what it is called', () => {
  const renamed = plain.replace('join/v0.5"', 'join/v0.5", as: "j"').replaceAll('join__', 'j__');
  expect(readSupergraph(renamed).subgraphs).toEqual([{ name: 'a', url: 'http://a.test/graphql' }]);
  const imported = plain
    .replace(
      'join/v0.5"',
      'join/v0.5", import: [{ name: "@graph", as: "@sub" }, { name: "Graph", as: "Subs" }]',
    )
    .replaceAll('@join__graph', '@sub')
    .replaceAll(/join__Graph\b/g, 'Subs');
  expect(readSupergraph(imported).subgraphs).toEqual([{ name: 'a', url: 'http://a.test/graphql' }]);
});

test('reads a supergraph that federation 1 composed', () => {
  const old = `schema @core(feature: "https://specs.apollo.dev/core/v0.2") @core(feature: "https://specs.apollo.dev/join/v0.1", for: EXECUTION) { query: Query }
    directive @core(feature: String!, as: String, for: core__Purpose) repeatable on SCHEMA
    directive @join__graph(name: String!, url: String!) on ENUM_VALUE
    enum core__Purpose { EXECUTION SECURITY }
    enum join__Graph { A @join__graph(name: "a", url: "http://a/") }
    type Query { a: Int }`;
  expect(readSupergraph(old).subgraphs).toEqual([{ name: 'a', url: 'http://a/' }]);
});

test.each([
  [
    '@link(url: "https://specs.apollo.dev/join/v0.9", for: EXECUTION)',
    /join\/v0\.9 for EXECUTION.*v0\.1, v0\.2/,
  ],
  ['@link(url: "https://example.com/masking/v1.0", for: SECURITY)', /masking\/v1\.0 for SECURITY/],
  ['@link(url: "https://example.com/inaccessible/v0.2", for: SECURITY)', /example\.com/],
  [
    '@link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY)',
    /@authenticated .*cannot enforce/,
  ],
  [
    '@link(url: "https://specs.apollo.dev/requiresScopes/v0.1", as: "harmless")',
    /@requiresScopes .*cannot enforce/,
  ],
  [
    '@link(url: "https://specs.apollo.dev/policy/v0.1", for: SECURITY, import: [{name: "@policy", as: "@p"}])',
    /@policy/,
  ],
])('refuses what it cannot serve safely: %s', (link, message) => {
  const read = () => readSupergraph(linking(link));
  expect(read).toThrow(message);
  expect(read).toThrow(ClientError);
});

test.each([
  '@link(url: "https://specs.apollo.dev/inaccessible/v0.2", for: SECURITY)',
  '@link(url: "https://specs.apollo.dev/context/v0.1", for: SECURITY)',
  '@link(url: "https://specs.apollo.dev/cacheTag/v0.1", for: EXECUTION)',
  '@link(url: "https://example.com/own/v9.9")',
])('accepts %s', (link) => {
  expect(readSupergraph(linking(link)).subgraphs).toHaveLength(1);
});

test('refuses a real supergraph whose access rules nobody would enforce', () => {
  const sdl = compose({
    a: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [{ name: "@requiresScopes", as: "@needs" }])
        type Query { open: Int secret: Int @needs(scopes: [["x"]]) }`,
  });
  expect(() => readSupergraph(sdl)).toThrow(/@requiresScopes .*cannot enforce/);
  const authenticated = compose({ a: fed2('type Query { secret: Int @authenticated }', ['@authenticated']) });
  expect(() => readSupergraph(authenticated)).toThrow(/@authenticated .*cannot enforce/);
});

test.each([
  ['', /empty/],
  ['type {', /not valid GraphQL/],
  ['type Query { a: Int }', /not a composed supergraph.*spork compose/],
  ['type Query { a: Int } type P @key(fields: "id") { id: ID }', /schema of one subgraph.*spork compose/],
  [fed2('type Query { a: Int }'), /schema of one subgraph/],
  [plain.replace(/enum join__Graph \{[^}]*\}/, ''), /names no subgraphs/],
])('says what is to be done with something else: %#', (sdl, message) => {
  expect(() => readSupergraph(sdl)).toThrow(message);
});
