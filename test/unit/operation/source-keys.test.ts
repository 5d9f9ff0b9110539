import { parse, type FieldNode, type OperationDefinitionNode } from 'graphql';
import { SourceKeys } from '../../../src/operation/source-keys.js';

const reserved = new Map([
  ['id', false],
  ['price', true],
]);

const keysOf = (text: string): string[] => {
  const keys = new SourceKeys(reserved, text);
  const [operation] = parse(text).definitions as [OperationDefinitionNode];
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
])('%s is fetched under %j', (text, expected) => {
  expect(keysOf(text)).toEqual(expected);
});

test('paths get the names of the client back', () => {
  const keys = new SourceKeys(reserved, '{ crafts { id: name } }');
  expect(keys.clientPath(['crafts', 0, 'id_'])).toEqual(['crafts', 0, 'id']);
  expect(keys.clientPath(['crafts', 0, 'name'])).toEqual(['crafts', 0, 'name']);
});
