import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configJsonSchema, configOptions, configurationMarkdown } from '../../../src/config/index.js';

const read = (name: string): string => readFileSync(join(__dirname, '../../..', name), 'utf8');

test('docs/configuration.md and gateway.schema.json are as generated', () => {
  expect(read('docs/configuration.md')).toBe(configurationMarkdown());
  expect(JSON.parse(read('gateway.schema.json'))).toEqual(configJsonSchema());
});

test('every key is in the document, and the document has no other', () => {
  const documented = [...read('docs/configuration.md').matchAll(/^\| `([^`]+)`/gm)].map((match) => match[1]);
  expect(documented).toEqual(configOptions().map((option) => option.key));
  expect(new Set(documented).size).toBe(documented.length);
});

test('every key has one sentence', () => {
  const bad = configOptions().filter(({ description }) => !/^.{3,}\.$/.test(description));
  expect(bad.map((option) => option.key)).toEqual([]);
});

test('the JSON Schema takes durations as text with a pattern, references everywhere, and no unknown key', () => {
  const schema = configJsonSchema() as {
    additionalProperties: unknown;
    properties: Record<string, { properties: Record<string, Record<string, unknown>> }>;
  };
  const timeout = schema.properties['server']?.properties['requestTimeout'];
  expect(schema.additionalProperties).toBe(false);
  expect(timeout).toMatchObject({ type: 'string', default: '30s' });
  const pattern = new RegExp(String(timeout?.['pattern']));
  expect(['30s', '${env.T}', '30'].map((text) => pattern.test(text))).toEqual([true, true, false]);
  expect(Object.keys(schema.properties)).toContain('profiles');
});
