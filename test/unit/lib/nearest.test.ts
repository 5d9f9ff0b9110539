import fc from 'fast-check';
import { nearest } from '../../../src/lib/nearest.js';

const KEYS = ['host', 'port', 'path', 'requestTimeout', 'bodyLimit'];

test.each([
  ['prot', 'port'],
  ['Port', 'port'],
  ['request_timeout', 'requestTimeout'],
  ['bodylimit', 'bodyLimit'],
])('%s is most like %s', (wanted, expected) => {
  expect(nearest(wanted, KEYS)).toBe(expected);
});

test('nothing is suggested for a word that is like none', () => {
  expect(nearest('kubernetes', KEYS)).toBeUndefined();
  expect(nearest('x', [])).toBeUndefined();
});

test('a known name is always its own nearest', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, selector: (name) => name.toLowerCase() }),
      (names) => {
        expect(nearest(names[0] ?? '', names)).toBe(names[0]);
      },
    ),
  );
});
