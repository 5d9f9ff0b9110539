import { createComposer, readSupergraph, type Composer } from '../../../src/registry/index.js';
import { adviceFor } from '../../../src/registry/index.js';
import { compose, fed2 } from './support.js';

let composer: Composer;
beforeAll(() => {
  composer = createComposer();
});
afterAll(() => composer.close());

const input = (subgraphs: Readonly<Record<string, string>>) =>
  Object.entries(subgraphs).map(([name, sdl]) => ({ name, url: `http://${name}.test/graphql`, sdl }));

test('composes federation 1 and 2 SDL as the packages do in this process', async () => {
  const subgraphs = {
    accounts: 'type Query { me: User } type User @key(fields: "id") { id: ID! name: String }',
    reviews: fed2('type User @key(fields: "id") { id: ID! reviews: [String] }'),
    old: 'extend type User @key(fields: "id") { id: ID! @external posts: Int }',
  };
  const outcome = await composer.compose(input(subgraphs));
  expect(outcome.sdl).toBe(compose(subgraphs));
  expect(readSupergraph(outcome.sdl ?? '').subgraphs).toEqual(
    ['accounts', 'old', 'reviews'].map((name) => ({ name, url: `http://${name}.test/graphql` })),
  );
});

test('an error names each subgraph with line and column, and there is advice for it', async () => {
  const { problems } = await composer.compose(
    input({ a: fed2('type Query {\n  shared: Int\n}'), b: fed2('\n\ntype Query { shared: Int }') }),
  );
  expect(problems).toMatchObject([
    {
      severity: 'error',
      code: 'INVALID_FIELD_SHARING',
      locations: [
        { subgraph: 'a', line: 3, column: 3 },
        { subgraph: 'b', line: 4, column: 14 },
      ],
    },
  ]);
  expect(adviceFor('INVALID_FIELD_SHARING')).toContain('@shareable');
  expect(adviceFor('constructor')).toBeUndefined();
});

test('a syntax error of every subgraph is told with its place', async () => {
  const { problems } = await composer.compose(input({ a: 'type Query {\n  x: \n}', b: 'typ' }));
  expect(problems?.map(({ code, locations }) => [code, locations[0]])).toEqual([
    ['INVALID_GRAPHQL', { subgraph: 'a', line: 3, column: 1 }],
    ['INVALID_GRAPHQL', { subgraph: 'b', line: 1, column: 1 }],
  ]);
});

test('hints are told; an unknown type is an error', async () => {
  const shared = (description: string) => fed2(`"${description}" type P @shareable { x: Int }`);
  const { hints } = await composer.compose(
    input({ a: `${shared('one')} type Query { p: P }`, b: shared('two') }),
  );
  expect(hints?.map(({ severity, code }) => [severity, code])).toContainEqual([
    'hint',
    'INCONSISTENT_DESCRIPTION',
  ]);
  const { problems } = await composer.compose(input({ a: 'type Query { a: Nope }' }));
  expect(problems?.[0]?.message).toContain('Nope');
});

test('SDL nested too deeply for a stack of the default size composes', async () => {
  const depth = 4000;
  const sdl = `type Query { a(x: ${'['.repeat(depth)}Int${']'.repeat(depth)}): Int }`;
  const outcome = await composer.compose(input({ a: sdl }));
  expect(outcome.problems).toBeUndefined();
});

test('a composition that takes too long is stopped, and the next one works', async () => {
  const impatient = createComposer({ timeLimit: 1 });
  const stopped = await impatient.compose(input({ a: 'type Query { a: Int }' }));
  expect(stopped.problems?.[0]?.code).toBe('COMPOSITION_TIMEOUT');
  await impatient.close();
  const closed = await impatient.compose([]);
  expect(closed.problems?.[0]?.code).toBe('COMPOSITION_CANCELLED');
});

test('close settles what is under way; a worker that runs out of memory is a problem, not a crash', async () => {
  const closing = createComposer();
  const pending = closing.compose(input({ a: 'type Query { a: Int }' }));
  await Promise.resolve();
  await closing.close();
  expect((await pending).problems?.[0]?.code).toBe('COMPOSITION_CANCELLED');
  const small = createComposer({ memoryLimit: 8 });
  const { problems } = await small.compose(input({ a: 'type Query { a: Int }' }));
  expect(problems?.[0]?.code).toBe('COMPOSITION_FAILED');
  await small.close();
});
