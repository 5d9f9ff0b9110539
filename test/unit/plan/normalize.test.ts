import { normalizeApolloPlan } from '../../../src/plan/apollo.js';
import { normalizeHivePlan } from '../../../src/plan/hive.js';
import type { RequiresSelection } from '../../../src/plan/types.js';
import { BENCHMARK, compose, entityFetchesOf, fetchesOf, HEAVY, planWith } from './fixtures.js';

const ENGINES = ['hive', 'apollo'] as const;
const field = (name: string, selections?: RequiresSelection[]): RequiresSelection => ({
  kind: 'field',
  key: name,
  name,
  selections,
});
const fieldAt = (name: string) => ({ kind: 'field', name });
const LIST = { kind: 'list' };

describe.each(ENGINES)('plans of %s', (engine) => {
  it('hold every fetch of the benchmark operation', async () => {
    const plan = await planWith(engine, BENCHMARK, HEAVY);
    const fetches = fetchesOf(plan.root);
    const roots = fetches.filter((fetch) => fetch.kind === 'fetch').map((fetch) => fetch.subgraph);
    expect(roots.sort()).toEqual(['accounts', 'products']);
    expect(new Set(fetches.map((fetch) => fetch.subgraph))).toEqual(
      new Set(['accounts', 'inventory', 'products', 'reviews']),
    );
    const inventory = entityFetchesOf(plan).filter((fetch) => fetch.subgraph === 'inventory');
    const paths = inventory.flatMap((fetch) => fetch.entities.flatMap((entity) => entity.paths));
    expect(paths).toContainEqual([fieldAt('topProducts'), LIST]);
    expect(paths).toContainEqual([fieldAt('users'), LIST, fieldAt('reviews'), LIST, fieldAt('product')]);
    for (const fetch of entityFetchesOf(plan)) {
      for (const entity of fetch.entities) {
        expect(fetch.operation).toContain(`$${entity.representationsVariable}`);
        expect(fetch.variables).toEqual([]);
        if (entity.alias !== '_entities') expect(fetch.operation).toContain(`${entity.alias}: _entities`);
      }
    }
  });

  it('put conditions around the fetches that they switch', async () => {
    const plan = await planWith(
      engine,
      BENCHMARK,
      'query($a: Boolean!) { me { id reviews @include(if: $a) { body } } topProducts @skip(if: $a) { upc inStock } }',
    );
    const json = JSON.stringify(plan);
    expect(json).toContain('"kind":"condition","variable":"a","ifTrue":{');
    expect(json).toContain('"kind":"condition","variable":"a","ifFalse":{');
    expect(json).not.toContain('null');
  });

  it('keep mutations in the order of the operation', async () => {
    const sdl = compose({
      a: 'type Query { x: Int } type Mutation { addA(n: Int): T } type T @key(fields: "id") { id: ID! }',
      b: 'type Mutation { addB: Int } type T @key(fields: "id") { id: ID! far: Int }',
    });
    const plan = await planWith(
      engine,
      sdl,
      'mutation($n: Int) { one: addA(n: $n) { id } two: addB three: addA { id } }',
    );
    expect(plan.root?.kind).toBe('sequence');
    expect(fetchesOf(plan.root)).toMatchObject([
      { subgraph: 'a', operationKind: 'mutation', variables: ['n'] },
      { subgraph: 'b', operationKind: 'mutation', variables: [] },
      { subgraph: 'a', operationKind: 'mutation', variables: [] },
    ]);
  });

  it('name nested keys and aliased requirements', async () => {
    const sdl = compose({
      a: `type Query { items: [Item!]! }
          type Item @key(fields: "id owner { id }") { id: ID! owner: Owner! size(unit: String): Size! }
          type Owner @shareable { id: ID! } type Size { w: Int h: Int }`,
      b: `type Item @key(fields: "id owner { id }") {
            id: ID! owner: Owner! size(unit: String): Size! @external
            cost: Int @requires(fields: "size(unit: \\"cm\\") { w h }")
          }
          type Owner @shareable { id: ID! } type Size { w: Int @external h: Int @external }`,
    });
    const plan = await planWith(
      engine,
      sdl,
      'query($u: String) { items { k: id size(unit: $u) { w } s: size(unit: $u) { h } cost } }',
    );
    const [fetch] = entityFetchesOf(plan);
    const [required] = fetch?.entities[0]?.requires ?? [];
    expect(required).toMatchObject({ kind: 'fragment', typeCondition: 'Item' });
    expect(required?.selections).toContainEqual(field('id'));
    expect(required?.selections).toContainEqual(field('owner', [field('id')]));
    const size = required?.selections?.find((each) => each.kind === 'field' && each.name === 'size');
    expect(size?.selections).toEqual(expect.arrayContaining([field('w'), field('h')]));
    // The client already has `size` with another argument: the value for the representation is under an alias.
    if (engine === 'hive') expect(size).toMatchObject({ key: expect.stringMatching(/alias/u) as string });
    expect(fetch?.entities[0]).toMatchObject({
      alias: '_entities',
      representationsVariable: 'representations',
    });
  });

  it('set the type name that an interface object is known by', async () => {
    const sdl = compose({
      a: `type Query { media: [Media!]! }
          interface Media @key(fields: "id") { id: ID! title: String }
          type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int }
          type Film implements Media @key(fields: "id") { id: ID! title: String }`,
      b: 'type Media @key(fields: "id") @interfaceObject { id: ID! stars: Int }',
    });
    const plan = await planWith(engine, sdl, '{ media { stars } }');
    const [fetch] = entityFetchesOf(plan);
    expect(fetch?.entities[0]?.inputRewrites).toContainEqual({
      kind: 'set-value',
      path: [
        { kind: 'type', names: ['Media'] },
        { kind: 'key', name: '__typename' },
      ],
      value: 'Media',
    });
    const narrowed = await planWith(engine, sdl, '{ media { ... on Book { stars } } }');
    expect(entityFetchesOf(narrowed)[0]?.entities[0]?.requires).toContainEqual(
      expect.objectContaining({ kind: 'fragment', typeCondition: 'Book' }),
    );
  });

  it('run what follows an event after the subscription', async () => {
    const sdl = compose({
      a: 'type Query { x: Int } type Subscription { added(n: Int): T } type T @key(fields: "id") { id: ID! }',
      b: 'type T @key(fields: "id") { id: ID! far: Int }',
    });
    const plan = await planWith(engine, sdl, 'subscription($n: Int) { added(n: $n) { id far } }');
    expect(plan.root).toMatchObject({
      kind: 'subscription',
      primary: { kind: 'fetch', subgraph: 'a', operationKind: 'subscription', variables: ['n'] },
      rest: { kind: 'entity-fetch', subgraph: 'b', entities: [{ paths: [[fieldAt('added')]] }] },
    });
    const alone = await planWith(engine, sdl, 'subscription { added { id } }');
    expect(alone.root).toMatchObject({ kind: 'subscription', rest: undefined });
  });
});

it('gives the names back that Apollo had to change in conflicting selections', async () => {
  const sdl = compose({
    a: 'type Query { nodes: [Node] } union Node = A | B type A { x: [Int!] y: Int } type B { x: Int! y: Int }',
  });
  const plan = await planWith('apollo', sdl, '{ nodes { ... on A { z: y } ... on B { z: x } } }');
  expect(fetchesOf(plan.root)[0]).toMatchObject({
    outputRewrites: [
      {
        kind: 'rename-key',
        path: [
          { kind: 'key', name: 'nodes' },
          { kind: 'type', names: ['B'] },
          { kind: 'key', name: expect.stringContaining('alias') as string },
        ],
        name: 'z',
      },
    ],
  });
});

describe('plan formats', () => {
  const call = { serviceName: 's', operation: '{a}', operationKind: 'query' as const };

  it('pushes paths down through groups and conditions', () => {
    const inner = { kind: 'Fetch' as const, ...call, requires: [{ kind: 'Field' as const, name: 'id' }] };
    const { root } = normalizeHivePlan({
      kind: 'Flatten',
      path: [{ Field: 'a' }, '@'],
      node: {
        kind: 'Sequence',
        nodes: [
          { kind: 'Condition', condition: 'c', elseClause: inner },
          { kind: 'Flatten', path: [{ Field: 'b' }, { TypeCondition: ['B', 'C'] }], node: inner },
        ],
      },
    });
    const [first, second] = fetchesOf(root);
    expect(first).toMatchObject({ entities: [{ paths: [[fieldAt('a'), LIST]] }] });
    expect(second).toMatchObject({
      entities: [{ paths: [[fieldAt('a'), LIST, fieldAt('b'), { kind: 'type', names: ['B', 'C'] }]] }],
    });
  });

  it('reads the type conditions that Apollo writes behind a place', () => {
    const { root } = normalizeApolloPlan({
      kind: 'Flatten',
      path: ['|[Query]', 'list', '@|[A,B]', 'name'],
      node: {
        kind: 'Fetch',
        ...call,
        operationKind: 'query' as never,
        operationName: undefined,
        requires: [],
      },
    });
    expect(root).toMatchObject({
      entities: [
        {
          paths: [
            [
              { kind: 'type', names: ['Query'] },
              fieldAt('list'),
              LIST,
              { kind: 'type', names: ['A', 'B'] },
              fieldAt('name'),
            ],
          ],
        },
      ],
    });
  });

  it('reads every form of rewrite of the native planner', () => {
    const path = [{ TypenameEquals: ['T'] }, { Key: 'k' }];
    const internal = [
      { kind: 'type', names: ['T'] },
      { kind: 'key', name: 'k' },
    ];
    const { root } = normalizeHivePlan({
      kind: 'Fetch',
      ...call,
      outputRewrites: [
        { ValueSetter: { path, setValueTo: 'v' } },
        { kind: 'ValueSetter', path, setValueTo: 'w' },
        { KeyRenamer: { path, renameKeyTo: 'n' } },
      ],
    });
    expect(root).toMatchObject({
      outputRewrites: [
        { kind: 'set-value', path: internal, value: 'v' },
        { kind: 'set-value', path: internal, value: 'w' },
        { kind: 'rename-key', path: internal, name: 'n' },
      ],
    });
  });

  it('has no root for an empty plan, and no group around a single node', () => {
    expect(normalizeApolloPlan(undefined)).toEqual({ root: null });
    expect(normalizeHivePlan({ kind: 'Parallel', nodes: [] })).toEqual({ root: null });
    expect(normalizeHivePlan({ kind: 'Condition', condition: 'a' })).toEqual({ root: null });
    const { root } = normalizeHivePlan({ kind: 'Sequence', nodes: [{ kind: 'Fetch', ...call }] });
    expect(root?.kind).toBe('fetch');
  });

  it('refuses what cannot be executed', () => {
    const spread = { kind: 'FragmentSpread' as const, value: 'F' };
    expect(() => normalizeHivePlan({ kind: 'Fetch', ...call, requires: [spread] })).toThrow('named fragment');
    const below = {
      kind: 'Flatten' as const,
      path: [{ Field: 'a' }],
      node: { kind: 'Fetch' as const, ...call },
    };
    expect(() => normalizeHivePlan(below)).toThrow('a root fetch from "s" below a path');
  });
});
