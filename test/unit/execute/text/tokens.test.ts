import fc from 'fast-check';
import {
  closeText,
  openText,
  scanBoolean,
  scanFloat,
  scanInt,
  scanJson,
  scanString,
} from '../../../../src/execute/text/tokens.js';

const bytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** True when the whole of `text` is read as one token, whatever follows it. */
const accepts = (scan: (from: number) => number, text: string, after = ''): boolean => {
  const before = '{"k":"\\\\",';
  openText(bytes(before) + bytes(text) + after);
  scanString(5);
  const end = scan(before.length);
  closeText();
  return end === before.length + bytes(text).length;
};

const parses = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const stringText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\\',
        '"',
        '/',
        'u',
        'n',
        'x',
        'b',
        '\\n',
        '\\u00e9',
        '\\ud800',
        '\\u12',
        '\\"',
        '\\\\',
        'é',
        '🚢',
      ),
      fc.string({ maxLength: 3, unit: 'grapheme' }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => `"${parts.join('').replace(/[\u0000-\u001f]/g, '')}"`);

test('strings are accepted exactly when a parser accepts them', () => {
  fc.assert(
    fc.property(stringText, (text) => {
      expect(accepts(scanString, text, ',')).toBe(parses(text));
    }),
    { numRuns: 3000 },
  );
});

test('a string that does not end is none', () => {
  for (const text of ['"a', '"a\\"', '"\\', '"\\u00']) expect(accepts(scanString, text)).toBe(false);
});

const numberText = fc
  .array(fc.constantFrom('-', '+', '0', '1', '9', '42', '.', 'e', 'E', '00', '2147483648'), { maxLength: 7 })
  .map((parts) => parts.join(''));

test('numbers are accepted when a parser accepts them and they are finite and no negative zero', () => {
  fc.assert(
    fc.property(numberText, (text) => {
      const value = parses(text) ? Number(text) : Number.NaN;
      expect(accepts(scanFloat, text, ',')).toBe(Number.isFinite(value) && !Object.is(value, -0));
    }),
    { numRuns: 5000 },
  );
});

test('integers are accepted when they are written plainly and fit 32 bits', () => {
  fc.assert(
    fc.property(numberText, (text) => {
      const value = /^-?(0|[1-9]\d*)$/.test(text) && text !== '-0' ? Number(text) : Number.NaN;
      expect(accepts(scanInt, text, '}')).toBe(value >= -2_147_483_648 && value <= 2_147_483_647);
    }),
    { numRuns: 5000 },
  );
});

test.each([
  ['2147483647', true],
  ['-2147483648', true],
  ['2147483648', false],
  ['-2147483649', false],
  ['1234567890.5', false],
  ['-0', false],
  ['0', true],
])('Int %s: %s', (text, expected) => {
  expect(accepts(scanInt, text, ',')).toBe(expected);
});

test.each([
  [`1${'0'.repeat(308)}`, true],
  [`1${'0'.repeat(309)}`, false],
  [`0.${'0'.repeat(400)}1`, true],
  ['1e308', true],
  ['1e309', false],
  ['-1e-400', false],
  ['1e-400', true],
  ['-0.0', false],
  ['-0.5', true],
])('Float %s: %s', (text, expected) => {
  expect(accepts(scanFloat, text, ']')).toBe(expected);
});

test('booleans', () => {
  expect(accepts(scanBoolean, 'true', ',')).toBe(true);
  expect(accepts(scanBoolean, 'false', '}')).toBe(true);
  for (const text of ['tru', 'True', 'falsy', '1', '']) expect(accepts(scanBoolean, text)).toBe(false);
});

test('any JSON value without white space is accepted, up to a depth', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      expect(accepts(scanJson, JSON.stringify(value), ',')).toBe(true);
    }),
    { numRuns: 1000 },
  );
  expect(accepts(scanJson, '['.repeat(64) + ']'.repeat(64), ',')).toBe(true);
  expect(accepts(scanJson, '['.repeat(65) + ']'.repeat(65), ',')).toBe(false);
  expect(accepts(scanJson, '{"a":'.repeat(65) + '1' + '}'.repeat(65), ',')).toBe(false);
});

test.each([
  '[1,]',
  '[,1]',
  '{"a":1,}',
  '{"a"}',
  '{a:1}',
  '{"a":}',
  '[1',
  '{"a":1',
  'nul',
  '[1 2]',
  '{"a":1 }',
  '',
])('no JSON: %s', (text) => {
  expect(accepts(scanJson, text)).toBe(false);
});
