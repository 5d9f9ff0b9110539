import { parse, type FieldNode, type OperationDefinitionNode } from 'graphql';
import { SourceKeys, type KeyRules } from '../../../src/operation/source-keys.js';

const rules: KeyRules = {
  reserved: new Map([
    ['id', false],
    ['price', true],
  ]),
  interfaceObjects: true,
};

const keysOf = (text: string): string[] => {
  const document = parse(text);
  const keys = new SourceKeys(rules, text, document);
  const [operation] = document.definitions as [OperationDefinitionNode];
  return operation.selectionSet.selections.map((field) => keys.of(field as FieldNode));
};

test.each([
  ['{ id name }', ['id', 'name']],
  ['{ id: name }', ['id_']],
  ['{ id(format: HEX) other: id }', ['id_', 'other']],
  ['{ price }', ['price_']],
  ['{ a: price(currency: EUR) }', ['a']],
  ['{ id: name some_thing }', ['id__', 'some_thing']],
  ['{ id: name __typename }', ['id___', '__typename']],
  ['{ x: a x: b x: a(n: 1) x: a }', ['x', 'x_1', 'x_2', 'x']],
  ['{ id a_: a a_: b }', ['id', 'a_', 'a___1']],
])('%s is fetched under %j', (text, expected) => {
  expect(keysOf(text)).toEqual(expected);
});

test('paths get the names of the client back', () => {
  const text = '{ crafts { id: name } }';
  const keys = new SourceKeys(rules, text, parse(text));
  expect(keys.clientPath(['crafts', 0, 'id_'])).toEqual(['crafts', 0, 'id']);
  expect(keys.clientPath(['crafts', 0, 'name'])).toEqual(['crafts', 0, 'name']);
  expect(keys.clientPath(['crafts_1', 'n1'])).toEqual(['crafts', 'n1']);
});

test('long runs of underscores: those of comments do not count, those of names make the suffix longer', () => {
  const long = '_'.repeat(900);
  expect(keysOf(`{ id: name } # ${long}`)).toEqual(['id_']);
  const [key] = keysOf(`{ id: name a${long}b }`);
  expect(key).toBe(`id_${long}`);
  const text = `{ id: name a${long}b }`;
  expect(new SourceKeys(rules, text, parse(text)).clientPath([`id_${long}1`, `a${long}b`])).toEqual([
    'id',
    `a${long}b`,
  ]);
});
