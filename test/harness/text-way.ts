import { buildASTSchema, buildSchema, parse, type OperationDefinitionNode } from 'graphql';
import type { ExecutionRequest } from '../../src/execute/types.js';
import { NO_RULES, SourceKeys } from '../../src/operation/source-keys.js';
import type { Operation } from '../../src/operation/types.js';
import { CompiledOperation, TypeConditions } from '../../src/plan/index.js';
import type { EntityBatch, EntityFetchNode, FetchNode, PlanNode, QueryPlan } from '../../src/plan/types.js';
import { textCounters } from '../../src/execute/index.js';
import { runOperation } from '../../src/run-operation.js';
import { toPlainText } from '../../src/respond/index.js';
import { HttpAnswer } from '../../src/subgraph/index.js';
import type { SubgraphClient, SubgraphRequest } from '../../src/subgraph/types.js';

/** What subgraphs answer: the body for a request, or an error to reject with. */
export type Bodies = (
  subgraph: string,
  request: { readonly query: string; readonly variables: Record<string, unknown> },
  text: string,
) => string | Buffer | Error;

export interface Ran {
  /** Text of `data`. */
  readonly data: string;
  readonly errors: readonly { readonly message: string; readonly path?: readonly (string | number)[] }[];
  /** Request bodies in the order in which they were sent. */
  readonly requests: readonly string[];
}

export interface Prepared {
  /** Why the plan does not fit the text way; undefined when it does. */
  readonly unfit: string | undefined;
  readonly compiled: CompiledOperation;
  run(bodies: Bodies, variables?: Record<string, unknown>): Promise<Ran>;
  /** The same by objects alone. */
  runObjects(bodies: Bodies, variables?: Record<string, unknown>): Promise<Ran>;
}

/** An operation over a schema with a plan written by hand. `apiSdl`: what clients see, when it is less. */
export const prepareText = (setup: {
  readonly sdl: string;
  readonly apiSdl?: string;
  readonly query: string;
  readonly plan: PlanNode | null;
}): Prepared => {
  const types = new TypeConditions(buildASTSchema(parse(setup.sdl), { assumeValidSDL: true }));
  const operation = operationOf(setup.query, buildSchema(setup.apiSdl ?? setup.sdl, { assumeValid: true }));
  const queryPlan: QueryPlan = { root: setup.plan };
  const compiled = new CompiledOperation({ operation, conditions: {}, queryPlan, types });
  const { text } = compiled;
  const objects = Object.create(compiled, {
    textForRun: { value: () => ({ unfit: 'by objects' }) },
  }) as CompiledOperation;
  // The first run never tries.
  compiled.textForRun();
  const runWith =
    (which: CompiledOperation) =>
    async (bodies: Bodies, variables: Record<string, unknown> = {}): Promise<Ran> => {
      const requests: string[] = [];
      const { data, errors } = await runOperation({
        compiled: which,
        operation,
        request: requestOf(bodies, variables, requests),
      });
      return { data: toPlainText(data), errors, requests };
    };
  return {
    unfit: 'unfit' in text ? text.unfit : undefined,
    compiled,
    run: runWith(compiled),
    runObjects: runWith(objects),
  };
};

const operationOf = (query: string, schema: Operation['schema']): Operation => {
  const document = parse(query);
  const definition = document.definitions.find(
    (node) => node.kind === 'OperationDefinition',
  ) as OperationDefinitionNode;
  return {
    id: query,
    text: query,
    bytes: 1000,
    hash: query,
    name: undefined,
    kind: definition.operation,
    document,
    definition,
    schema,
    sourceKeys: new SourceKeys(NO_RULES, query, document),
    planWeight: 0,
    introspectionDocument: /\b__(schema|type)\b/.test(query) ? document : undefined,
    conditionVariables: [],
  };
};

const requestOf = (
  bodies: Bodies,
  variables: Record<string, unknown>,
  requests: string[],
): ExecutionRequest => ({
  variables,
  clients: {
    get: (name: string) => (name === 'missing' ? undefined : clientOf(name, bodies, requests)),
  } as unknown as ReadonlyMap<string, SubgraphClient>,
  deadline: Infinity,
  signal: undefined,
  identity: '',
  headersFor: (name) => {
    if (name === 'headless') throw new Error('no headers');
    return {};
  },
  exposes: () => true,
  report: () => undefined,
});

const clientOf = (name: string, bodies: Bodies, requests: string[]): SubgraphClient => ({
  name,
  url: '',
  exchange: ({ body, encoding }: SubgraphRequest) => {
    const text = Buffer.from(body, encoding).toString('utf8');
    requests.push(text);
    const answer = bodies(name, JSON.parse(text) as Parameters<Bodies>[1], text);
    if (answer instanceof Error) return Promise.reject(answer);
    const bytes = typeof answer === 'string' ? Buffer.from(answer, 'utf8') : answer;
    return Promise.resolve(
      new HttpAnswer({ status: 200, contentType: 'application/json', body: bytes }, name),
    );
  },
  close: () => Promise.resolve(),
});

/** A fetch of root fields. */
export const fetchNode = (subgraph: string, operation: string, over: Partial<FetchNode> = {}): FetchNode => ({
  kind: 'fetch',
  subgraph,
  operation,
  operationName: undefined,
  variables: [],
  operationKind: operation.startsWith('mutation') ? 'mutation' : 'query',
  outputRewrites: [],
  ...over,
});

/** `users.@|[A].name` as a flatten path. */
export const pathOf = (text: string): EntityBatch['paths'][number] =>
  text.split('.').flatMap((part) => {
    const [, name = '', types] = /^([^|]*)(?:\|\[(.*)\])?$/.exec(part) ?? [];
    const place =
      name === '@' ? [{ kind: 'list' as const }] : name === '' ? [] : [{ kind: 'field' as const, name }];
    return types === undefined ? place : [...place, { kind: 'type' as const, names: types.split(',') }];
  });

/** A batch whose representations have the type name and these fields of one type. */
export const batchOf = (
  type: string,
  keys: readonly string[],
  paths: readonly string[],
  over: Partial<EntityBatch> = {},
): EntityBatch => ({
  alias: '_entities',
  representationsVariable: 'representations',
  paths: paths.map(pathOf),
  requires: [
    {
      kind: 'fragment',
      typeCondition: type,
      selections: ['__typename', ...keys].map((key) => ({
        kind: 'field',
        key,
        name: key,
        selections: undefined,
      })),
      skipIf: undefined,
      includeIf: undefined,
    },
  ],
  inputRewrites: [],
  outputRewrites: [],
  ...over,
});

/** A fetch of entities; `selection` is what stands inside `_entities`. */
export const entityNode = (subgraph: string, selection: string, batch: EntityBatch): EntityFetchNode => ({
  kind: 'entity-fetch',
  subgraph,
  operation: `query($representations:[_Any!]!){_entities(representations: $representations){${selection}}}`,
  operationName: undefined,
  variables: [],
  entities: [batch],
});

export const sequence = (...nodes: PlanNode[]): PlanNode => ({ kind: 'sequence', nodes });
export const parallel = (...nodes: PlanNode[]): PlanNode => ({ kind: 'parallel', nodes });

/** Requests answered so far. */
const counts = (): { fast: number; fallback: number } => ({
  fast: textCounters.fast,
  fallback: [...textCounters.fallback.values()].reduce((sum, count) => sum + count, 0),
});

/** The answer, which must be the same by objects, and whether text alone gave it. */
export const answer = async (
  prepared: Prepared,
  bodies: Bodies,
  variables: Record<string, unknown> = {},
): Promise<{ data: unknown; errors: readonly unknown[]; fast: boolean; requests: readonly string[] }> => {
  expect(prepared.unfit).toBeUndefined();
  const objects = await prepared.runObjects(bodies, variables);
  const before = counts();
  const ran = await prepared.run(bodies, variables);
  const after = counts();
  expect(after.fast - before.fast + after.fallback - before.fallback).toBe(1);
  expect(JSON.parse(ran.data)).toEqual(JSON.parse(objects.data));
  expect(ran.errors).toEqual(objects.errors);
  return {
    data: JSON.parse(ran.data) as unknown,
    errors: ran.errors,
    fast: after.fast > before.fast,
    requests: ran.requests,
  };
};

/** A schema with everything that values and places can be; `SECRET` is hidden from clients in `apiSdl`. */
export const petSdl = `
  scalar Any
  enum Color { RED GREEN SECRET }
  interface Node { id: ID! }
  type User implements Node { id: ID! name: String age: Int score: Float ok: Boolean color: Color any: Any tags: [[String!]] friend: User friends: [User] must: String! pets: [Pet!] grid: [[User]] }
  type Dog implements Node { id: ID! name: String barks: Int owner: User }
  type Cat implements Node { id: ID! name: String lives: Int! owner: User }
  union Pet = Dog | Cat
  type Query { user: User users: [User] grid: [[User]] pets: [Pet] node: Node nodes: [Node] any: Any other: String }
  type Mutation { first: User second: User }
`;
export const petApiSdl = petSdl.replace(' SECRET', '');

/** An operation over users of subgraph `a`, of whom `b` gives the names. */
export const namesOfUsers = (query: string, over: Parameters<typeof batchOf>[3] = {}): Prepared =>
  prepareText({
    sdl: petSdl,
    apiSdl: petApiSdl,
    query,
    plan: sequence(
      fetchNode('a', '{users{__typename id}}'),
      entityNode('b', '...on User{name}', batchOf('User', ['id'], ['users.@'], over)),
    ),
  });
