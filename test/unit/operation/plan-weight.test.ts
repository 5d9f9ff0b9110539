import { buildASTSchema, Kind, parse, visit, type DocumentNode, type GraphQLSchema } from 'graphql';
import { createOperationLimits } from '../../../src/limits/index.js';
import { createOperationStage, planWeight } from '../../../src/operation/index.js';
import { selectOperation } from '../../../src/operation/normalize.js';
import { readFieldSubgraphs } from '../../../src/registry/field-subgraphs.js';
import { buildDomain, caseSeed, createRandom, generateOperation } from '../../differential/index.mjs';
import { composeSubgraphs } from '../../harness/index.js';
import * as hostile from '../../security/hostile-documents.js';

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable", "@external", "@requires", "@interfaceObject"])';
const schemaOf = (sdl: string): GraphQLSchema =>
  buildASTSchema(parse(sdl), { assumeValid: true, assumeValidSDL: true });
const composed = (subgraphs: Readonly<Record<string, string>>): GraphQLSchema =>
  schemaOf(
    composeSubgraphs(
      Object.entries(subgraphs).map(([name, typeDefs]) => ({
        name,
        url: `http://${name}`,
        typeDefs: `${LINK}\n${typeDefs}`,
      })),
    ),
  );

const schema = composed({
  a: `type Query { item: Item any: Any thing: Thing list: [Shape] }
      type Item @key(fields: "id") { id: ID! name: String @shareable next: Item @shareable a: Int }
      type Box @key(fields: "id") { id: ID! name: String @shareable }
      union Any = Item | Box
      interface Thing @key(fields: "id") { id: ID! }
      type Tool implements Thing & Shape @key(fields: "id") { id: ID! size: Int }
      type Cube implements Shape { size: Int }
      interface Shape { size: Int }
      union Mixed = Tool | Item
      extend type Query { mixed: Mixed }`,
  b: `type Item @key(fields: "id") { id: ID! name: String @shareable next: Item @shareable b: Int c: Int far: Item }
      type Thing @interfaceObject @key(fields: "id") { id: ID! price: Int }`,
  c: `type Item @key(fields: "id") { id: ID! b: Int @external next: Item @shareable d: Int @requires(fields: "b") }`,
});

const weigh = (text: string, in_ = schema, most = 1_000_000): number => {
  const document = parse(text);
  const definition = selectOperation(document, undefined);
  return planWeight(in_, readFieldSubgraphs(in_), { document, definition, most });
};

test.each([
  ['a field of one subgraph, and one below it', '{ item { a } }', 1 + 1],
  ['a leaf that two can answer', '{ item { name } }', 1 + 2],
  ['what another subgraph answers', '{ item { b } }', 1 + 8 + 1],
  ['one call for all of a selection set, one for each subgraph', '{ item { b c d } }', 1 + 8 + 1 + 1 + 8 + 1],
  ['a shared field, then one of whom each may have led to', '{ item { next { a } } }', 1 + 3 + 3],
  ['shared twice', '{ item { next { next { a } } } }', 1 + 3 + 9 + 3],
  ['an external field is not answered', '{ item { far { b } } }', 1 + 8 + 1 + 1],
  ['type conditions', '{ any { ... on Item { a } ... on Box { name } } }', 1 + 1 + 1 + 1 + 1],
  ['a type condition after a shared field', '{ item { next { ... on Item { a } } } }', 1 + 3 + 1 + 3],
  ['a condition for each type that both have', '{ mixed { ... on Shape { size } } }', 1 + 1 + 1],
  ['a condition that cannot be met', '{ item { ... on Item { ... on Any { ... on Box { name } } } } }', 4],
  ['a field of an interface object', '{ thing { id ... on Tool { price } } }', 1 + 2 + 1 + 8 + 1],
  ['what the gateway answers', '{ __typename __schema { types { name } } item { __typename } }', 4],
])('%s: %s', (_name, text, expected) => {
  expect(weigh(text)).toBe(expected);
});

test('counting stops where it may', () => {
  expect(weigh('{ item { a } }', schema, 2)).toBe(2);
  expect(weigh('{ item { a a a } }', schema, 2)).toBe(Infinity);
  const document = hostile.meshFragments(200);
  expect(weigh(document, schemaOf(composeSubgraphs(hostileSubgraphs)), 5000)).toBeGreaterThan(5000);
});

const hostileSubgraphs = hostile.HOSTILE_SUBGRAPHS.map((each) => ({ ...each, url: 'http://hostile' }));

/** Inline fragments instead of spreads. */
const expanded = (document: DocumentNode): DocumentNode =>
  visit(document, {
    FragmentSpread({ name }) {
      const found = document.definitions.find(
        (node) => node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === name.value,
      );
      if (found?.kind !== Kind.FRAGMENT_DEFINITION) throw new Error(`no fragment ${name.value}`);
      const { typeCondition, selectionSet } = found;
      return { kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet };
    },
  }) as DocumentNode;

test('a fragment weighs what it weighs written out', () => {
  const domain = buildDomain();
  const supergraph = schemaOf(domain.supergraphSdl);
  const fieldSubgraphs = readFieldSubgraphs(supergraph);
  let spreads = 0;
  for (let index = 0; index < 300; index++) {
    const random = createRandom(caseSeed(7, index));
    const { query, operationName } = generateOperation(domain.monolith, random, { maxFields: 80 });
    const weights = [parse(query), expanded(parse(query))].map((document) =>
      planWeight(supergraph, fieldSubgraphs, {
        document,
        definition: selectOperation(document, operationName),
        most: 1_000_000,
      }),
    );
    expect(weights[0]).toBe(weights[1]);
    spreads += query.split(/\.\.\.\w/u).length - 1;
  }
  expect(spreads).toBeGreaterThan(300);
});

test('the stage refuses what is too heavy, and tells the weight of what is not', () => {
  const stage = createOperationStage({
    schema,
    limits: createOperationLimits({ maxPlanWeight: 7 }),
    cacheSize: 10,
    introspection: true,
    exposeSchemaInErrors: false,
    fieldSubgraphs: readFieldSubgraphs(schema),
  });
  expect(stage.prepare('{ item { next { a } } }', undefined).planWeight).toBe(7);
  const refused = expect.objectContaining({ code: 'OPERATION_TOO_COMPLEX' }) as Error;
  for (let i = 0; i < 2; i++)
    expect(() => stage.prepare('{ item { next { a id } } }', undefined)).toThrow(refused);
  // Only the operation that runs is weighed.
  expect(stage.prepare('query A { item { a } } query B { item { b c d } }', 'A').planWeight).toBe(2);
});
