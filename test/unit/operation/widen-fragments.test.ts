import { buildSchema, parse, print, validate } from 'graphql';
import { widenFragments } from '../../../src/operation/widen-fragments.js';

const schema = buildSchema(`
  interface Node { id: ID! }
  interface Craft implements Node { id: ID! name: String }
  type Tug implements Node & Craft { id: ID! name: String pull: Int }
  type Ferry implements Node & Craft { id: ID! name: String cars: Int }
  type Port implements Node { id: ID! crafts: [Craft] home: Tug }
  union Any = Tug | Port
  type Query { crafts: [Craft] tug: Tug any: Any }
`);

const widen = (text: string): string => {
  const document = parse(text);
  expect(validate(schema, document)).toEqual([]);
  const widened = widenFragments(document, schema);
  expect(validate(schema, widened)).toEqual([]);
  return print(widened).replace(/\s+/g, ' ').trim();
};

test.each([
  ['{ crafts { ... on Node { id c: id } } }', '{ crafts { id c: id } }'],
  ['{ crafts { ...F } } fragment F on Node { id }', '{ crafts { id } }'],
  ['{ any { ... on Node { id } } }', '{ any { ... on Node { id } } }'],
  ['{ crafts { ... on Tug { pull ... on Craft { name } } } }', '{ crafts { ... on Tug { pull name } } }'],
  ['{ tug { ... on Craft { ... on Tug { pull } ... on Ferry { cars } } } }', '{ tug { pull } }'],
  ['{ tug { ... on Craft { ... on Ferry { cars } } } }', '{ tug { __typename } }'],
  ['{ crafts { t: __typename } }', '{ crafts { __typename } }'],
  [
    'query($a: Boolean!) { crafts { ... on Node @include(if: $a) { id } } }',
    'query ($a: Boolean!) { crafts { id @include(if: $a) } }',
  ],
  [
    'query($a: Boolean!, $b: Boolean!) { crafts { ... @include(if: $a) { id @include(if: $b) } } }',
    'query ($a: Boolean!, $b: Boolean!) { crafts { ... on Craft @include(if: $a) { id @include(if: $b) } } }',
  ],
  [
    '{ any { ...F ...F } } fragment F on Tug { ...G } fragment G on Craft { name }',
    '{ any { ...F ...F } } fragment F on Tug { name }',
  ],
])('%s becomes %s', (text, expected) => {
  expect(widen(text)).toBe(expected);
});

test('variables that only an impossible part used are not declared any more', () => {
  expect(
    widen('query($a: Boolean!) { tug { id ... on Craft { ... on Ferry { cars @skip(if: $a) } } } }'),
  ).toBe('{ tug { id __typename } }');
});
