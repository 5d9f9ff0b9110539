import { printPlan } from '../../../src/plan/index.js';
import type { EntityBatch, EntityFetchNode, FetchNode, PlanNode } from '../../../src/plan/types.js';
import { BENCHMARK, planWith } from './fixtures.js';

const fetch: FetchNode = {
  kind: 'fetch',
  subgraph: 's',
  operation: 'query Q($n: Int) { a(n: $n) { ...F } } fragment F on A { id }',
  operationName: 'Q',
  operationKind: 'query',
  variables: ['n'],
  outputRewrites: [],
};
const entity = (alias: string, requires: EntityBatch['requires']): EntityBatch => ({
  alias,
  representationsVariable: 'r',
  paths: [[{ kind: 'field', name: 'a' }, { kind: 'list' }, { kind: 'type', names: ['A', 'B'] }]],
  requires,
  inputRewrites: [],
  outputRewrites: [],
});
const print = (root: PlanNode): string => printPlan({ root });

describe('printPlan', () => {
  it('prints an empty plan', () => expect(printPlan({ root: null })).toBe('QueryPlan {}'));

  it('prints root fetches and flattened fetches as Apollo does', async () => {
    const plan = await planWith('apollo', BENCHMARK, '{ me { name reviews { body } } }');
    expect(printPlan(plan)).toBe(`QueryPlan {
  Sequence {
    Fetch(service: "accounts") {
      {
        me {
          __typename
          id
          name
        }
      }
    },
    Flatten(path: "me") {
      Fetch(service: "reviews") {
        {
          ... on User {
            __typename
            id
          }
        } =>
        {
          ... on User {
            reviews {
              body
            }
          }
        }
      },
    },
  }
}`);
  });

  it('prints one block per place for a batched fetch, with the fragments that they share', () => {
    const node: EntityFetchNode = {
      kind: 'entity-fetch',
      subgraph: 's',
      operation: `query($r: [_Any!]!) { _e0: _entities(representations: $r) { ...F }
        _e1: _entities(representations: $r) { ... on B { x } } } fragment F on A { id }`,
      operationName: undefined,
      variables: [],
      entities: [
        entity('_e0', [{ kind: 'field', key: 'k', name: 'id', selections: undefined }]),
        entity('_e1', [
          {
            kind: 'fragment',
            typeCondition: 'B',
            skipIf: 'no',
            includeIf: 'yes',
            selections: [
              {
                kind: 'field',
                key: 'o',
                name: 'o',
                selections: [{ kind: 'field', key: 'id', name: 'id', selections: undefined }],
              },
            ],
          },
        ]),
      ],
    };
    expect(print(node)).toBe(`QueryPlan {
  BatchFetch(service: "s") {
    Flatten(path: "a.@|[A,B]") {
      {
        k: id
      } =>
      {
        ...F
      }
    },
    Flatten(path: "a.@|[A,B]") {
      {
        ... on B @skip(if: $no) @include(if: $yes) {
          o {
            id
          }
        }
      } =>
      {
        ... on B {
          x
        }
      }
    },

    fragment F on A {
      id
    }
  }
}`);
  });

  it('prints conditions', () => {
    const head = (root: PlanNode): string[] =>
      print(root)
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => /if:|Then|Else/u.test(line));
    expect(head({ kind: 'condition', variable: 'v', ifTrue: fetch, ifFalse: undefined })).toEqual([
      'Include(if: $v) {',
    ]);
    expect(head({ kind: 'condition', variable: 'v', ifTrue: undefined, ifFalse: fetch })).toEqual([
      'Skip(if: $v) {',
    ]);
    expect(head({ kind: 'condition', variable: 'v', ifTrue: fetch, ifFalse: fetch })).toEqual([
      'Condition(if: $v) {',
      'Then {',
      '} Else {',
    ]);
  });

  it('prints subscriptions and deferred parts', async () => {
    const subscription = print({ kind: 'subscription', primary: fetch, rest: fetch });
    expect(subscription).toContain('Subscription {\n    Primary: {\n      Fetch(service: "s") {');
    expect(subscription).toContain('    Rest: {\n      Fetch(service: "s") {');
    const deferred = printPlan(
      await planWith('apollo', BENCHMARK, '{ me { id ... @defer(label: "late") { reviews { body } } } }'),
    );
    expect(deferred).toContain(
      'Defer {\n    Primary {\n      {\n        me {\n          id\n        }\n      }:\n',
    );
    expect(deferred).toContain('}, [\n      Deferred(depends: [0], path: "me", label: "late") {');
    expect(deferred.split('{')).toHaveLength(deferred.split('}').length);
  });
});
