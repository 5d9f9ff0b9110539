import { readSupergraphConfig } from '../../../src/registry/index.js';

const read = (text: string, env: Record<string, string> = {}) =>
  readSupergraphConfig(text, { file: 'supergraph.yaml', env });

const one = (body: string): string => `subgraphs:\n  a:\n${body.replace(/^/gm, '    ')}`;

test('reads every kind of schema, as rover writes it', () => {
  const config = read(
    `federation_version: =2.9.0
subgraphs:
  accounts: { routing_url: http://a/, schema: { file: ./a.graphql } }
  products: { schema: { subgraph_url: "http://\${env.HOST}/", introspection_headers: { Authorization: "Bearer \${env.TOKEN}" } } }
  reviews:
    routing_url: \${env.NONE:-http://r/}
    schema:
      sdl: |
        type Query { price: Int @x(v: "\${env.UNTOUCHED}") }
`,
    { HOST: 'p:1', TOKEN: 't' },
  );
  expect(config).toEqual({
    federationVersion: '=2.9.0',
    subgraphs: [
      { name: 'accounts', routingUrl: 'http://a/', schema: { kind: 'file', file: './a.graphql' } },
      {
        name: 'products',
        routingUrl: 'http://p:1/',
        schema: { kind: 'introspection', url: 'http://p:1/', headers: { authorization: 'Bearer t' } },
      },
      {
        name: 'reviews',
        routingUrl: 'http://r/',
        schema: { kind: 'sdl', sdl: 'type Query { price: Int @x(v: "${env.UNTOUCHED}") }\n' },
      },
    ],
  });
});

test('an alias stands for the value of its anchor, as for rover', () => {
  const config = read(
    'subgraphs:\n  a: &a { routing_url: &url http://a/, schema: &s { file: a.graphql } }\n' +
      '  b: *a\n  c: { routing_url: *url, schema: *s }\n',
  );
  expect(config.subgraphs).toEqual(
    ['a', 'b', 'c'].map((name) => ({
      name,
      routingUrl: 'http://a/',
      schema: { kind: 'file', file: 'a.graphql' },
    })),
  );
});

/** Each list holds the one before nine times: 9^9 texts in the end. */
const bomb = (anchored: (name: string, value: string) => string): string => {
  const lists = Array.from({ length: 9 }, (_, n) => {
    const item = n === 0 ? 'x' : `*a${n - 1}`;
    return anchored(`a${n}`, `[${Array.from({ length: 9 }, () => item).join(', ')}]`);
  });
  return lists.join('');
};

test('aliases that stand for billions of values are refused where the format does not have them', () => {
  const subgraphs = bomb((name, value) => `  ${name}: &${name} ${value}\n`);
  expect(() => read(`subgraphs:\n${subgraphs}`)).toThrow(/:2:11: `subgraphs\.a0` must be a mapping/);
  expect(() => read('subgraphs: &s\n  a: *s\n')).toThrow(/:2:3: Unknown key `a` in `subgraphs\.a`/);
});

test.each([
  ['', /supergraph\.yaml:1:1: supergraph\.yaml must be a mapping/],
  ['a: [', /:1:\d+: This is not valid YAML/],
  ['federation_version: 2\n', /:1:1: There is no `subgraphs` key/],
  ['subgraphs: {}\n', /:1:1: `subgraphs` is empty/],
  ['federation_version: 7\nsubgraphs: {}\n', /:1:21: `federation_version` must be like/],
  ['subgraphs:\n  a: 1\n', /:2:6: `subgraphs\.a` must be a mapping/],
  ['subgrafs: {}\n', /:1:1: Unknown key `subgrafs`.*Did you mean `subgraphs`\?/],
  ['subgraphs:\n  1a: {}\n', /:2:3: `1a` is not a subgraph name/],
  [
    one('routing_ulr: http://a/'),
    /:3:5: Unknown key `routing_ulr` in `subgraphs\.a`\. Did you mean `routing_url`\?/,
  ],
  [one('zzz: 1'), /Known keys: routing_url, schema\./],
  [one('routing_url: http://a/'), /:2:3: `subgraphs\.a` has no `schema`/],
  [one('schema: {file: x}'), /:2:3: `subgraphs\.a` has no `routing_url`/],
  [one('routing_url: ftp://a/\nschema: {file: x}'), /:3:18: `routing_url` must be an http or https URL/],
  [one('routing_url: http://a/\nschema: {file: x, sdl: y}'), /exactly one of/],
  [one('routing_url: http://a/\nschema: {}'), /exactly one of/],
  [one('routing_url: http://a/\nschema: {graphref: g@v}'), /GraphOS, which is not supported/],
  [
    one('routing_url: http://a/\nschema: {file: x, introspection_headers: {}}'),
    /only goes with `subgraph_url`/,
  ],
  [one('schema: {subgraph_url: http://a/, introspection_headers: {"a b": c}}'), /`a b` is not a header name/],
  [one('routing_url: ${env.GONE}\nschema: {file: x}'), /:3:18: The environment variable GONE is not set/],
  [one('routing_url: ${GONE}\nschema: {file: x}'), /Write `\$\{env\.NAME\}`/],
  [one('routing_url: http://a/\nschema: {file: ""}'), /`file` is empty/],
  [one('routing_url: http://a/\nschema: {file: [x]}'), /`file` must be a text/],
  [one('routing_url: http://a/\nschema: {sdl: ""}'), /`sdl` must be a text that is not empty/],
])('says where and what is wrong: %j', (text, message) => {
  expect(() => read(text)).toThrow(message);
});
