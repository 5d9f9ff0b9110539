import { textCounters } from '../../../../src/execute/index.js';
import {
  answer,
  fetchNode,
  petApiSdl as apiSdl,
  petSdl as sdl,
  prepareText,
  type Prepared,
} from '../../../harness/text-way.js';

const one = (selection: string, fetched = selection): (() => Prepared) => {
  const setup = { sdl, apiSdl, query: `{ ${selection} }`, plan: fetchNode('a', `{${fetched}}`) };
  return () => prepareText(setup);
};

describe('values', () => {
  const user = one('user { name age score ok color any id must }');
  const body = (over: Record<string, string>): string => {
    const leaves = {
      name: '"Ann"',
      age: '3',
      score: '1.5',
      ok: 'true',
      color: '"RED"',
      any: '{"a":[1]}',
      id: '"1"',
      must: '""',
    };
    const fields = Object.entries({ ...leaves, ...over }).map(([key, text]) => `"${key}":${text}`);
    return `{"data":{"user":{${fields.join()}}}}`;
  };

  test.each([
    ['as expected', {}],
    ['null', { name: 'null', age: 'null', score: 'null', ok: 'null', color: 'null', any: 'null' }],
    ['escapes', { name: '"\\u00e9\\"\\\\\\ud83d\\udea2\\ud800"', must: '"\\n"' }],
    ['UTF-8', { name: '"Åsa 🚢"', id: '"é"' }],
    ['floats', { score: '1e3' }],
    ['integers as floats', { score: '-7' }],
    ['any JSON', { any: '[null,true,{"__proto__":{"x":1},"y":"\\u0041"},1e-7]' }],
  ])('%s: text', async (_name, over) => {
    expect((await answer(user(), () => body(over))).fast).toBe(true);
  });

  test.each([
    ['an ID as a number', { id: '1' }],
    ['a string as a number', { name: '5' }],
    ['an integer as a float', { age: '3.0' }],
    ['an integer that is too large', { age: '2147483648' }],
    ['a fraction for an Int', { age: '3.5' }],
    ['a number that is not finite', { score: '1e999' }],
    ['a string for a Float', { score: '"1"' }],
    ['a string for a Boolean', { ok: '"true"' }],
    ['a hidden enum value', { color: '"SECRET"' }],
    ['an unknown enum value', { color: '"BLUE"' }],
    ['an escaped enum value', { color: '"RE\\u0044"' }],
    ['an enum value that is no string', { color: '1' }],
    ['null where none may be', { must: 'null' }],
    ['an object for a leaf', { name: '{}' }],
    ['JSON with infinity in it', { any: '{"a":1e999}' }],
    ['JSON with white space', { any: '{ "a":1}' }],
  ])('%s: objects', async (_name, over) => {
    expect((await answer(user(), () => body(over))).fast).toBe(false);
  });

  test('an enum value is an error when the enum does not have it, not when clients may not see it', async () => {
    expect((await answer(user(), () => body({ color: '"SECRET"' }))).errors).toEqual([]);
    expect((await answer(user(), () => body({ color: '"BLUE"' }))).errors).toMatchObject([
      { path: ['user', 'color'], extensions: { code: 'SUBREQUEST_MALFORMED_RESPONSE' } },
    ]);
  });

  test.each([
    ['no body', ''],
    ['no JSON', '{"data":{"user":{"name":"Ann"'],
    ['a control character', body({ name: '"a\tb"' })],
    ['a bad escape', body({ name: '"\\x"' })],
    ['a leading zero', body({ score: '01' })],
    ['invalid UTF-8', Buffer.from(body({ name: '"\xff"' }), 'latin1')],
    ['rubbish behind', body({}) + 'x'],
  ])('%s is malformed for both', async (_name, text) => {
    const { fast, errors } = await answer(user(), () => text);
    expect(fast).toBe(false);
    expect(errors).toMatchObject([{ extensions: { code: 'SUBREQUEST_MALFORMED_RESPONSE' } }]);
  });

  test.each([
    ['errors', `{"errors":[{"message":"no","path":["user","name"]}],"data":{"user":null}}`],
    ['errors behind', `{"data":{"user":null},"errors":[{"message":"no","path":["user"]}]}`],
    ['no data', '{"data":null}'],
    ['another key order', '{"data":{"user":{"age":3,"name":"Ann"}}}'],
    ['an extra key', body({}).replace('"name"', '"x":1,"name"')],
    ['a duplicate key', body({}).replace('"name":', '"name":"B","name":')],
    ['__proto__', body({}).replace('"name"', '"__proto__":{"x":1},"name"')],
    ['a list for an object', '{"data":{"user":[]}}'],
    ['white space', body({}).replace(',"age"', ', "age"')],
    ['a line feed inside', body({}).replace(',"age"', ',\n"age"')],
    ['extensions first', body({}).replace('{"data"', '{"extensions":{},"data"')],
    ['bad extensions', body({}).replace(/\}$/, ',"extensions":}')],
  ])('%s: objects', async (_name, text) => {
    expect((await answer(user(), () => text)).fast).toBe(false);
  });

  test.each([
    ['extensions', body({}).replace(/\}$/, ',"extensions":{"a":["b"]}}')],
    ['a line feed at the end', body({}) + ' \r\n'],
    ['null', '{"data":{"user":null}}'],
  ])('%s: text', async (_name, text) => {
    expect((await answer(user(), () => text)).fast).toBe(true);
  });
});

describe('objects and lists', () => {
  test.each([
    [
      'lists of objects',
      one('users { id friends { name } }', 'users{__typename id friends{id name}}'),
      '{"data":{"users":[{"__typename":"User","id":"1","friends":[{"id":"2","name":"B"},null]},null,{"__typename":"User","id":"3","friends":null}]}}',
    ],
    ['no items', one('users { id }', 'users{__typename id}'), '{"data":{"users":[]}}'],
    [
      'lists of lists',
      one('grid { name }', 'grid{id name}'),
      '{"data":{"grid":[[{"id":"1","name":"A"},null],null,[],[{"id":"2","name":null}]]}}',
    ],
    ['lists of lists as spans', one('grid { id }'), '{"data":{"grid":[[{"id":"1"},null],null,[]]}}'],
    ['lists of leaves', one('user { tags }'), '{"data":{"user":{"tags":[["a","b"],null,[]]}}}'],
    [
      'aliases and __typename',
      one('me: user { kind: __typename n: name __typename }', 'me: user{__typename n: name}'),
      '{"data":{"me":{"__typename":"User","n":"A"}}}',
    ],
    ['root __typename', one('__typename other', 'other'), '{"data":{"other":"x"}}'],
    [
      'unions',
      one(
        'pets { ... on Dog { barks name } ... on Cat { lives } }',
        'pets{__typename ...on Dog{barks name} ...on Cat{lives}}',
      ),
      '{"data":{"pets":[{"__typename":"Cat","lives":9},null,{"__typename":"Dog","barks":1,"name":"Rex"}]}}',
    ],
    [
      'a type told behind other fields',
      one(
        'nodes { id ... on Dog { barks } ... on Cat { lives } }',
        'nodes{id __typename ...on Dog{barks} ...on Cat{lives}}',
      ),
      '{"data":{"nodes":[{"id":"1","__typename":"Cat","lives":1},{"id":"2","__typename":"User"},{"id":"3","__typename":"Dog","barks":2}]}}',
    ],
    [
      'objects below types',
      one(
        'pets { ... on Dog { owner { name } } ... on Cat { owner { id } } }',
        'pets{__typename ...on Dog{owner{id name}} ...on Cat{owner{id name}}}',
      ),
      '{"data":{"pets":[{"__typename":"Cat","owner":{"id":"1","name":"A"}},{"__typename":"Dog","owner":null},{"__typename":"Dog","owner":{"id":"2","name":"B"}}]}}',
    ],
    ['interface fields without a type', one('node { id }'), '{"data":{"node":{"id":"1"}}}'],
    ['empty objects', one('pets { ... on Dog { barks } }', 'pets{...on Dog{barks}}'), '{"data":{"pets":[]}}'],
  ])('%s', async (_name, prepared, body) => {
    expect((await answer(prepared(), () => body)).fast).toBe(true);
  });

  test.each([
    [
      'null for an item that may not be',
      one('user { pets { __typename } }'),
      '{"data":{"user":{"pets":[null]}}}',
    ],
    ['null for a nested item that may not be', one('user { tags }'), '{"data":{"user":{"tags":[[null]]}}}'],
    [
      'an unknown type',
      one('pets { ... on Dog { barks } }', 'pets{__typename ...on Dog{barks}}'),
      '{"data":{"pets":[{"__typename":"Fish"}]}}',
    ],
    [
      'a field of another type',
      one('pets { ... on Dog { barks } }', 'pets{__typename ...on Dog{barks}}'),
      '{"data":{"pets":[{"__typename":"Cat","barks":1}]}}',
    ],
    [
      'another type',
      one('user { name }', 'user{__typename name}'),
      '{"data":{"user":{"__typename":"Dog","name":"A"}}}',
    ],
    [
      'a list that does not end',
      one('users { id }', 'users{__typename id}'),
      '{"data":{"users":[{"__typename":"User","id":"1"};]}}',
    ],
    ['a list of leaves that does not end', one('user { tags }'), '{"data":{"user":{"tags":[["a";"b"]]}}}'],
    ['an object for a list', one('users { name }', 'users{__typename name}'), '{"data":{"users":{}}}'],
    ['an object for a list of leaves', one('user { tags }'), '{"data":{"user":{"tags":{}}}}'],
    ['a list that goes on', one('grid { name }', 'grid{id name}'), '{"data":{"grid":[[{"id":"1","name":"A"}'],
  ])('%s: objects', async (_name, prepared, body) => {
    expect((await answer(prepared(), () => body)).fast).toBe(false);
  });
});

test('operations whose answers fall back are tried less and less often', async () => {
  const prepared = one('other')();
  const tried = (): number => textCounters.avoided;
  const before = tried();
  for (let i = 0; i < 20; i++) await prepared.run(() => '{"data": {"other":"x"}}');
  // After failures 1, 2, 3: 1, 3 and 7 requests that do not try; the fourth failure is the 15th request.
  expect(tried() - before).toBe(1 + 3 + 7 + 5);
  for (let i = 0; i < 20; i++) await prepared.run(() => '{"data":{"other":"x"}}');
  expect((await answer(prepared, () => '{"data":{"other":"x"}}')).fast).toBe(true);
});

test('calls that fail do not count against an operation', async () => {
  const prepared = one('other')();
  for (let i = 0; i < 3; i++) await prepared.run(() => new Error('gone'));
  expect((await answer(prepared, () => '{"data":{"other":"x"}}')).fast).toBe(true);
});
