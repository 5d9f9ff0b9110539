import fc from 'fast-check';
import { Lexer, Source, TokenKind, getIntrospectionQuery, parse } from 'graphql';
import { scanDocument } from '../../../src/operation/index.js';

const LIMITS = { maxTokens: 5000, maxBracketDepth: 200 };

function lexed(text: string): number {
  const lexer = new Lexer(new Source(text));
  let count = 0;
  while (lexer.advance().kind !== TokenKind.EOF) count += 1;
  return count;
}

describe('scanDocument', () => {
  test.each([
    ['empty', ''],
    ['ignored', '\uFEFF \t\r\n,,, # comment { [ (\r# more'],
    ['punctuation', 'query Q($a: [Int!]! = [1], $b: E = X) @d(x: {y: 1}) { ...F ... on T { a } | & }'],
    ['numbers', '{ a(x: -1, y: 1.5, z: 1e+5, w: -1.5E-10) }'],
    ['strings', '{ a(x: "q\\"{[(", y: "", z: "\\\\") }'],
    ['block strings', '{ a(x: """ " "" \\""" { """, y: """""", z: """\n\n""") }'],
    ['introspection', getIntrospectionQuery()],
  ])('counts the tokens of the parser: %s', (_name, text) => {
    expect(scanDocument(text, LIMITS).tokens).toBe(lexed(text));
  });

  test('counts the tokens of the parser for random sequences of tokens', () => {
    const token = fc.constantFrom(
      'a',
      '_b1',
      '{',
      '}',
      '[',
      ']',
      '(',
      ')',
      '...',
      '"x"',
      '"""y"""',
      '1',
      '-2.5e3',
      '!',
      '$',
      '&',
      '|',
      '=',
      '@',
      ':',
      '# c\n',
      ',',
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 60 }), (tokens) => {
        const text = tokens.join(' ');
        expect(scanDocument(text, LIMITS).tokens).toBe(lexed(text));
      }),
      { numRuns: 1000 },
    );
  });

  test('brackets in strings and comments are text', () => {
    expect(scanDocument('{ a(x: "{{{", y: """[[[""") # (((\n }', LIMITS).bracketDepth).toBe(2);
  });

  test('closing brackets that were never opened do not hide later ones', () => {
    expect(scanDocument(`}}}}{{{`, LIMITS).bracketDepth).toBe(3);
  });

  test('the limits are inclusive', () => {
    expect(scanDocument('a b c', { ...LIMITS, maxTokens: 3 }).tokens).toBe(3);
    expect(() => scanDocument('a b c d', { ...LIMITS, maxTokens: 3 })).toThrow(
      'The document has more than 3 tokens.',
    );
    expect(scanDocument('{[(', { ...LIMITS, maxBracketDepth: 3 }).bracketDepth).toBe(3);
    expect(() => scanDocument('{[({', { ...LIMITS, maxBracketDepth: 3 })).toThrow(
      'The document has more than 3 levels of brackets.',
    );
  });

  test('names and numbers have a limit of their own, comments and strings do not', () => {
    const wide = { maxTokens: 100, maxBracketDepth: 100 };
    const long = 'n'.repeat(1000);
    expect(scanDocument(`{ ${long} } # ${long}${long}`, wide).tokens).toBe(3);
    expect(scanDocument(`{ a(b: "${long}${long}") }`, wide).tokens).toBe(8);
    for (const text of [`{ ${long}n }`, `{ a(b: ${'1'.repeat(1001)}) }`, `{ a: ${'_'.repeat(100_000)}`])
      expect(() => scanDocument(text, wide)).toThrow(
        expect.objectContaining({ code: 'OPERATION_TOO_COMPLEX' }),
      );
  });

  test('never fails on arbitrary text, and whatever passes can be parsed without overflowing the stack', () => {
    const piece = fc.oneof(
      fc.constantFrom('{', '[', '(', '"', '"""', '\\', '#', '\n', '...', 'a', '\u0000', 'é'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        expect(scanDocument(text, LIMITS).scanned).toBe(text.length);
        try {
          parse(text);
        } catch (error) {
          expect(error).not.toBeInstanceOf(RangeError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
