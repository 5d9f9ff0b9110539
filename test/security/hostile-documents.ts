/** Documents that have hurt GraphQL servers, as generators; sent directly to the stage here, over HTTP and WebSocket elsewhere. */

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
  row('T06', repeatedObjects, [500, 1000, 2000, 25_000], [COMPLEX, TOKENS]),
  row('T06', repeatedLeaves, [4000, 50_000], [COMPLEX, TOKENS]),
  row('T06', repeatedArguments, [500, 5000], [COMPLEX, TOKENS]),
  row('T06', (width) => nestedInlineFragments(30, width), [30], []),
  row('T06', (width) => nestedInlineFragments(150, width), [60, 400], [COMPLEX]),
  row('T06', conflictingFields, [10, 50], [INVALID]),
  row('T06', conflictingFields, [500, 1500], [COMPLEX, TOKENS]),
  row('T06', conditionalLadder, [5, 12], []),
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
  row('T13', manyVariables, [1000], [INVALID]),
  row('T13', longComment, [1_000_000], []),
  row('T13', unterminatedString, [1_000_000], [SYNTAX]),
  row('T13', blockStringQuotes, [1000], []),
];
