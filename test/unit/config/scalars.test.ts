import { parseDuration, parsePercentage, parseSize } from '../../../src/config/scalars.js';

test.each([
  ['0s', 0],
  ['250ms', 250],
  ['10s', 10_000],
  ['5m', 300_000],
  ['1h', 3_600_000],
  ['30d', 2_592_000_000],
])('duration %s is %d ms', (text, expected) => {
  expect(parseDuration(text)).toBe(expected);
});

test.each(['10', '10 s', '-1s', '1.5s', 's', '', '1w', ' 1s'])('"%s" is not a duration', (text) => {
  expect(parseDuration(text)).toBeNaN();
});

test.each([
  ['1B', 1],
  ['64KB', 65_536],
  ['1MB', 1_048_576],
  ['2GB', 2_147_483_648],
])('size %s is %d bytes', (text, expected) => {
  expect(parseSize(text)).toBe(expected);
});

test.each(['1', '1kb', '1 MB', '1TB', '-1KB'])('"%s" is not a size', (text) => {
  expect(parseSize(text)).toBeNaN();
});

test.each([
  ['0%', 0],
  ['10%', 0.1],
  ['99.9%', 0.999],
  ['100%', 1],
])('percentage %s is %d', (text, expected) => {
  expect(parsePercentage(text)).toBe(expected);
});

test.each(['101%', '10', '-1%', '100.1%', '%'])('"%s" is not a percentage', (text) => {
  expect(parsePercentage(text)).toBeNaN();
});
