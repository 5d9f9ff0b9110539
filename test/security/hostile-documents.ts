/**
 * Documents that have hurt GraphQL servers, as generators. The tests give them to the stage that checks documents; `npm run hostile`
 * sends them to a running gateway. Imports nothing, so that a script can load it too.
 */

/** The schema that the documents are written for. */
export const HOSTILE_SCHEMA = /* GraphQL */ `
  interface Node {
    id: ID!
    self: Node
  }
  type Query implements Node {
    id: ID!
    self: Node
    a: Query
    b: Int
    c: Int
    node: Node
    list(first: Int, filter: Filter, matrix: [[[Int]]]): [Query]
    echo(text: String, flag: Boolean): String
  }
  type Other implements Node {
    id: ID!
    self: Node
    a: Query
    b: String
  }
  input Filter {
    and: [Filter!]
    text: String
  }
  type Mutation {
    a: Query
  }
  type Subscription {
    a: Query
    b: Int
  }
`;

const repeat = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => text(i)).join(' ');

/** T01: every fragment spreads the next one twice: 2^k selections when expanded. */
export const fragmentDoubling = (k: number): string =>
  `{ ...F0 } ${repeat(k, (i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`)} fragment F${k} on Query { b }`;

/** T01 with fields, so that the copies differ in their paths. */
export const fragmentDoublingThroughFields = (k: number): string =>
  `{ ...F0 } ${repeat(k, (i) => `fragment F${i} on Query { a { ...F${i + 1} } self { ...F${i + 1} } }`)} fragment F${k} on Query { b }`;

/** T05: 2^k aliases, of which the document shows one. */
export const fragmentDoublingOfAliases = (k: number): string =>
  `{ a { ...F0 } } ${repeat(k, (i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`)} fragment F${k} on Query { x: b }`;

/** T04: a chain of fragments, and an operation that spreads every one of them. */
export const fragmentChain = (n: number): string =>
  `{ self { ${repeat(n, (i) => `...F${i}`)} } } ${repeat(n, (i) => `fragment F${i} on Query { b ...F${i + 1} }`)} fragment F${n} on Query { c }`;

export const fragmentCycle = (n: number): string =>
  `{ ...F0 } ${repeat(n, (i) => `fragment F${i} on Query { a { ...F${(i + 1) % n} } }`)}`;

/** T06: graphql-js compares every pair of these. */
export const repeatedObjects = (n: number): string =>
  `{ self { ... on Query { ${repeat(n, () => 'a{b}')} } } }`;
export const repeatedLeaves = (n: number): string => `{ a { ${repeat(n, () => 'b')} } }`;
export const repeatedArguments = (n: number): string =>
  `{ a { ${repeat(n, () => 'list(first: 1) { b }')} } }`;
export const nestedInlineFragments = (depth: number, width: number): string =>
  `{ a { ${'... on Query { '.repeat(depth)} ${repeat(width, () => '... on Query { a { b } }')} ${'} '.repeat(depth)} } }`;
export const nestedInlineFragments30 = (width: number): string => nestedInlineFragments(30, width);
export const nestedInlineFragments150 = (width: number): string => nestedInlineFragments(150, width);
/** Conflicts on top of it: an answer must not list them all. */
export const conflictingFields = (n: number): string =>
  `{ a { ${repeat(n, (i) => `a { list(first: ${i % 2}) { b } }`)} } }`;
/** One interface field that every object type's own selection merges with, at every level. */
export const conditionalLadder = (depth: number): string =>
  `{ node ${'{ self { id } ... on Query { self { id self { id } } } ... on Other { self { id self { id } } } self '.repeat(depth)} { id } ${'} '.repeat(depth)} }`;

/** T08: nesting of every kind. */
export const nestedSelections = (n: number): string => `${'{a'.repeat(n)}${'}'.repeat(n)}`;
export const nestedLists = (n: number): string => `{ list(matrix: ${'['.repeat(n)}1${']'.repeat(n)}) { b } }`;
export const nestedObjects = (n: number): string =>
  `{ list(filter: ${'{and:'.repeat(n)}null${'}'.repeat(n)}) { b } }`;
export const nestedTypes = (n: number): string => `query ($v: ${'['.repeat(n)}Int${']'.repeat(n)}) { b }`;
export const nestedBangs = (n: number): string => `query ($v: Int${'!'.repeat(n)}) { b }`;
export const nestedParentheses = (n: number): string => `{ echo${'('.repeat(n)}${')'.repeat(n)} }`;
export const unclosed = (n: number): string => '{a'.repeat(n);
export const fragmentsInsideFragments = (n: number): string =>
  `{ ...F0 } ${repeat(n, (i) => `fragment F${i} on Query { a { ...F${i + 1} } }`)} fragment F${n} on Query { b }`;

/** T09 */
export const aliases = (n: number): string => `{ ${repeat(n, (i) => `x${i}: b`)} }`;
/** T10 */
export const directives = (n: number): string => `{ b ${repeat(n, () => '@skip(if: false)')} }`;
export const unknownDirectives = (n: number): string => `{ b ${repeat(n, () => '@nope')} }`;
export const unknownFields = (n: number): string => `{ a { ${repeat(n, (i) => `nope${i}`)} } }`;
/** T11 */
export const nestedIntrospection = (n: number): string =>
  `{ __schema { types { ${'fields { type { '.repeat(n)} name ${'} } '.repeat(n)} } } }`;
export const nestedIntrospectionByFragments = (n: number): string =>
  `{ __schema { types { ...F0 } } } ${repeat(n, (i) => `fragment F${i} on __Type { fields { type { ...F${i + 1} } } }`)} fragment F${n} on __Type { name }`;
/** T11: the square of the schema. */
export const squaredIntrospection = (n: number): string =>
  `{ ${repeat(n, (i) => `x${i}: __schema { types { fields { type { fields { name description } } } } }`)} }`;
/** T11: as much of the schema as can be had at once. */
export const manyIntrospections = (n: number): string =>
  `{ ${repeat(n, (i) => `x${i}: __schema { types { kind name fields { name description args { name type { kind name } } type { kind name ofType { kind name } } } } }`)} }`;

/** Many operations that share one large fragment. */
export const manyOperations = (n: number): string =>
  `${repeat(n, (i) => `query Q${i} { ...F }`)} fragment F on Query { ${repeat(45, (i) => `a { list(first: ${i}) { b } }`.replace('list', `l${i}: list`))} }`;
export const manyVariables = (n: number): string => `query (${repeat(n, (i) => `$v${i}: Int`)}) { b }`;
export const longComment = (n: number): string => `# ${'x'.repeat(n)}\n{ b }`;
export const unterminatedString = (n: number): string => `{ echo(text: "${'x'.repeat(n)}`;
export const blockStringQuotes = (n: number): string => `{ echo(text: """${'\\"""'.repeat(n)}""") }`;

/** T55: names that every JavaScript object knows. */
export const PROTOTYPE_NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'then',
  'toJSON',
];
export const prototypeNames = (name: string): string =>
  `query ${name}($${name}: String) { ${name}: echo(text: $${name}) ...${name} } fragment ${name} on Query { a { ${name}: b } }`;

export interface HostileDocument {
  /** Row of the reliability reference. */
  readonly row: string;
  readonly name: string;
  readonly make: (size: number) => string;
  readonly sizes: readonly number[];
  /** Codes that a refusal may carry; empty: the document is good and must be accepted. */
  readonly codes: readonly string[];
}

const COMPLEX = 'OPERATION_TOO_COMPLEX';
const TOKENS = 'MAX_TOKENS_LIMIT';
const DEPTH = 'MAX_DEPTH_LIMIT';
const INVALID = 'GRAPHQL_VALIDATION_FAILED';
const SYNTAX = 'GRAPHQL_PARSE_FAILED';
const NESTING_SIZES = [1000, 10_000, 100_000, 1_000_000];

const row = (
  id: string,
  make: (size: number) => string,
  sizes: readonly number[],
  codes: readonly string[],
): HostileDocument => ({
  row: id,
  name: make.name,
  make,
  sizes,
  codes,
});

/** Every document with the refusals that are right for it. */
export const HOSTILE_DOCUMENTS: readonly HostileDocument[] = [
  row('T01', fragmentDoubling, [13, 50, 200, 400], [COMPLEX]),
  row('T01', fragmentDoublingThroughFields, [11, 50, 200], [COMPLEX]),
  row('T04', fragmentChain, [20, 40], []),
  row('T04', fragmentChain, [200, 350, 1000], [COMPLEX, TOKENS]),
  row('T04', fragmentCycle, [1, 2, 10], [INVALID]),
  row('T04', fragmentCycle, [50, 500], [DEPTH, TOKENS]),
  row('T05', fragmentDoublingOfAliases, [6], ['MAX_ALIASES_LIMIT']),
  row('T05', fragmentDoublingOfAliases, [31, 32, 64], [COMPLEX]),
  row('T06', repeatedObjects, [500, 1000, 2000, 25_000], [COMPLEX, TOKENS]),
  row('T06', repeatedLeaves, [4000, 50_000], [COMPLEX, TOKENS]),
  row('T06', repeatedArguments, [500, 5000], [COMPLEX, TOKENS]),
  row('T06', nestedInlineFragments30, [30], []),
  row('T06', nestedInlineFragments150, [60, 400], [COMPLEX]),
  row('T06', conflictingFields, [10, 50], [INVALID]),
  row('T06', conflictingFields, [500, 1500], [COMPLEX, TOKENS]),
  row('T06', conditionalLadder, [5, 12], []),
  row('T07', fragmentDoublingThroughFields, [14, 31, 64, 128], [COMPLEX]),
  row('T08', nestedSelections, NESTING_SIZES, [DEPTH]),
  row('T08', nestedLists, NESTING_SIZES, [DEPTH]),
  row('T08', nestedObjects, NESTING_SIZES, [DEPTH]),
  row('T08', nestedTypes, NESTING_SIZES, [DEPTH]),
  row('T08', nestedBangs, NESTING_SIZES, [SYNTAX, TOKENS]),
  row('T08', nestedParentheses, NESTING_SIZES, [DEPTH]),
  row('T08', unclosed, NESTING_SIZES, [DEPTH]),
  row('T08', fragmentsInsideFragments, [20, 400], [DEPTH]),
  row('T09', aliases, [31, 1000], ['MAX_ALIASES_LIMIT', TOKENS]),
  row('T10', directives, [51, 700, 10_000], [COMPLEX, TOKENS]),
  row('T10', unknownDirectives, [51, 2000, 10_000], [COMPLEX, TOKENS]),
  row('T10', unknownFields, [10, 4000], [INVALID]),
  row('T11', nestedIntrospection, [3, 30, 90], [DEPTH]),
  row('T11', nestedIntrospectionByFragments, [3, 30, 90], [DEPTH]),
  row('T11', squaredIntrospection, [1, 20], [DEPTH]),
  row('T11', manyIntrospections, [5, 20], [COMPLEX]),
  row('T13', manyVariables, [1000], [INVALID]),
  row('T13', longComment, [1_000_000], []),
  row('T13', unterminatedString, [1_000_000], [SYNTAX]),
  row('T13', blockStringQuotes, [1000], []),
];

const MESH_SUBGRAPHS = 8;
const SHAPES = 20;
const WIDE_FIELDS = 1100;
const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])`;

/** Every field of the mesh can be had from every subgraph, so the number of ways multiplies at every level. */
const meshSubgraph = (index: number): string => `${LINK}
  type Query { mesh: Mesh @shareable shape: Shape @shareable shapes: [Shape] @shareable }
  type Mesh @key(fields: "id") @key(fields: "other") {
    id: ID!
    other: ID!
    next: Mesh @shareable
    peer: Mesh @shareable
    list: [Mesh] @shareable
    only${index}: String
    ${repeat(12, (i) => `s${i}: String @shareable`)}
  }
  interface Shape { id: ID! inner: Shape label: String }
  ${repeat(
    SHAPES,
    (i) => `type Shape${i} implements Shape @key(fields: "id") {
      id: ID! inner: Shape @shareable label: String @shareable own${i}: Shape @shareable in${index}: String }`,
  )}`;

const wideSubgraph = `${LINK}
  type Query { wide: Wide @shareable }
  type Wide @key(fields: "id") { id: ID! next: Wide @shareable ${repeat(WIDE_FIELDS, (i) => `w${i}: Int @shareable`)} }`;

/** The hostile schema in one subgraph, and beside it types that are hard to plan for (T02, T03). */
export const HOSTILE_SUBGRAPHS: readonly { readonly name: string; readonly typeDefs: string }[] = [
  { name: 'base', typeDefs: `${LINK}\n${HOSTILE_SCHEMA}` },
  { name: 'wide0', typeDefs: wideSubgraph },
  { name: 'wide1', typeDefs: wideSubgraph },
  ...Array.from({ length: MESH_SUBGRAPHS }, (_, i) => ({ name: `mesh${i}`, typeDefs: meshSubgraph(i) })),
];

/** T02: at every level everything that every subgraph knows. */
export const meshLadder = (depth: number): string =>
  `{ mesh ${`{ id ${repeat(12, (i) => `s${i}`)} ${repeat(MESH_SUBGRAPHS, (i) => `only${i}`)} next `.repeat(depth)} { id } ${'} '.repeat(depth)} }`;
/** T02 with a tree instead of a ladder: 2^depth places. */
export const meshTree = (depth: number): string => {
  const level = (left: number): string =>
    left === 0
      ? '{ only0 only7 }'
      : `{ only${left % MESH_SUBGRAPHS} next ${level(left - 1)} peer ${level(left - 1)} }`;
  return `{ mesh ${level(depth)} }`;
};
/** T02 and T01: the tree as fragments. */
export const meshFragments = (depth: number): string =>
  `{ mesh { ...M0 } } ${repeat(depth, (i) => `fragment M${i} on Mesh { only${i % MESH_SUBGRAPHS} next { ...M${i + 1} } peer { ...M${i + 1} } }`)} fragment M${depth} on Mesh { only0 }`;
/** T03 */
export const wideSiblings = (n: number): string => `{ wide { ${repeat(n, (i) => `w${i}`)} } }`;
export const wideLadder = (depth: number): string =>
  `{ wide ${`{ ${repeat(300, (i) => `w${i}`)} next `.repeat(depth)} { id } ${'} '.repeat(depth)} }`;
/** Fragments on every type of an interface, at every level. */
export const shapeLadder = (depth: number): string =>
  `{ shape ${`{ ${repeat(SHAPES, (i) => `... on Shape${i} { in${i % MESH_SUBGRAPHS} }`)} inner `.repeat(depth)} { id } ${'} '.repeat(depth)} }`;
/** The same inside one another, so that types multiply: SHAPES^depth when expanded. */
export const shapeTree = (depth: number): string =>
  `{ shape { ...S0 } } ${repeat(
    depth,
    (level) =>
      `fragment S${level} on Shape { ${repeat(SHAPES, (i) => `... on Shape${i} { own${i} { ...S${level + 1} } }`)} }`,
  )} fragment S${depth} on Shape { label }`;
/** T09: aliases of fields that need a fetch each. */
export const meshAliases = (n: number): string =>
  `{ mesh { ${repeat(n, (i) => `x${i}: next { only${i % MESH_SUBGRAPHS} }`)} } }`;
/** T10: 2^n settings of variables, nested. */
export const nestedConditions = (n: number): string =>
  `query (${repeat(n, (i) => `$v${i}: Boolean = true`)}) { mesh { ${repeat(
    n,
    (i) => `... on Mesh @include(if: $v${i}) { only${i % MESH_SUBGRAPHS} `,
  )} s0 ${'} '.repeat(n)} } }`;
/** T10: the same side by side, each with the opposite one. */
export const flatConditions = (n: number): string =>
  `query (${repeat(n, (i) => `$v${i}: Boolean = true`)}) { mesh { ${repeat(
    n,
    (i) =>
      `... on Mesh @include(if: $v${i}) { only${i % MESH_SUBGRAPHS} next { s${i % 12} } } ... on Mesh @skip(if: $v${i}) { peer { only${(i + 1) % MESH_SUBGRAPHS} } }`,
  )} } }`;
/** Known to make a native planner's process die: a condition without a type condition. */
export const untypedConditions = (n: number): string =>
  `query (${repeat(n, (i) => `$v${i}: Boolean = true`)}) { mesh { ${repeat(
    n,
    (i) => `... @include(if: $v${i}) { only${i % MESH_SUBGRAPHS} next { only${(i + 1) % MESH_SUBGRAPHS} } }`,
  )} } }`;
/** T16: lists inside of lists. */
export const nestedListFields = (depth: number): string =>
  `{ mesh ${'{ list '.repeat(depth)} { id s0 s1 s2 s3 } ${'} '.repeat(depth)} }`;
/** What is valid: planned when it is within the limits, some of it at their edge, refused when planning would take long. */
export const PLANNED_DOCUMENTS: readonly HostileDocument[] = [
  row('T01', fragmentDoubling, [4], []),
  row('T01', fragmentDoubling, [11], ['MAX_ROOT_FIELDS_LIMIT']),
  row('T01', fragmentDoublingThroughFields, [9], []),
  row('T01', fragmentDoublingThroughFields, [10], [COMPLEX]),
  row('T02', meshLadder, [4, 12], []),
  row('T02', meshTree, [4, 5], []),
  row('T02', meshTree, [6, 8], [COMPLEX]),
  row('T02', meshFragments, [5], []),
  row('T02', meshFragments, [8, 10], [COMPLEX]),
  row('T03', wideSiblings, [100, 1100], []),
  row('T03', wideLadder, [4], []),
  row('T03', wideLadder, [13], [COMPLEX]),
  row('T06', repeatedObjects, [50], []),
  row('T06', repeatedLeaves, [50], []),
  row('T06', repeatedArguments, [50], []),
  row('T06', nestedInlineFragments150, [30], []),
  row('T06', shapeLadder, [3], []),
  row('T06', shapeLadder, [13], [COMPLEX]),
  row('T06', shapeTree, [1], []),
  row('T06', shapeTree, [2], [COMPLEX]),
  row('T09', meshAliases, [30], []),
  row('T10', nestedConditions, [10, 40], []),
  row('T10', flatConditions, [8, 25], []),
  row('T10', untypedConditions, [1, 8, 40], []),
  row('T11', manyIntrospections, [1, 4], []),
  row('T16', nestedListFields, [13], []),
];

const body = (query: string, variables: string): string =>
  `{"query":${JSON.stringify(query)},"variables":${variables}}`;
const MATRIX = 'query ($v: [[[Int]]]) { list(matrix: $v) { b } } #0';
/** T10 */
export const badVariables = (n: number): string => body(MATRIX, `{"v":[[[${repeat(n, () => '"x",')}1]]]}`);
/** As many good values as a body may hold. */
export const largeVariables = (n: number): string => body(MATRIX, `{"v":[[[${repeat(n, () => '1,')}1]]]}`);
export const unknownVariables = (n: number): string =>
  body(MATRIX, `{${repeat(n, (i) => `"x${i * 4096}":1,`)}"v":[]}`);
/** T08 */
export const nestedVariables = (n: number): string =>
  body('query ($f: Filter) { list(filter: $f) { b } } #0', `{"f":${'{"and":['.repeat(n)}${']}'.repeat(n)}}`);
/** T55 */
export const prototypeRequest = (at: number): string => {
  const name = PROTOTYPE_NAMES[at] ?? '';
  return `{"query":${JSON.stringify(`${prototypeNames(name)} #0`)},"operationName":"${name}","variables":{"${name}":"v"},"${name}":{"a":1}}`;
};

/** Whole request bodies; `#0` in them may be replaced to make the document a new one. */
export const HOSTILE_BODIES: readonly HostileDocument[] = [
  row('T08', nestedVariables, [60], ['BAD_USER_INPUT']),
  row('T08', nestedVariables, [1000, 10_000, 100_000], ['BAD_REQUEST']),
  row('T10', badVariables, [10, 10_000, 200_000], ['BAD_USER_INPUT']),
  row('T10', largeVariables, [10_000, 330_000], []),
  row('T51', unknownVariables, [10_000, 60_000], []),
  row('T55', prototypeRequest, [0, 1, 2, 3, 4, 5, 6, 7], []),
];
