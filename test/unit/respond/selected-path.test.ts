import { buildSchema, parse, type OperationDefinitionNode } from 'graphql';
import { NO_RULES, SourceKeys } from '../../../src/operation/source-keys.js';
import { compileProjection } from '../../../src/plan/compile-projection.js';
import { isSelected } from '../../../src/respond/index.js';

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
    hash: '',
    name: undefined,
    kind: 'query',
    document,
    definition: document.definitions[0] as OperationDefinitionNode,
    schema,
    introspectionDocument: undefined,
    sourceKeys: new SourceKeys(NO_RULES, text, document),
    conditionVariables: [],
  },
  {},
);
const data = { pets: [{ __typename: 'Dog', boss: null }, { __typename: 'Cat', boss: { name: null } }, null] };

test.each<[(string | number)[], boolean]>([
  [['pets'], true],
  [['pets', 0, 'name'], true],
  [['pets', 0, 'boss', 'name'], true],
  [['pets', 0, 'owner'], false],
  [['pets', 1, 'boss', 'name'], false],
  [['pets', 2, 'boss'], true],
  [['pets', 9, 'boss'], true],
  [['pets', 'boss'], true],
  [['other'], false],
  [['pets', 0, 'name', 'deeper'], true],
])('%j: %s', (path, expected) => {
  expect(isSelected(path, data, projection)).toBe(expected);
});
