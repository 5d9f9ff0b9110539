import { buildSchema, parse, type OperationDefinitionNode } from 'graphql';
import { NO_RULES, SourceKeys } from '../../../src/operation/source-keys.js';
import { compileProjection } from '../../../src/plan/compile-projection.js';
import { clientPath } from '../../../src/respond/index.js';

const schema = buildSchema(`
  type Query { pets: [Pet] }
  interface Pet { name: String }
  type Dog implements Pet { name: String owner: Owner }
  type Cat implements Pet { name: String }
  type Owner { name: String }
`);
const text = '{ pets { name ... on Dog { boss: owner { name } } } }';
const document = parse(text);
const projection = compileProjection(
  {
    id: '',
    text,
    bytes: 1000,
    hash: '',
    name: undefined,
    kind: 'query',
    document,
    definition: document.definitions[0] as OperationDefinitionNode,
    schema,
    planWeight: 0,
    introspectionDocument: undefined,
    sourceKeys: new SourceKeys(NO_RULES, text, document),
    conditionVariables: [],
  },
  {},
);
const data = { pets: [{ __typename: 'Dog', boss: null }, { __typename: 'Cat', boss: { name: null } }, null] };

type Path = (string | number)[];

test.each<[Path, Path | undefined]>([
  [['pets'], ['pets']],
  [
    ['pets', 0, 'name'],
    ['pets', 0, 'name'],
  ],
  [
    ['pets', 0, 'boss', 'name'],
    ['pets', 0, 'boss', 'name'],
  ],
  // Nobody asked for it: it was needed for something else.
  [
    ['pets', 0, 'owner'],
    ['pets', 0],
  ],
  [
    ['pets', 0, 'key', 'deeper'],
    ['pets', 0],
  ],
  // Asked of dogs only.
  [['pets', 1, 'boss', 'name'], undefined],
  [
    ['pets', 2, 'boss'],
    ['pets', 2, 'boss'],
  ],
  [
    ['pets', 9, 'boss'],
    ['pets', 9, 'boss'],
  ],
  [
    ['pets', 'boss'],
    ['pets', 'boss'],
  ],
  [['other'], []],
  [
    ['pets', 0, 'name', 'deeper'],
    ['pets', 0, 'name', 'deeper'],
  ],
])('%j is told at %j', (path, expected) => {
  expect(clientPath(path, { data, projection, required: new Set() })).toEqual(expected);
});

test('what the plan needs is told of objects that were not asked for it', () => {
  expect(clientPath(['pets', 1, 'boss'], { data, projection, required: new Set(['boss']) })).toEqual([
    'pets',
    1,
  ]);
});
