import { buildSchema, parse, print, validate } from 'graphql';
import { SourceKeys } from '../../../src/operation/source-keys.js';
import { widenFragments } from '../../../src/operation/widen-fragments.js';

const schema = buildSchema(`
  interface Node { id: ID! }
  interface Craft implements Node { id: ID! name: String }
  type Tug implements Node & Craft { id: ID! name: String pull: Int }
  type Ferry implements Node & Craft { id: ID! name: String cars(n: Int): Int }
  type Port implements Node { id: ID! crafts: [Craft] home: Tug }
  union Any = Tug | Port
  type Query { crafts: [Craft] tug: Tug any: Any }
`);

const reserved = new Map([
  ['id', false],
  ['name', false],
]);

const widen = (text: string, byType = false): string => {
  const document = parse(text);
  expect(validate(schema, document)).toEqual([]);
  const widened = widenFragments(document, schema, {
    keys: new SourceKeys({ reserved, interfaceObjects: false }, text, document),
    byType,
  });
  expect(validate(schema, widened)).toEqual([]);
  return print(widened).replace(/\s+/g, ' ').trim();
};

test.each([
  ['{ crafts { ... on Node { id c: id } } }', '{ crafts { id c: id } }'],
  ['{ crafts { ...F } } fragment F on Node { id }', '{ crafts { id } }'],
  ['{ any { ... on Node { id } } }', '{ any { ... on Tug { id } ... on Port { id } } }'],
  ['{ crafts { ... on Tug { pull ... on Craft { name } } } }', '{ crafts { ... on Tug { pull name } } }'],
  ['{ tug { ... on Craft { ... on Tug { pull } ... on Ferry { cars } } } }', '{ tug { pull } }'],
  ['{ tug { ... on Craft { ... on Ferry { cars } } } }', '{ tug { __typename } }'],
  ['{ crafts { t: __typename } }', '{ crafts { __typename } }'],
  ['{ crafts { ... on Any { ... on Craft { name } } } }', '{ crafts { ... on Tug { name } } }'],
  [
    '{ any { ... on Craft { ... on Ferry { cars } ... on Tug { pull } } } }',
    '{ any { ... on Tug { pull } } }',
  ],
  ['{ tug { ... on Any { ... on Tug { pull } } } }', '{ tug { pull } }'],
  ['{ crafts { id: name name n: id } }', '{ crafts { id_: name name n: id } }'],
  ['{ crafts { name: id } }', '{ crafts { name_: id } }'],
  [
    '{ any { ...F ...F } } fragment F on Tug { ...G } fragment G on Craft { name }',
    '{ any { ...F ...F } } fragment F on Tug { name }',
  ],
])('%s becomes %s', (text, expected) => {
  expect(widen(text)).toBe(expected);
});

test('written by type, every object type has its own fragment', () => {
  expect(widen('{ crafts { id ... on Tug { pull } } any { ... on Port { home { id } } } }', true)).toBe(
    '{ crafts { __typename ... on Tug { id pull } ... on Ferry { id } } any { __typename ... on Tug { __typename } ... on Port { home { id } } } }',
  );
});

test('variables that only an impossible part used are not declared any more', () => {
  expect(widen('query($n: Int) { tug { id ... on Craft { ... on Ferry { cars(n: $n) } } } }')).toBe(
    '{ tug { id __typename } }',
  );
});

test('fragments that no object can match are left out, however many there are', () => {
  const crossing = Array.from(
    { length: 600 },
    (_, at) => `... on Craft { ... on Ferry { f${at}: cars } ... on Tug { t${at}: pull } }`,
  );
  const widened = widen(`{ any { ${crossing.join(' ')} } }`);
  expect(widened).not.toContain('Ferry');
  expect(widened.split('... on Tug')).toHaveLength(601);
});
