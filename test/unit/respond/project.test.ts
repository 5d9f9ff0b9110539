import { buildSchema, parse, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import type { FormattedError } from '../../../src/errors/index.js';
import { NO_RULES, SourceKeys } from '../../../src/operation/source-keys.js';
import type { Operation } from '../../../src/operation/types.js';
import { compileProjection } from '../../../src/plan/compile-projection.js';
import { TypeConditions } from '../../../src/plan/index.js';
import { addNullErrors, project } from '../../../src/respond/index.js';

const schema = buildSchema(`
  scalar Any
  enum Color { RED GREEN }
  interface Named { name: String! tag: String }
  interface Pet implements Named { name: String! tag: String age: Int }
  type Dog implements Named & Pet { name: String! tag: String age: Int barks: Boolean! mate: Dog }
  type Cat implements Named & Pet { name: String! tag: String age: Int lives: Int! color: Color friends: [Pet!]! }
  union Thing = Dog | Cat
  type Query {
    a: String  b: String  i: Int  f: Float  id: ID  ok: Boolean  color: Color  any: Any
    colors: [Color]  palette: [Color!]
    dog: Dog  must: Dog!  pets: [Pet]  strict: [Dog!]  matrix: [[Int!]]  thing: Thing  list: [String!]!
  }
`);

const operationOf = (text: string): Operation => {
  const document: DocumentNode = parse(text);
  const definition = document.definitions.find(
    (node) => node.kind === 'OperationDefinition',
  ) as OperationDefinitionNode;
  return {
    id: text,
    text,
    bytes: 1000,
    hash: text,
    name: undefined,
    kind: 'query',
    document,
    definition,
    schema,
    planWeight: 0,
    introspectionDocument: undefined,
    conditionVariables: [],
    sourceKeys: new SourceKeys(NO_RULES, text, document),
  };
};

const run = (
  text: string,
  data: unknown,
  variables: Record<string, unknown> = {},
): { text: string; errors: FormattedError[] } => {
  const projection = compileProjection(operationOf(text), variables);
  const answer = project(data as Record<string, unknown>, projection);
  const errors: FormattedError[] = [];
  if (answer.violated) addNullErrors(data as Record<string, unknown>, projection, { errors, limit: 25 });
  return { text: answer.text, errors };
};

test('writes in selection order, merging fields of one key, dropping what was not asked for', () => {
  const data = {
    i: 1,
    b: 'x',
    a: 'y',
    dog: { __typename: 'Dog', name: 'Rex', age: 3, tag: null, hidden: 1 },
  };
  expect(run('{ b dog { age } ...F a } fragment F on Query { dog { name age } i }', data).text).toBe(
    '{"b":"x","dog":{"age":3,"name":"Rex"},"i":1,"a":"y"}',
  );
});

test('aliases, __typename at every level, absent fields are null', () => {
  expect(
    run('{ t: __typename x: dog { __typename n: name } y: dog { tag } z: a }', { x: { n: 'R' }, y: {} }).text,
  ).toBe('{"t":"Query","x":{"__typename":"Dog","n":"R"},"y":{"tag":null},"z":null}');
});

test('abstract types choose by __typename; interfaces of interfaces; types hidden from clients are null', () => {
  const query =
    '{ pets { __typename name ... on Dog { barks } ... on Cat { lives } ... on Named { tag } } thing { ... on Named { name } } }';
  const pets = [
    { __typename: 'Dog', name: 'R', barks: true, tag: 't' },
    { __typename: 'Cat', name: 'C', lives: 9, tag: null },
    { __typename: 'Ghost', name: 'G' },
    null,
  ];
  expect(run(query, { pets, thing: { name: 'no type needed' } }).text).toBe(
    '{"pets":[{"__typename":"Dog","name":"R","barks":true,"tag":"t"},{"__typename":"Cat","name":"C","lives":9,"tag":null},null,null],"thing":{"name":"no type needed"}}',
  );
});

test('@skip and @include are decided by the variables', () => {
  const query =
    'query($s: Boolean!, $i: Boolean!) { a @skip(if: $s) b @include(if: $i) ... @include(if: $i) { i } a2: a @include(if: true) @skip(if: false) }';
  const data = { a: 'A', b: 'B', i: 1, a2: 'A' };
  expect(run(query, data, { s: true, i: true }).text).toBe('{"b":"B","i":1,"a2":"A"}');
  expect(run(query, data, { s: false, i: false }).text).toBe('{"a":"A","a2":"A"}');
});

test('leaves are coerced as the spec says, or null', () => {
  const query = '{ a i f id ok color any b }';
  expect(
    run(query, { a: 'é"\u2028', i: -3, f: 1.5, id: 7, ok: false, color: 'RED', any: { x: [1] }, b: 5 }).text,
  ).toBe(
    `{"a":${JSON.stringify('é"\u2028')},"i":-3,"f":1.5,"id":"7","ok":false,"color":"RED","any":{"x":[1]},"b":"5"}`,
  );
  expect(
    run(query, { a: {}, i: 1.5, f: 'x', id: {}, ok: 'true', color: 'HIDDEN', any: null, b: [] }).text,
  ).toBe('{"a":null,"i":null,"f":null,"id":null,"ok":null,"color":null,"any":null,"b":null}');
  expect(run('{ i f }', { i: 2147483648, f: Infinity }).text).toBe('{"i":null,"f":null}');
});

test('a null in a non-null position takes the nearest nullable parent, with one error', () => {
  expect(run('{ a dog { name } }', { a: 'x', dog: { name: null } })).toEqual({
    text: '{"a":"x","dog":null}',
    errors: [
      {
        message: 'Cannot return null for non-nullable field Dog.name.',
        path: ['dog', 'name'],
        extensions: { code: 'INTERNAL_SERVER_ERROR' },
      },
    ],
  });
  const strict = run('{ strict { name } }', { strict: [{ name: 'a' }, { name: null }] });
  expect(strict.text).toBe('{"strict":null}');
  expect(strict.errors.map(({ path }) => path)).toEqual([['strict', 1, 'name']]);
  expect(run('{ must { name } a }', { a: 'x' }).text).toBe('null');
  expect(run('{ matrix }', { matrix: [[1, null], [2]] }).text).toBe('{"matrix":[null,[2]]}');
  expect(run('{ list a }', { list: ['a', null] }).text).toBe('null');
  expect(
    run('{ pets { ... on Cat { friends { name } } } }', {
      pets: [{ __typename: 'Cat', friends: [{ name: null }] }],
    }).text,
  ).toBe('{"pets":[null]}');
});

test('an error that the subgraph gave already explains the null', () => {
  const projection = compileProjection(operationOf('{ dog { name mate { name } } }'), {});
  const data = { dog: { name: null, mate: { name: null } } };
  const errors: FormattedError[] = [{ message: 'gone', path: ['dog'], extensions: { code: 'X' } }];
  addNullErrors(data, projection, { errors, limit: 25 });
  expect(errors).toHaveLength(1);
  const none: FormattedError[] = [];
  addNullErrors(data, projection, { errors: none, limit: 1 });
  expect(none).toHaveLength(1);
});

test('values that do not fit their type are null, with an error at their place', () => {
  const found = (query: string, data: unknown): [string, unknown[]] => {
    const { text, errors } = run(query, data);
    for (const { extensions } of errors) expect(extensions.code).toBe('SUBREQUEST_MALFORMED_RESPONSE');
    return [text, errors.map(({ path }) => path)];
  };
  expect(
    found('{ dog { name } pets { name } a strict { name } }', { dog: [], pets: {}, a: 'x', strict: ['no'] }),
  ).toEqual(['{"dog":null,"pets":null,"a":"x","strict":null}', [['dog'], ['pets'], ['strict', 0]]]);
  expect(found('{ matrix }', { matrix: [1, [2]] })).toEqual(['{"matrix":[null,[2]]}', [['matrix', 0]]]);
  expect(found('{ i f any }', { i: '1', f: true, any: 1 })).toEqual([
    '{"i":null,"f":null,"any":1}',
    [['i'], ['f']],
  ]);
  const deep: unknown = JSON.parse('['.repeat(200_000) + ']'.repeat(200_000));
  expect(found('{ any a }', { any: deep, a: 'x' })).toEqual(['{"any":null,"a":"x"}', [['any']]]);
});

test('an enum value that the enum does not have is null with an error; one that clients may not see without', () => {
  const full = new TypeConditions(buildSchema('enum Color { RED SECRET GREEN } type Query { color: Color }'));
  const projection = compileProjection(operationOf('{ color colors palette }'), {}, full);
  const found = (data: Record<string, unknown>): readonly [string, FormattedError[]] => {
    const errors: FormattedError[] = [];
    const { text, violated } = project(data, projection);
    if (violated) addNullErrors(data, projection, { errors, limit: 25 });
    return [text, errors];
  };
  const misfit = (coordinate: string, path: readonly (string | number)[]): FormattedError => ({
    message: `A subgraph answered a value that does not fit the type of ${coordinate}.`,
    path,
    extensions: { code: 'SUBREQUEST_MALFORMED_RESPONSE' },
  });
  expect(found({ color: 'SECRET', colors: ['RED', 'SECRET'], palette: ['GREEN'] })).toEqual([
    '{"color":null,"colors":["RED",null],"palette":["GREEN"]}',
    [],
  ]);
  expect(found({ color: 'BLUE', colors: ['constructor', 'RED', 1], palette: ['BLUE'] })).toEqual([
    '{"color":null,"colors":[null,"RED",null],"palette":null}',
    [
      misfit('Query.color', ['color']),
      misfit('Query.colors', ['colors', 0]),
      misfit('Query.colors', ['colors', 2]),
      misfit('Query.palette', ['palette', 0]),
    ],
  ]);
  const [text, errors] = found({ palette: ['SECRET'] });
  expect(text).toBe('{"color":null,"colors":null,"palette":null}');
  expect(errors.map(({ path, message }) => [path, message])).toEqual([
    [['palette', 0], 'Cannot return null for non-nullable field Query.palette.'],
  ]);
});

test('an object of a type that is not possible, or of none, is null with an error; one of a hidden type without', () => {
  const types = new TypeConditions(
    buildSchema('type Query { a: String } type Secret { name: String! } type Dog { name: String! }'),
  );
  const projection = compileProjection(operationOf('{ pets { name } }'), {}, types);
  const typenames = ['Dog', 'Ghost', 'Query', 'Secret', '__proto__'];
  const data = { pets: typenames.map((name) => ({ __typename: name, name: 'x' })) };
  const { text, violated } = project(data, projection);
  expect(text).toBe('{"pets":[{"name":"x"},null,null,null,null]}');
  expect(violated).toBe(true);
  const errors: FormattedError[] = [];
  addNullErrors(data, projection, { errors, limit: 25 });
  expect(errors.map(({ path }) => path?.[1])).toEqual([1, 2, 4]);
  expect(project({ pets: [{ __typename: 'Secret' }] }, projection)).toEqual({
    text: '{"pets":[null]}',
    violated: false,
  });
});

test('names of Object.prototype are read as own properties only', () => {
  expect(run('{ constructor: a __proto__: b toString: i }', {}).text).toBe(
    '{"constructor":null,"__proto__":null,"toString":null}',
  );
  expect(run('{ constructor: a __proto__: b }', JSON.parse('{"constructor":"c","__proto__":"p"}')).text).toBe(
    '{"constructor":"c","__proto__":"p"}',
  );
});
