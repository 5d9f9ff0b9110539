import { InternalError } from '../../../../src/errors/index.js';
import {
  answer,
  batchOf,
  entityNode,
  fetchNode,
  namesOfUsers,
  parallel,
  petApiSdl as apiSdl,
  petSdl as sdl,
  prepareText,
  sequence,
} from '../../../harness/text-way.js';

describe('entities', () => {
  const users =
    '{"data":{"users":[{"__typename":"User","id":"1"},null,{"__typename":"User","id":"2"},{"__typename":"User","id":"1"}]}}';

  test('are asked for once each and written wherever they are', async () => {
    const { data, fast, requests } = await answer(namesOfUsers('{ users { id name } }'), (name) =>
      name === 'a' ? users : '{"data":{"_entities":[{"name":"Ann"},null]}}',
    );
    expect(fast).toBe(true);
    expect(data).toEqual({
      users: [{ id: '1', name: 'Ann' }, null, { id: '2', name: null }, { id: '1', name: 'Ann' }],
    });
    expect(requests[1]).toContain(
      '"representations":[{"__typename":"User","id":"1"},{"__typename":"User","id":"2"}]',
    );
  });

  test('of several fields are equal when all of them are', async () => {
    const prepared = prepareText({
      sdl,
      apiSdl,
      query: '{ users { age } }',
      plan: sequence(
        fetchNode('a', '{users{__typename id name}}'),
        entityNode('b', '...on User{age}', batchOf('User', ['id', 'name'], ['users.@'])),
      ),
    });
    const pairs = [
      ['1', 'A'],
      ['1', 'B'],
      ['1', 'A'],
      ['2', 'A'],
      ['1', 'B'],
      ['11', 'A'],
      ['1', '1A'],
    ];
    const list = pairs.map(([id, name]) => `{"__typename":"User","id":"${id}","name":"${name}"}`);
    const { data, fast, requests } = await answer(prepared, (name) =>
      name === 'a'
        ? `{"data":{"users":[${list.join()}]}}`
        : '{"data":{"_entities":[{"age":0},{"age":1},{"age":2},{"age":3},{"age":4}]}}',
    );
    expect(fast).toBe(true);
    expect(data).toEqual({ users: [0, 1, 0, 2, 1, 3, 4].map((age) => ({ age })) });
    expect(requests[1]?.match(/"id"/g)).toHaveLength(5);
  });

  test('nobody is asked when there are none', async () => {
    const { fast, requests } = await answer(
      namesOfUsers('{ users { name } }'),
      () => '{"data":{"users":[null]}}',
    );
    expect(fast).toBe(true);
    expect(requests).toHaveLength(1);
  });

  test.each([
    ['too few', '{"data":{"_entities":[{"name":"A"}]}}'],
    ['too many', '{"data":{"_entities":[{"name":"A"},{"name":"B"},{"name":"C"}]}}'],
    ['no list', '{"data":{"_entities":null}}'],
    ['more than entities', '{"data":{"_entities":[{"name":"A"},{"name":"B"}],"x":1}}'],
    ['a list that goes on', '{"data":{"_entities":[{"name":"A"};{"name":"B"}]}}'],
  ])('%s: objects', async (_name, body) => {
    const { fast, requests } = await answer(namesOfUsers('{ users { id name } }'), (name) =>
      name === 'a' ? users : body,
    );
    expect(fast).toBe(false);
    // What was asked already is not asked again.
    expect(requests).toHaveLength(2);
  });

  test('a null that may not be is propagated by objects', async () => {
    const prepared = prepareText({
      sdl,
      apiSdl,
      query: '{ users { id must } }',
      plan: sequence(
        fetchNode('a', '{users{__typename id}}'),
        entityNode('b', '...on User{must}', batchOf('User', ['id'], ['users.@'])),
      ),
    });
    const { data, fast, errors } = await answer(prepared, (name) =>
      name === 'a' ? users : '{"data":{"_entities":[{"must":"x"},null]}}',
    );
    expect(fast).toBe(false);
    expect(data).toEqual({ users: [{ id: '1', must: 'x' }, null, null, { id: '1', must: 'x' }] });
    expect(errors).toHaveLength(1);
  });

  test('a call that fails, or cannot be made, is told by objects', async () => {
    const refused = await answer(namesOfUsers('{ users { id name } }'), (name) =>
      name === 'a' ? users : new InternalError('SUBREQUEST_HTTP_ERROR', 'gone'),
    );
    expect(refused.fast).toBe(false);
    expect(refused.requests).toHaveLength(2);
    expect(refused.errors).toMatchObject([{ message: 'gone' }, { message: 'gone' }, { message: 'gone' }]);
    for (const subgraph of ['missing', 'headless']) {
      const prepared = prepareText({ sdl, query: '{ other }', plan: fetchNode(subgraph, '{other}') });
      const { fast, requests, errors } = await answer(prepared, () => '{"data":{"other":"x"}}');
      expect({ fast, requests, errors: errors.length }).toEqual({ fast: false, requests: [], errors: 1 });
    }
  });

  test('of several types are asked for by type', async () => {
    const prepared = prepareText({
      sdl,
      apiSdl,
      query: '{ pets { ... on Dog { name } ... on Cat { lives } } }',
      plan: sequence(
        fetchNode('a', '{pets{__typename ...on Dog{id} ...on Cat{id lives}}}'),
        entityNode('b', '...on Dog{name}', batchOf('Dog', ['id'], ['pets.@|[Dog]'])),
      ),
    });
    const body =
      '{"data":{"pets":[{"__typename":"Cat","id":"1","lives":9},{"__typename":"Dog","id":"1"},null]}}';
    const { data, fast, requests } = await answer(prepared, (name) =>
      name === 'a' ? body : '{"data":{"_entities":[{"name":"Rex"}]}}',
    );
    expect(fast).toBe(true);
    expect(data).toEqual({ pets: [{ lives: 9 }, { name: 'Rex' }, null] });
    expect(requests[1]).toContain('"representations":[{"__typename":"Dog","id":"1"}]');
  });

  test('of several types in one fetch share what is below them', async () => {
    const prepared = prepareText({
      sdl,
      apiSdl,
      query: '{ pets { ... on Dog { barks owner { id age } } ... on Cat { owner { id age } } } }',
      plan: sequence(
        fetchNode('a', '{pets{__typename ...on Dog{id} ...on Cat{id}}}'),
        entityNode(
          'b',
          '...on Dog{barks owner{__typename id}} ...on Cat{owner{__typename id}}',
          batchOf('Node', ['id'], ['pets.@']),
        ),
        entityNode('c', '...on User{age}', batchOf('User', ['id'], ['pets.@.owner'])),
      ),
    });
    const { data, fast } = await answer(prepared, (name) => {
      if (name === 'a')
        return '{"data":{"pets":[{"__typename":"Cat","id":"1"},{"__typename":"Dog","id":"2"}]}}';
      if (name === 'c') return '{"data":{"_entities":[{"age":1},{"age":2}]}}';
      return '{"data":{"_entities":[{"owner":{"__typename":"User","id":"u1"}},{"barks":3,"owner":{"__typename":"User","id":"u2"}}]}}';
    });
    expect(fast).toBe(true);
    expect(data).toEqual({
      pets: [{ owner: { id: 'u1', age: 1 } }, { barks: 3, owner: { id: 'u2', age: 2 } }],
    });
  });

  test('an interface that a later fetch names does not hide the type', async () => {
    const prepared = prepareText({
      sdl,
      apiSdl,
      query: '{ nodes { id ... on Dog { name } } }',
      plan: sequence(
        fetchNode('a', '{nodes{__typename id}}'),
        entityNode('b', '...on Node{__typename}', batchOf('Node', ['id'], ['nodes.@'])),
        entityNode('c', '...on Dog{name}', batchOf('Dog', ['id'], ['nodes.@|[Dog]'])),
      ),
    });
    const { data, fast } = await answer(prepared, (name) => {
      if (name === 'a')
        return '{"data":{"nodes":[{"__typename":"Dog","id":"1"},{"__typename":"Node","id":"2"}]}}';
      if (name === 'b') return '{"data":{"_entities":[{"__typename":"Node"},{"__typename":"User"}]}}';
      return '{"data":{"_entities":[{"name":"Rex"}]}}';
    });
    expect(fast).toBe(true);
    expect(data).toEqual({ nodes: [{ id: '1', name: 'Rex' }, { id: '2' }] });
  });

  test('representations hold nested objects and lists, written anew where the order differs', async () => {
    const requires = [
      {
        kind: 'fragment' as const,
        typeCondition: 'User',
        skipIf: undefined,
        includeIf: undefined,
        selections: [
          { kind: 'field' as const, key: '__typename', name: '__typename', selections: undefined },
          ...['friends', 'friend', 'pets', 'grid'].map((key) => ({
            kind: 'field' as const,
            key,
            name: key,
            selections: ['name', 'id'].map((leaf) => ({
              kind: 'field' as const,
              key: leaf,
              name: leaf,
              selections: undefined,
            })),
          })),
          { kind: 'field' as const, key: 'tags', name: 'tags', selections: undefined },
        ],
      },
    ];
    const prepared = prepareText({
      sdl,
      apiSdl,
      query: '{ user { age } }',
      plan: sequence(
        fetchNode(
          'a',
          '{user{__typename friends{id name} friend{name id} pets{__typename ...on Dog{id name} ...on Cat{id name}} grid{id name} tags}}',
        ),
        entityNode('b', '...on User{age}', batchOf('User', [], ['user'], { requires })),
      ),
    });
    const body =
      '{"data":{"user":{"__typename":"User","friends":[{"id":"1","name":"A"},null],"friend":{"name":"F","id":"9"},"pets":[{"__typename":"Dog","id":"2","name":null}],"grid":[[{"id":"5","name":"G"},null],null,[]],"tags":[["x"]]}}}';
    const { fast, requests } = await answer(prepared, (name) =>
      name === 'a' ? body : '{"data":{"_entities":[{"age":3}]}}',
    );
    expect(fast).toBe(true);
    expect(requests[1]).toContain(
      '[{"__typename":"User","friends":[{"name":"A","id":"1"},null],"friend":{"name":"F","id":"9"},"pets":[{"name":null,"id":"2"}],"grid":[[{"name":"G","id":"5"},null],null,[]],"tags":[["x"]]}]',
    );
    const none =
      '{"data":{"user":{"__typename":"User","friends":null,"friend":null,"pets":null,"grid":null,"tags":null}}}';
    expect(
      (await answer(prepared, (name) => (name === 'a' ? none : '{"data":{"_entities":[null]}}'))).fast,
    ).toBe(true);
  });

  test('objects without a type get the one that the plan names, rewritten where it says so', async () => {
    const prepared = prepareText({
      sdl,
      apiSdl,
      query: '{ user { name } }',
      plan: sequence(
        fetchNode('a', '{user{id}}'),
        entityNode(
          'b',
          '...on User{name}',
          batchOf('User', ['id'], ['user'], {
            inputRewrites: [
              {
                kind: 'set-value',
                path: [
                  { kind: 'type', names: ['User'] },
                  { kind: 'key', name: '__typename' },
                ],
                value: 'Node',
              },
            ],
          }),
        ),
      ),
    });
    const { fast, requests } = await answer(prepared, (name) =>
      name === 'a' ? '{"data":{"user":{"id":"1"}}}' : '{"data":{"_entities":[{"name":"A"}]}}',
    );
    expect(fast).toBe(true);
    expect(requests[1]).toContain('[{"__typename":"Node","id":"1"}]');
  });

  test('keys that the planner renamed get their names back', async () => {
    const prepared = prepareText({
      sdl,
      apiSdl,
      query: '{ user { name age friend { name id } } }',
      plan: sequence(
        fetchNode('a', '{user{__typename id friend{n: name id}}}', {
          outputRewrites: [
            {
              kind: 'rename-key',
              path: [
                { kind: 'key', name: 'user' },
                { kind: 'type', names: ['User'] },
                { kind: 'key', name: 'friend' },
                { kind: 'key', name: 'n' },
              ],
              name: 'name',
            },
          ],
        }),
        entityNode(
          'b',
          '...on User{x: name age}',
          batchOf('User', ['id'], ['user'], {
            outputRewrites: [
              {
                kind: 'rename-key',
                path: [
                  { kind: 'type', names: ['User'] },
                  { kind: 'key', name: 'x' },
                ],
                name: 'name',
              },
            ],
          }),
        ),
      ),
    });
    const { data, fast } = await answer(prepared, (name) =>
      name === 'a'
        ? '{"data":{"user":{"__typename":"User","id":"1","friend":{"n":"F","id":"2"}}}}'
        : '{"data":{"_entities":[{"x":"A","age":1}]}}',
    );
    expect(fast).toBe(true);
    expect(data).toEqual({ user: { name: 'A', age: 1, friend: { name: 'F', id: '2' } } });
  });

  test('a value that two fetches give is the later one, unless it is null', async () => {
    const prepared = prepareText({
      sdl,
      apiSdl,
      query: '{ users { name age } }',
      plan: sequence(
        fetchNode('a', '{users{__typename id name age}}'),
        entityNode('b', '...on User{name age}', batchOf('User', ['id'], ['users.@'])),
      ),
    });
    const { data, fast } = await answer(prepared, (name) =>
      name === 'a'
        ? '{"data":{"users":[{"__typename":"User","id":"1","name":"old","age":1},{"__typename":"User","id":"2","name":"kept","age":null}]}}'
        : '{"data":{"_entities":[{"name":"new","age":null},null]}}',
    );
    expect(fast).toBe(true);
    expect(data).toEqual({
      users: [
        { name: 'new', age: 1 },
        { name: 'kept', age: null },
      ],
    });
  });

  test('a fetch starts when its own inputs are there', async () => {
    const prepared = prepareText({
      sdl,
      apiSdl,
      query: '{ user { name } other }',
      plan: sequence(
        parallel(fetchNode('a', '{user{__typename id}}'), fetchNode('c', '{other}')),
        entityNode('b', '...on User{name}', batchOf('User', ['id'], ['user'])),
      ),
    });
    expect(
      'plan' in prepared.compiled.text &&
        prepared.compiled.text.plan.fetches.map(({ waitsFor, next }) => ({ waitsFor, next })),
    ).toEqual([
      { waitsFor: 0, next: [2] },
      { waitsFor: 0, next: [] },
      { waitsFor: 1, next: [] },
    ]);
    expect(
      (
        await answer(prepared, (name) =>
          name === 'a'
            ? '{"data":{"user":{"__typename":"User","id":"1"}}}'
            : name === 'b'
              ? '{"data":{"_entities":[{"name":"A"}]}}'
              : '{"data":{"other":"x"}}',
        )
      ).fast,
    ).toBe(true);
  });
});
