import type { EntityBatch, PlanNode } from '../../../src/plan/types.js';
import { batchOf, entityNode, fetchNode, parallel, prepareText, sequence } from '../../harness/text-way.js';

const sdl = `
  interface Node { id: ID! }
  type User implements Node { id: ID! name: String friend: User best: User }
  type Team implements Node { id: ID! title: String lead: User }
  union Thing = User | Team
  type Query { user: User users: [User] node: Node things: [Thing] other: String }
`;
const unfit = (query: string, plan: PlanNode | null, over: { apiSdl?: string } = {}): string | undefined =>
  prepareText({ sdl, query, plan, ...over }).unfit;

const user = fetchNode('a', '{user{__typename id friend{__typename id} best{__typename id}}}');
const named = (over: Partial<EntityBatch> = {}, paths: readonly string[] = ['user']): PlanNode =>
  entityNode('b', '...on User{name}', batchOf('User', ['id'], paths, over));

test('plans of fetches and entities fit', () => {
  expect(unfit('{ user { name } }', sequence(user, named()))).toBeUndefined();
  expect(
    unfit(
      '{ user { friend { name } best { name } } }',
      sequence(user, named({}, ['user.friend', 'user.best'])),
    ),
  ).toBeUndefined();
});

test.each<[string, string, PlanNode | null]>([
  ['nothing to fetch', '{ __typename }', null],
  ['introspection', '{ user { id } __schema { queryType { name } } }', fetchNode('a', '{user{id}}')],
  [
    'condition',
    '{ other }',
    { kind: 'condition', variable: 'v', ifTrue: fetchNode('a', '{other}'), ifFalse: undefined },
  ],
  ['directives in a fetch', '{ other }', fetchNode('a', 'query($v:Boolean!){other @include(if: $v)}')],
  ['a field that the supergraph lacks', '{ other }', fetchNode('a', '{other more}')],
  ['a fragment that is not there', '{ other }', fetchNode('a', '{...F}')],
  ['a fetch without an operation', '{ other }', fetchNode('a', 'fragment F on Query { other }')],
  ['a type that the supergraph lacks', '{ user { id } }', fetchNode('a', '{user{id ...on Gone{name}}}')],
  ['no root type', '{ other }', fetchNode('a', 'mutation{other}')],
  [
    'merged objects',
    '{ user { id friend { name } } }',
    parallel(user, fetchNode('b', '{user{friend{name}}}')),
  ],
  [
    'merged objects',
    '{ user { friend { id name } } }',
    sequence(user, entityNode('b', '...on User{friend{name}}', batchOf('User', ['id'], ['user']))),
  ],
  [
    'entities shared with other paths',
    '{ user { friend { best { name } } best { best { id } } } }',
    sequence(
      user,
      entityNode(
        'b',
        '...on User{best{__typename id}}',
        batchOf('User', ['id'], ['user.friend', 'user.best']),
      ),
      named({}, ['user.friend.best']),
    ),
  ],
  [
    'types that are not told apart',
    '{ things { ... on User { friend { id } } ... on Team { friend: lead { name } } } }',
    sequence(
      fetchNode('a', '{things{__typename ...on User{id} ...on Team{id}}}'),
      entityNode(
        'b',
        '...on User{friend{id}} ...on Team{friend: lead{name}}',
        batchOf('Node', ['id'], ['things.@']),
      ),
    ),
  ],
  [
    'types that look alike',
    '{ things { ... on User { x: id } ... on Team { x: title } } }',
    fetchNode('a', '{things{...on User{x: id} ...on Team{x: title}}}'),
  ],
  [
    'a fetch of more than entities',
    '{ user { name } }',
    sequence(user, {
      ...(named() as object),
      operation: '{_entities(representations:[]){...on User{name}} other}',
    } as unknown as PlanNode),
  ],
  [
    'entities in a fragment',
    '{ user { name } }',
    sequence(user, { ...(named() as object), operation: '{...on Query{other}}' } as unknown as PlanNode),
  ],
  [
    'entities without a type',
    '{ user { name } }',
    sequence(user, {
      ...(named() as object),
      operation: '{_entities(representations:[]){...{name}}}',
    } as unknown as PlanNode),
  ],
  [
    'entities that are not fetched',
    '{ user { name } }',
    sequence(user, {
      ...(named() as object),
      entities: [batchOf('User', ['id'], ['user']), batchOf('User', ['id'], ['user'], { alias: 'x' })],
    } as unknown as PlanNode),
  ],
  [
    'a rewrite of representations',
    '{ user { name } }',
    sequence(
      user,
      named({ inputRewrites: [{ kind: 'rename-key', path: [{ kind: 'key', name: 'id' }], name: 'key' }] }),
    ),
  ],
  [
    'a value that is set',
    '{ other }',
    fetchNode('a', '{other}', {
      outputRewrites: [{ kind: 'set-value', path: [{ kind: 'key', name: 'other' }], value: 'x' }],
    }),
  ],
  [
    'a key that is taken',
    '{ other }',
    fetchNode('a', '{other x: other}', {
      outputRewrites: [{ kind: 'rename-key', path: [{ kind: 'key', name: 'x' }], name: 'other' }],
    }),
  ],
  [
    'a type name under another name',
    '{ user { name } }',
    sequence(
      user,
      named({ requires: [{ kind: 'field', key: '__typename', name: 'type', selections: undefined }] }),
    ),
  ],
  [
    'an object without selections in a representation',
    '{ user { name } }',
    sequence(
      user,
      named({ requires: [{ kind: 'field', key: 'friend', name: 'friend', selections: undefined }] }),
    ),
  ],
  [
    'conditions',
    '{ user { name } }',
    sequence(
      user,
      named({
        requires: [
          { kind: 'fragment', typeCondition: 'User', selections: [], skipIf: 'v', includeIf: undefined },
        ],
      }),
    ),
  ],
  [
    'paths that differ in types only',
    '{ things { ... on User { name } } }',
    sequence(
      fetchNode('a', '{things{__typename ...on User{id} ...on Team{id}}}'),
      named({}, ['things.@|[User]', 'things.@|[Team]']),
    ),
  ],
])('%s: %s', (reason, query, plan) => {
  expect(unfit(query, plan)).toBe(reason);
});

test('what clients may not see, or see otherwise, does not fit', () => {
  const other = fetchNode('a', '{other}');
  expect(unfit('{ other }', other, { apiSdl: 'type Query { other: Int }' })).toBe('leaf types');
  expect(unfit('{ other }', other, { apiSdl: 'type Query { other: String! }' })).toBe('nullability');
  expect(unfit('{ other }', other, { apiSdl: 'type Query { other: [String] }' })).toBe('kinds');
});

test('paths through types follow only those types', () => {
  const things = fetchNode(
    'a',
    '{things{__typename ...on User{friend{__typename id}} ...on Team{friend: lead{__typename id}}}}',
  );
  const prepared = prepareText({
    sdl,
    query: '{ things { ... on User { friend { name } } ... on Team { friend: lead { id } } } }',
    plan: sequence(things, named({}, ['things.@|[User].friend'])),
  });
  expect(prepared.unfit).toBeUndefined();
});

test('a fault of the compiler costs no answer', () => {
  const broken = entityNode('b', '{{', batchOf('User', ['id'], ['user']));
  expect(unfit('{ user { name } }', sequence(user, broken))).toMatch(/^error: Syntax Error/);
});
