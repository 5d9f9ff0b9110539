import { buildASTSchema, buildSchema, getIntrospectionQuery, parse, type GraphQLError } from 'graphql';
import { ClientError } from '../../src/errors/index.js';
import { createOperationLimits, measureDocument } from '../../src/limits/index.js';
import { measureResponseKeys } from '../../src/limits/response-keys.js';
import {
  createOperationStage,
  coerceVariables,
  scanDocument,
  type OperationStage,
} from '../../src/operation/index.js';
import { findFieldConflict } from '../../src/operation/overlap.js';
import { buildApiSchema } from '../../src/registry/api-schema.js';
import { readFieldSubgraphs } from '../../src/registry/field-subgraphs.js';
import { composeSubgraphs } from '../harness/index.js';
import * as hostile from './hostile-documents.js';

const schema = buildSchema(hostile.HOSTILE_SCHEMA);
const newStage = (introspection = true) =>
  createOperationStage({
    schema,
    limits: createOperationLimits(),
    cacheSize: 100,
    introspection,
    exposeSchemaInErrors: false,
  });

/** The codes of a refusal; empty when the document is accepted. */
function refusal(document: string, stage = newStage(), name?: string): string[] {
  try {
    stage.prepare(document, name);
    return [];
  } catch (error) {
    if (error instanceof ClientError) return [error.code];
    if (!(error instanceof AggregateError)) throw error;
    return (error.errors as GraphQLError[]).map((each) => String(each.extensions['code']));
  }
}

const cases = hostile.HOSTILE_DOCUMENTS.flatMap((each) => each.sizes.map((size) => ({ ...each, size })));

describe('hostile documents', () => {
  test.each(cases)('$row $name($size): $codes', ({ make, size, codes }) => {
    const found = refusal(make(size));
    expect(found.length).toBeLessThanOrEqual(5);
    if (codes.length === 0) expect(found).toEqual([]);
    else expect(found.length).toBeGreaterThan(0);
    for (const code of found) expect(codes).toContain(code);
  });

  test('a refusal is remembered, and gives the same answer', () => {
    const stage = newStage();
    const document = hostile.fragmentDoubling(100);
    const first = refusal(document, stage);
    expect(stage.stats.refused.entries).toBe(1);
    expect(refusal(document, stage)).toEqual(first);
    expect(stage.stats).toMatchObject({
      documents: { entries: 0 },
      refused: { entries: 1, hits: 1, misses: 1 },
    });
  });

  test('T06 the comparison of fields under many types is bounded', () => {
    const small = findFieldConflict(schema, parse(hostile.conditionalLadder(4)), 1_000_000);
    const large = findFieldConflict(schema, parse(hostile.conditionalLadder(8)), 1_000_000);
    expect(large.work).toBeLessThanOrEqual(3 * small.work);
  });

  test('T13 many operations that share one large fragment', () => {
    expect(refusal(hostile.manyOperations(300))).not.toContain('INTERNAL_SERVER_ERROR');
  });
});

describe('T01 T02 T03 T06 documents that are hard to plan', () => {
  let stage: OperationStage;

  beforeAll(async () => {
    const document = parse(
      composeSubgraphs(hostile.HOSTILE_SUBGRAPHS.map((each) => ({ ...each, url: 'http://hostile' }))),
    );
    const supergraph = buildASTSchema(document, { assumeValid: true, assumeValidSDL: true });
    stage = createOperationStage({
      schema: await buildApiSchema(document),
      limits: createOperationLimits(),
      cacheSize: 100,
      introspection: true,
      exposeSchemaInErrors: false,
      fieldSubgraphs: readFieldSubgraphs(supergraph),
    });
  });

  const planned = hostile.PLANNED_DOCUMENTS.flatMap((each) => each.sizes.map((size) => ({ ...each, size })));

  test.each(planned)('$row $name($size): $codes', ({ make, size, codes }) => {
    expect(refusal(make(size), stage)).toEqual(codes);
  });
});

describe('work grows with the document, not with its square or its expanded form', () => {
  const ratio = (work: (size: number) => number, size: number): number => work(2 * size) / work(size);

  test.each([
    ['fragmentDoubling', hostile.fragmentDoubling],
    ['fragmentDoublingThroughFields', hostile.fragmentDoublingThroughFields],
    ['fragmentChain', hostile.fragmentChain],
    ['repeatedObjects', hostile.repeatedObjects],
    ['nestedInlineFragments', (size: number) => hostile.nestedInlineFragments(30, size)],
  ])('T05 T07 measuring %s', (_name, make) => {
    expect(ratio((size) => measureDocument(parse(make(size))).work, 50)).toBeLessThanOrEqual(2.1);
  });

  test.each([
    ['repeatedObjects', hostile.repeatedObjects],
    ['repeatedLeaves', hostile.repeatedLeaves],
    ['repeatedArguments', hostile.repeatedArguments],
    ['nestedInlineFragments', (size: number) => hostile.nestedInlineFragments(30, size)],
    ['conflictingFields', hostile.conflictingFields],
    ['fragmentDoubling', hostile.fragmentDoubling],
    ['fragmentChain', hostile.fragmentChain],
  ])('T04 T06 comparing the fields of %s', (_name, make) => {
    const work = (size: number): number => findFieldConflict(schema, parse(make(size)), 10_000_000).work;
    expect(ratio(work, 100)).toBeLessThanOrEqual(2.2);
    const keys = (size: number): number => measureResponseKeys(parse(make(size)), 10_000_000).work;
    expect(ratio(keys, 100)).toBeLessThanOrEqual(2.2);
  });

  test('T08 the scan stops at the first character past a limit', () => {
    const limits = { maxTokens: 5000, maxBracketDepth: 200 };
    const text = hostile.nestedSelections(1_000_000);
    expect(() => scanDocument(text, limits)).toThrow(expect.objectContaining({ code: 'MAX_DEPTH_LIMIT' }));
    expect(scanDocument(hostile.longComment(100_000), limits).scanned).toBe(100_000 + 8);
  });
});

describe('introspection', () => {
  const full = {
    descriptions: true,
    specifiedByUrl: true,
    directiveIsRepeatable: true,
    schemaDescription: true,
    inputValueDeprecation: true,
    oneOf: true,
  };
  const { inputValueDeprecation: _off, ...graphiql } = full;

  test.each([
    ['plain', getIntrospectionQuery()],
    ['every option', getIntrospectionQuery(full)],
    ['GraphiQL', getIntrospectionQuery(graphiql)],
  ])('the standard query passes: %s', (_name, query) => {
    expect(refusal(query)).toEqual([]);
  });

  test('T11 off: refused by code, also in fragments; root __typename still works', () => {
    const stage = newStage(false);
    expect(refusal(getIntrospectionQuery(), stage)).toEqual(['INTROSPECTION_DISABLED']);
    expect(refusal('{ ...F } fragment F on Query { x: __type(name: "Query") { name } }', stage)).toEqual([
      'INTROSPECTION_DISABLED',
    ]);
    expect(refusal('{ a { __schema { description } } }', stage)).toEqual(['INTROSPECTION_DISABLED']);
    expect(refusal('{ __typename }', stage)).toEqual([]);
  });
});

describe('T55 names that every object knows', () => {
  test.each(hostile.PROTOTYPE_NAMES)('%s as alias, variable, fragment and operation name', (name) => {
    const stage = newStage();
    const document = hostile.prototypeNames(name);
    const operation = stage.prepare(document, name);
    expect(operation.name).toBe(name);
    const input = JSON.parse(`{${JSON.stringify(name)}: "value"}`) as Record<string, unknown>;
    const { values } = coerceVariables(operation, input);
    expect(Object.getPrototypeOf(values)).toBeNull();
    expect(Object.keys(values ?? {})).toEqual([name]);
    expect(Object.getOwnPropertyDescriptor(values, name)?.value).toBe('value');
    // A name that is not there is not there, although every object inherits it.
    expect(Object.keys(coerceVariables(operation, {}).values ?? {})).toEqual([]);
    expect(refusal('query Q { b }', stage, name)).toEqual(['OPERATION_RESOLUTION_FAILURE']);
    expect(refusal(`{ ...${name} }`, stage)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect(refusal(`{ ${name} }`, stage)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
