import fc from 'fast-check';
import { buildSchema, OverlappingFieldsCanBeMergedRule, parse, validate } from 'graphql';
import { findFieldConflict } from '../../../src/operation/overlap.js';
import { documents, write } from './document-generator.js';

const schema = buildSchema(/* GraphQL */ `
  interface I {
    p: Int
    q(k: Int): Int
    o(k: Int): I
    l: [I]
  }
  type A implements I {
    p: Int
    q(k: Int): Int
    o(k: Int): I
    l: [I]
    z: String
    n: Int!
    s: A
  }
  type B implements I {
    p: Int
    q(k: Int): Int
    o(k: Int): I
    l: [I]
    z: Int
    n: Int
    s: B
  }
  union U = A | B
  type Query implements I {
    p: Int
    q(k: Int): Int
    o(k: Int): I
    l: [I]
    u: U
    s: Query
    z: [Int]
  }
`);

const words = {
  fields: ['p', 'q', 'o', 'l', 'z', 'n', 's', 'u', '__typename', 'o', 's', 'u'],
  aliases: ['p', 'o', 's', 'x'],
  types: ['A', 'B', 'I', 'U', 'Query', 'Unknown', undefined],
  arguments: ['', '', '', '(k: 1)', '(k: $v)'],
  directives: [''],
};

const ours = (text: string) => findFieldConflict(schema, parse(text), 1_000_000).conflict;
const theirs = (text: string) => validate(schema, parse(text), [OverlappingFieldsCanBeMergedRule]);

describe('findFieldConflict', () => {
  test('has the verdicts of graphql-js', () => {
    const verdicts = { valid: 0, invalid: 0 };
    fc.assert(
      fc.property(documents(words), (document) => {
        const text = write(document, false);
        const expected = theirs(text).length > 0;
        verdicts[expected ? 'invalid' : 'valid'] += 1;
        expect(ours(text) !== undefined).toBe(expected);
      }),
      { numRuns: 5000 },
    );
    expect(verdicts.valid).toBeGreaterThan(500);
    expect(verdicts.invalid).toBeGreaterThan(500);
  });

  test.each([
    '{ x: p x: q }',
    '{ q(k: 1) q(k: 2) }',
    '{ q(k: 1) q }',
    '{ o { x: p } o { x: q } }',
    '{ u { ... on A { x: z } ... on B { x: n } } }',
    '{ u { ... on A { z } ... on B { z } } }',
    '{ x: q ...F } fragment F on Query { x: p }',
    '{ p } fragment Unused on Query { x: p x: q }',
    '{ o { ...F } o { ...G } } fragment F on I { x: p } fragment G on I { x: q }',
  ])('refuses %s with a message of graphql-js', (text) => {
    const conflict = ours(text);
    const message = `Fields "${conflict?.responseKey}" conflict because ${conflict?.reason}. Use different aliases on the fields to fetch both if this was intentional.`;
    expect(theirs(text).map((error) => error.message)).toContain(message);
  });

  test.each([
    '{ p p ... { p } }',
    '{ q(k: 1) q(k: 1) }',
    '{ u { ... on A { x: p } ... on B { x: q(k: 1) } } }',
    '{ u { ... on A { s { x: p } } ... on B { s { x: q } } } }',
    '{ u { __typename ... on A { s { n } } } }',
    '{ __schema { a: types { name } } __schema { a: types { kind } } }',
  ])('accepts %s', (text) => {
    expect(ours(text)).toBeUndefined();
    expect(theirs(text)).toEqual([]);
  });

  test('arguments are compared as values: order does not matter, kinds do', () => {
    const echo = buildSchema('scalar J type Query { e(a: J, b: J): Int }');
    const differ = (left: string, right: string): boolean =>
      findFieldConflict(echo, parse(`query ($v: J) { e${left} e${right} }`), 1000).conflict !== undefined;
    for (const [left, right, expected] of [
      ['(a: 1, b: 2)', '(b: 2, a: 1)', false],
      ['(a: {x: 1, y: [1, {z: null}]})', '(a: {y: [1, {z: null}], x: 1})', false],
      ['(a: $v)', '(a: $v)', false],
      ['(a: "x")', '(a: x)', true],
      ['(a: "x")', '(a: """x""")', true],
      ['(a: true)', '(a: "true")', true],
      ['(a: 1)', '(a: 1.0)', true],
      ['(a: null)', '', true],
      ['(a: ["1,2"])', '(a: ["1","2"])', true],
    ] as const) {
      expect([left, right, differ(left, right)]).toEqual([left, right, expected]);
      const text = parse(`query ($v: J) { e${left} e${right} }`);
      expect(validate(echo, text, [OverlappingFieldsCanBeMergedRule]).length > 0).toBe(expected);
    }
  });

  test('gives up when asked to, and says so', () => {
    const result = findFieldConflict(schema, parse(`{ o { ${'p '.repeat(500)} } }`), 100);
    expect(result.work).toBeGreaterThan(100);
    expect(result.work).toBeLessThan(110);
    expect(result.conflict).toBeUndefined();
  });
});
