import { buildASTSchema, parse } from 'graphql';
import { PlanCheck } from '../../../src/plan/plan-check.js';
import { pathsTo } from '../../../src/plan/plan-trails.js';
import { printPath } from '../../../src/plan/print-plan.js';
import type {
  EntityFetchNode,
  FetchNode,
  FlattenPath,
  PlanNode,
  QueryPlan,
} from '../../../src/plan/types.js';
import { compose, entityFetchesOf, fetchesOf, planWith } from './fixtures.js';

/** `logs` knows ships by their interface only. */
const SDL = compose({
  fleet: `
    type Query { ships: [Ship!]! tug: Tug mixed: [Mixed] }
    interface Ship @key(fields: "id") { id: ID! name: String! }
    type Tug implements Ship @key(fields: "id") { id: ID! name: String! }
    type Ferry implements Ship @key(fields: "id") { id: ID! name: String! }
    type Raft { logs: Int }
    union Mixed = Tug | Raft
  `,
  logs: `
    type Ship @key(fields: "id") @interfaceObject {
      id: ID! name: String! @external
      rating: Float seal: String! flag: String! sister: Ship banner: String @requires(fields: "name")
    }
    type Query { rated: [Ship!]! events: [Event] }
    interface Event { ship: Ship }
    type Docking implements Event { ship: Ship }
    type Sailing implements Event { ship: Ship }
    type Fire implements Event { ship: Ship }
  `,
});
const check = new PlanCheck(buildASTSchema(parse(SDL), { assumeValidSDL: true }));

const missing = (plan: QueryPlan, document: string) => check.checked(plan, document).missing;
const repaired = (plan: QueryPlan, document: string) => {
  const result = check.repaired(plan, document);
  // The repair tells the same about its result as a check of that.
  expect(result.missing).toBe(missing(result.plan, document));
  return result.plan;
};

const fetchOf = (subgraph: string, operation: string): FetchNode => ({
  kind: 'fetch',
  subgraph,
  operation,
  operationName: undefined,
  variables: [],
  operationKind: 'query',
  outputRewrites: [],
});

const fields = (names: string, typeCondition: string) =>
  ({
    kind: 'fragment',
    typeCondition,
    skipIf: undefined,
    includeIf: undefined,
    selections: names
      .split(' ')
      .map((name) => ({ kind: 'field', key: name, name, selections: undefined }) as const),
  }) as const;

interface Ask {
  readonly requires: EntityFetchNode['entities'][number]['requires'];
  readonly selection: string;
  readonly fragments?: string;
  readonly types?: readonly string[];
  readonly path?: FlattenPath;
}

const entitiesOf = ({ requires, selection, types, path, fragments = '' }: Ask): EntityFetchNode => ({
  kind: 'entity-fetch',
  subgraph: 'logs',
  operation: `query($representations: [_Any!]!) { _entities(representations: $representations) { ${selection} } } ${fragments}`,
  operationName: undefined,
  variables: [],
  entities: [
    {
      alias: '_entities',
      representationsVariable: 'representations',
      paths: [
        path ?? [
          { kind: 'field', name: 'ships' },
          { kind: 'list' },
          ...(types === undefined ? [] : [{ kind: 'type', names: types } as const]),
        ],
      ],
      requires,
      inputRewrites: [],
      outputRewrites: [],
    },
  ],
});

const planOf = (...nodes: PlanNode[]): QueryPlan => ({ root: { kind: 'sequence', nodes } });
const SHIPS = fetchOf('fleet', '{ ships { __typename id } }');
const printed = (plan: QueryPlan): string[] =>
  entityFetchesOf(plan).map(({ entities: [batch], operation }) => {
    const path = batch?.paths
      .map((each) => each.map((s) => (s.kind === 'type' ? s.names.join() : '')))
      .join('');
    return `${path?.replaceAll(',,', '')} ${operation
      .replaceAll(/\s+/g, ' ')
      .replace(/^.*?\) \{ /, '')
      .trim()}`;
  });

describe('missing', () => {
  test.each([
    '{ ships { id rating ... on Tug { seal banner } } }',
    '{ tug { name banner } }',
    '{ __typename }',
  ])('nothing in a plan of the engines: %s', async (document) => {
    expect(missing(await planWith('auto', SDL, document), document)).toBeUndefined();
  });

  test('a field that no fetch brings', () => {
    expect(missing(planOf(SHIPS), '{ ships { id name } }')).toBe('Ferry.name');
    expect(missing({ root: null }, '{ tug { id } }')).toBe('Query.tug');
  });

  test('a field that is brought for another type only', () => {
    const plan = planOf(
      SHIPS,
      entitiesOf({ requires: [fields('__typename id', 'Tug')], selection: '... on Ship { rating }' }),
    );
    expect(missing(plan, '{ ships { ... on Tug { rating } } }')).toBeUndefined();
    expect(missing(plan, '{ ships { ... on Ferry { rating } } }')).toBe('Ferry.rating');
  });

  test('a field whose required fields are not sent, or not there', () => {
    const selection = '... on Ship { banner }';
    const unsent = planOf(SHIPS, entitiesOf({ requires: [fields('__typename id', 'Ship')], selection }));
    expect(missing(unsent, '{ ships { banner } }')).toBe('Ferry.banner');
    const unfetched = planOf(
      SHIPS,
      entitiesOf({ requires: [fields('__typename id name', 'Ship')], selection }),
    );
    expect(missing(unfetched, '{ ships { banner } }')).toBe('Ferry.banner');
  });

  test('a field of entities that are sent without a key', () => {
    const plan = planOf(
      fetchOf('fleet', '{ ships { __typename id name } }'),
      entitiesOf({ requires: [fields('__typename name', 'Ship')], selection: '... on Ship { rating }' }),
    );
    expect(missing(plan, '{ ships { rating } }')).toBe('Ferry.rating');
  });

  test('renamed keys and conditions of the plan are followed', () => {
    const renamed: QueryPlan = {
      root: {
        kind: 'condition',
        variable: 'on',
        ifFalse: undefined,
        ifTrue: {
          ...fetchOf('fleet', '{ ships { __typename alias: name } }'),
          outputRewrites: [
            {
              kind: 'rename-key',
              path: [
                { kind: 'key', name: 'ships' },
                { kind: 'type', names: ['Tug'] },
                { kind: 'key', name: 'alias' },
              ],
              name: 'title',
            },
          ],
        },
      },
    };
    expect(missing(renamed, '{ ships { ... on Tug { title: name } } }')).toBeUndefined();
    expect(missing(renamed, '{ ships { ... on Ferry { title: name } } }')).toBe('Ferry.name');
  });
});

describe('repaired', () => {
  test('a plan that is right stays as it is', async () => {
    const document = '{ ships { id rating banner } }';
    const plan = await planWith('hive', SDL, document);
    expect(repaired(plan, document)).toEqual(plan);
  });

  test('objects that lack a required field are asked for the rest', () => {
    const document = '{ ships { rating ... on Tug { banner } } }';
    const plan = planOf(
      fetchOf('fleet', '{ ships { __typename id ... on Tug { name } } }'),
      entitiesOf({
        requires: [fields('__typename id name', 'Ship')],
        selection: '... on Ship { rating banner }',
      }),
    );
    expect(missing(plan, document)).toBe('Ferry.rating');
    const result = repaired(plan, document);
    expect(missing(result, document)).toBeUndefined();
    expect(printed(result)).toEqual([
      'Tug _entities(representations: $representations) { ... on Ship { rating banner } } }',
      'Ferry _entities(representations: $representations) { ... on Ship { rating } } }',
    ]);
  });

  test('a non-null field that is asked of another type only is not asked for', () => {
    const document = '{ ships { rating ... on Tug { seal } } }';
    const plan = planOf(
      SHIPS,
      entitiesOf({
        requires: [fields('__typename id', 'Ship')],
        selection: '...F',
        fragments: 'fragment F on Ship { rating seal }',
      }),
    );
    expect(printed(repaired(plan, document))).toEqual([
      expect.stringMatching(/^Tug .*rating seal/),
      expect.stringMatching(/^Ferry (?!.*seal).*rating/),
    ]);
  });

  test('objects without a key are left out', () => {
    const document = '{ ships { ... on Tug { rating } } }';
    const plan = planOf(
      fetchOf('fleet', '{ ships { __typename ... on Tug { id } } }'),
      entitiesOf({ requires: [fields('__typename id', 'Ship')], selection: '... on Ship { rating }' }),
    );
    expect(printed(repaired(plan, document))).toEqual([expect.stringMatching(/^Tug /)]);
  });

  const SHIPS_OF_EVENTS: FlattenPath = [
    { kind: 'field', name: 'events' },
    { kind: 'list' },
    { kind: 'field', name: 'ship' },
  ];
  const ofEvents = (selection: string, typename = '__typename') => {
    const path = SHIPS_OF_EVENTS;
    const events = fetchOf('logs', `{ events { ${typename} ship { __typename id } } }`);
    const names = entitiesOf({
      requires: [fields('__typename id', 'Ship')],
      selection: '... on Ship { name }',
      path,
    });
    return planOf(
      events,
      { ...names, subgraph: 'fleet' },
      entitiesOf({ requires: [fields('__typename id', 'Ship')], selection, path }),
    );
  };
  const calls = (plan: QueryPlan, of = 'logs') =>
    entityFetchesOf(plan)
      .filter(({ subgraph }) => subgraph === of)
      .map(({ entities, operation }) => ({
        paths: entities[0]?.paths.map(printPath),
        asked: operation.slice(operation.indexOf('... on')).replace(/\s+/g, ' ').trim(),
      }));

  test('objects below parents of different types are asked apart', () => {
    const document =
      '{ events { ... on Docking { ship { seal } } ... on Sailing { ship { flag } } ... on Fire { ship { flag } } } }';
    expect(calls(repaired(ofEvents('... on Ship { seal flag }'), document))).toEqual([
      { paths: ['events.@|[Docking].ship'], asked: '... on Ship { seal } } }' },
      { paths: ['events.@|[Fire,Sailing].ship'], asked: '... on Ship { flag } } }' },
    ]);
  });

  test('what is asked further below counts, too', () => {
    const document =
      '{ events { ... on Docking { ship { sister { seal } } } ... on Sailing { ship { sister { rating } } } } }';
    const plan = ofEvents('... on Ship { sister { __typename seal rating } }');
    expect(calls(repaired(plan, document))).toEqual([
      {
        paths: ['events.@|[Docking,Fire].ship'],
        asked: '... on Ship { sister { __typename seal rating } } } }',
      },
      { paths: ['events.@|[Sailing].ship'], asked: '... on Ship { sister { __typename rating } } } }' },
    ]);
  });

  test('parents whose type is not told stay together', () => {
    const document = '{ events { ... on Docking { ship { seal } } ... on Sailing { ship { flag } } } }';
    const plan = ofEvents('... on Ship { seal flag }', '');
    expect(calls(repaired(plan, document))).toEqual([
      { paths: ['events.@.ship'], asked: '... on Ship { seal flag } } }' },
    ]);
  });

  test('entities whose own type is not told stay together, and one that only learns it is kept', () => {
    const document =
      '{ events { ship { __typename } ... on Docking { ship { ... on Tug { name } } } ... on Sailing { ship { name } } } }';
    const path = SHIPS_OF_EVENTS;
    const events = fetchOf('logs', '{ events { __typename ship { __typename id } } }');
    const names = entitiesOf({
      requires: [fields('__typename id', 'Ship')],
      selection: '... on Ship { __typename name }',
      path,
    });
    expect(calls(repaired(planOf(events, { ...names, subgraph: 'fleet' }), document), 'fleet')).toEqual([
      { paths: ['events.@|[Docking,Sailing].ship'], asked: '... on Ship { __typename name } } }' },
      { paths: ['events.@|[Fire].ship'], asked: '... on Ship { __typename } } }' },
    ]);
  });

  test('a plan that is too large to be walked stays as it is', () => {
    const many = Array.from({ length: 3_000 }, (_, i) => `a${String(i)}: sister { rating }`).join(' ');
    const path: FlattenPath = [...SHIPS_OF_EVENTS, { kind: 'field', name: 'a2999' }];
    const plan = planOf(...fetchesOf(ofEvents(`... on Ship { ${many} }`).root), {
      ...entitiesOf({ requires: [fields('__typename id', 'Ship')], selection: '... on Ship { name }', path }),
      subgraph: 'fleet',
    });
    expect(repaired(plan, `{ events { ship { ${many} } } }`)).toEqual(plan);
  });
});

describe('pathsTo', () => {
  const path: FlattenPath = [{ kind: 'field', name: 'a' }, { kind: 'list' }, { kind: 'field', name: 'b' }];
  const trails = (text: string) => text.split(' ').map((trail) => ['Query', ...trail.split('.')]);
  const all = trails('A.X A.Y B.X B.Y C.X C.Y');
  const printed = (chosen: string) => pathsTo(path, trails(chosen), all).map(printPath);

  test.each([
    ['A.X A.Y B.X B.Y C.X C.Y', ['a.@.b']],
    ['A.X B.X C.X', ['a.@.b|[X]']],
    ['A.X A.Y', ['a.@|[A].b']],
    ['A.X A.Y B.X', ['a.@|[A].b', 'a.@|[B].b|[X]']],
    ['A.X C.Y', ['a.@|[A].b|[X]', 'a.@|[C].b|[Y]']],
  ])('of all trails to %s', (chosen, expected) => {
    expect(printed(chosen)).toEqual(expected);
  });

  test('a condition that nothing else fails is left out', () => {
    expect(pathsTo(path, trails('A.X'), trails('A.X B.Y')).map(printPath)).toEqual(['a.@.b|[X]']);
  });
});
