import fc from 'fast-check';
import { isDeeperThan, MAX_JSON_DEPTH, parseClientJson } from '../../../src/http/safe-json.js';

const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;

test('measures the nesting of any JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.nat(7), (value, max) => {
      expect(isDeeperThan(JSON.stringify(value), max)).toBe(depthOf(value) > max);
    }),
  );
});

test('reads 128 levels and refuses 129', () => {
  const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
  expect(depthOf(parseClientJson(nested(MAX_JSON_DEPTH), 'It'))).toBe(128);
  expect(() => parseClientJson(nested(MAX_JSON_DEPTH + 1), 'It')).toThrow(
    'It is nested deeper than 128 levels.',
  );
});

test.each(['', '{', '"\\', '"', '{"a":"'])('says that %p is no JSON', (text) => {
  expect(() => parseClientJson(text, 'It')).toThrow('It is not valid JSON.');
});
