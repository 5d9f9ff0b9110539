import { buildASTSchema, parse } from 'graphql';
import { PlanCheck } from '../../../src/plan/plan-check.js';
import type { EntityFetchNode, FetchNode, PlanNode, QueryPlan } from '../../../src/plan/types.js';
import { compose, entityFetchesOf, planWith } from './fixtures.js';

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
      rating: Float seal: String! banner: String @requires(fields: "name")
    }
    type Query { rated: [Ship!]! }
  `,
});
const check = new PlanCheck(buildASTSchema(parse(SDL), { assumeValidSDL: true }));

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
}

const entitiesOf = ({ requires, selection, types, fragments = '' }: Ask): EntityFetchNode => ({
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
        [
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
    expect(check.missing(await planWith('auto', SDL, document), document)).toBeUndefined();
  });

  test('a field that no fetch brings', () => {
    expect(check.missing(planOf(SHIPS), '{ ships { id name } }')).toBe('Ferry.name');
    expect(check.missing({ root: null }, '{ tug { id } }')).toBe('Query.tug');
  });

  test('a field that is brought for another type only', () => {
    const plan = planOf(
      SHIPS,
      entitiesOf({ requires: [fields('__typename id', 'Tug')], selection: '... on Ship { rating }' }),
    );
    expect(check.missing(plan, '{ ships { ... on Tug { rating } } }')).toBeUndefined();
    expect(check.missing(plan, '{ ships { ... on Ferry { rating } } }')).toBe('Ferry.rating');
  });

  test('a field whose required fields are not sent, or not there', () => {
    const selection = '... on Ship { banner }';
    const unsent = planOf(SHIPS, entitiesOf({ requires: [fields('__typename id', 'Ship')], selection }));
    expect(check.missing(unsent, '{ ships { banner } }')).toBe('Ferry.banner');
    const unfetched = planOf(
      SHIPS,
      entitiesOf({ requires: [fields('__typename id name', 'Ship')], selection }),
    );
    expect(check.missing(unfetched, '{ ships { banner } }')).toBe('Ferry.banner');
  });

  test('a field of entities that are sent without a key', () => {
    const plan = planOf(
      fetchOf('fleet', '{ ships { __typename id name } }'),
      entitiesOf({ requires: [fields('__typename name', 'Ship')], selection: '... on Ship { rating }' }),
    );
    expect(check.missing(plan, '{ ships { rating } }')).toBe('Ferry.rating');
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
    expect(check.missing(renamed, '{ ships { ... on Tug { title: name } } }')).toBeUndefined();
    expect(check.missing(renamed, '{ ships { ... on Ferry { title: name } } }')).toBe('Ferry.name');
  });
});

describe('repaired', () => {
  test('a plan that is right stays as it is', async () => {
    const document = '{ ships { id rating banner } }';
    const plan = await planWith('hive', SDL, document);
    expect(check.repaired(plan, document)).toEqual(plan);
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
    expect(check.missing(plan, document)).toBe('Ferry.rating');
    const repaired = check.repaired(plan, document);
    expect(check.missing(repaired, document)).toBeUndefined();
    expect(printed(repaired)).toEqual([
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
    expect(printed(check.repaired(plan, document))).toEqual([
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
    expect(printed(check.repaired(plan, document))).toEqual([expect.stringMatching(/^Tug /)]);
  });
});
