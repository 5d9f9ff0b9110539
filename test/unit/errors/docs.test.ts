import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOGUE, errorsMarkdown } from '../../../src/errors/index.js';

const text = readFileSync(join(__dirname, '../../../docs/errors.md'), 'utf8');

test('docs/errors.md is as generated', () => {
  expect(text).toBe(errorsMarkdown());
});

test('every code is documented, and no other', () => {
  const documented = [...text.matchAll(/^\| `([A-Z_]+)`/gm)].map((match) => match[1]);
  expect(documented).toEqual(Object.keys(CATALOGUE));
});

test.each(Object.entries(CATALOGUE))('%s has a status, a message and advice', (_code, entry) => {
  expect(entry.status).toBeGreaterThanOrEqual(200);
  expect(entry.status).toBeLessThan(600);
  expect(entry.message).not.toBe('');
  expect(entry.action).toMatch(/[.`]$/);
});
