import { readFileSync } from 'node:fs';
import { Supergraph } from '@apollo/federation-internals';
import { lexicographicSortSchema, parse, printSchema, validateSchema, type GraphQLSchema } from 'graphql';
import { buildApiSchema } from '../../../src/registry/index.js';
import { compose, fed2 } from './support.js';

const printed = (schema: GraphQLSchema): string => printSchema(lexicographicSortSchema(schema));

const ALL = [
  '@key',
  '@shareable',
  '@inaccessible',
  '@tag',
  '@composeDirective',
  '@interfaceObject',
  '@cost',
  '@listSize',
  '@external',
];

const CASES: Record<string, string> = {
  benchmark: readFileSync('test/fixtures/benchmark/supergraph.graphql', 'utf8'),
  'everything inaccessible': compose({
    a: fed2(
      `"root" type Query { "a product" p(in: In, hidden: Int @inaccessible): P gone: Int @inaccessible u: U n: Node e: E s: Date }
       "A product" type P implements Node & Secret @key(fields: "id") { id: ID! @tag(name: "x") old: Int @deprecated(reason: "why") s: Int @inaccessible }
       interface Node { id: ID! }
       interface Secret @inaccessible { id: ID! }
       union U = P | Q
       type Q @inaccessible { x: Int }
       enum E { A B @inaccessible C @deprecated }
       input In { a: Int = 3 b: Int @inaccessible }
       scalar Date @specifiedBy(url: "https://example.com/date")
       scalar Hidden @inaccessible`,
      ALL,
    ),
    b: fed2('type P @key(fields: "id") { id: ID! price: Int }'),
  }),
  'renamed imports, look-alike types of users': compose({
    a: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: [{ name: "@inaccessible", as: "@private" }, { name: "@tag", as: "@label" }])
        type Query { a: my__Type b: Int @private policy: policy__Own }
        type my__Type { x: Int @label(name: "t") }
        type policy__Own { federation__x: Int }
        directive @upper on FIELD`,
  }),
  'cost and a composed directive': compose({
    a: fed2(
      `extend schema @link(url: "https://example.com/own/v1.0", import: ["@mine"]) @composeDirective(name: "@mine")
       directive @mine(a: Int) on FIELD_DEFINITION
       type Query { a: [Int] @listSize(assumedSize: 3) b: Int @cost(weight: 4) @mine(a: 1) }
       type Mutation { m: Int }
       type Subscription { s: Int }`,
      ALL,
    ),
  }),
  context: compose({
    a: fed2(
      `type Query { t: T! } type T @key(fields: "id") @context(name: "c") { id: ID! u: U! prop: String! }
       type U @key(fields: "id") { id: ID! field(a: String @fromContext(field: "$c { prop }")): Int! }`,
      ['@key', '@context', '@fromContext'],
    ),
    b: fed2('type Query { x: Int } type U @key(fields: "id") { id: ID! }'),
  }),
};

test.each(Object.keys(CASES))('is the API schema of the reference implementation: %s', async (name) => {
  const sdl = CASES[name] ?? '';
  const schema = await buildApiSchema(parse(sdl));
  const reference = Supergraph.build(sdl, { supportedFeatures: null });
  expect(printed(schema)).toBe(printed(reference.apiSchema().toGraphQLJSSchema()));
  expect(validateSchema(schema)).toEqual([]);
});

test('keeps descriptions, deprecation and the order of the supergraph', async () => {
  const schema = await buildApiSchema(parse(CASES['everything inaccessible'] ?? ''));
  expect(printSchema(schema)).toContain('"""A product"""\ntype P implements Node {');
  expect(printSchema(schema)).toContain('old: Int @deprecated(reason: "why")');
  expect(printSchema(schema)).not.toMatch(/join__|link__|Secret|Hidden|inaccessible/);
});

test('gives others their turns while it looks at many types', async () => {
  const types = Array.from({ length: 2000 }, (_, index) => `type T${index} { a: Int }`);
  const document = parse(`type Query { t: T0 }\n${types.join('\n')}`);
  let turns = 0;
  let over = false;
  const count = (): void => {
    if (over) return;
    turns++;
    setImmediate(count);
  };
  setImmediate(count);
  const schema = await buildApiSchema(document);
  over = true;
  expect(schema.getType('T1999')).toBeDefined();
  expect(turns).toBeGreaterThanOrEqual(20);
});
