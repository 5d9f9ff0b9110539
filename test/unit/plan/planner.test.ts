import { join } from 'node:path';
import { ClientError, InternalError } from '../../../src/errors/index.js';
import { createPlanner } from '../../../src/plan/index.js';
import type { PlanRequest } from '../../../src/plan/types.js';
import { REPOSITORY_ROOT, startNode } from '../../harness/index.js';
import {
  BENCHMARK,
  compose,
  entityFetchesOf,
  explosiveOperation,
  fetchesOf,
  HEAVY,
  planWith,
} from './fixtures.js';

const request = (document: string): PlanRequest => ({ document, operationName: undefined });
const SIMPLE = request('{ me { id } }');

describe.each(['hive', 'apollo'] as const)('the %s planner', (engine) => {
  it('reports its engine and answers many operations at once, each with its own plan', async () => {
    const planner = await createPlanner({ engine, supergraphSdl: BENCHMARK, timeoutMs: 20_000 });
    expect(planner.engine).toBe(engine);
    const fields = ['name', 'username', 'id', 'birthday', 'name', 'id'];
    const plans = await Promise.all(
      fields.map((field, at) => planner.plan(request(`{ me { f${at}: ${field} } }`))),
    );
    plans.forEach((plan, at) => {
      const [fetch] = fetchesOf(plan.root);
      expect(fetch).toMatchObject({ kind: 'fetch', subgraph: 'accounts', operationKind: 'query' });
      expect(fetch?.operation.replace(/\s/gu, '')).toContain(`f${at}:${fields[at]}`);
    });
    await planner.close();
  });

  it('says in one sentence that a supergraph cannot be used', async () => {
    const failed = createPlanner({ engine, supergraphSdl: 'junk {', timeoutMs: 1000 });
    await expect(failed).rejects.toThrow(InternalError);
    await expect(failed).rejects.toThrow(`The ${engine} planner cannot be used with this supergraph`);
  });

  it('rejects what it cannot plan and goes on', async () => {
    const planner = await createPlanner({ engine, supergraphSdl: BENCHMARK, timeoutMs: 20_000 });
    await expect(planner.plan(request('{ nope }'))).rejects.toThrow(InternalError);
    expect(fetchesOf((await planner.plan(SIMPLE)).root)).toHaveLength(1);
    await planner.close();
  });

  it('refuses an operation that takes too long, keeps those that wait, and keeps working', async () => {
    const planner = await createPlanner({ engine, supergraphSdl: BENCHMARK, timeoutMs: 300 });
    const slow = planner.plan(request(explosiveOperation(9)));
    const waiting = [planner.plan(SIMPLE), planner.plan(request('{ users { id } }'))];
    await expect(slow).rejects.toMatchObject({ code: 'OPERATION_TOO_COMPLEX' });
    await expect(slow).rejects.toThrow(ClientError);
    for (const plan of await Promise.all(waiting)) expect(fetchesOf(plan.root)).toHaveLength(1);
    expect(fetchesOf((await planner.plan(SIMPLE)).root)).toHaveLength(1);
    await planner.close();
  });

  it('rejects plans under way and later ones when it is closed', async () => {
    const planner = await createPlanner({ engine, supergraphSdl: BENCHMARK, timeoutMs: 20_000 });
    const underWay = planner.plan(SIMPLE);
    const closed = planner.close();
    await expect(underWay).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
    await closed;
    await expect(planner.plan(SIMPLE)).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
  });

  it('follows the labels and percentages of progressive overrides', async () => {
    const sdl = compose({
      a: 'type Query { v: T } type T @key(fields: "id") { id: ID! x: Int y: Int }',
      b: `type T @key(fields: "id") {
            id: ID!
            x: Int @override(from: "a", label: "percent(40)")
            y: Int @override(from: "a", label: "percent(1)")
          }`,
    });
    const planner = await createPlanner({ engine, supergraphSdl: sdl, timeoutMs: 20_000 });
    const subgraphs = async (override?: PlanRequest['override']): Promise<string[]> => {
      const plan = await planner.plan({ ...request('{ v { x } }'), ...(override ? { override } : {}) });
      return fetchesOf(plan.root).map((fetch) => fetch.subgraph);
    };
    expect(await subgraphs()).toEqual(['a']);
    expect(await subgraphs({ labels: [], percentage: 39 })).toEqual(['a', 'b']);
    expect(await subgraphs({ labels: [], percentage: 41 })).toEqual(['a']);
    await planner.close();
  });
});

describe('engine auto', () => {
  const nested = (depth: number): string => {
    let selection = 'id';
    for (let level = 0; level < depth; level++) selection = `reviews { author { ${selection} } }`;
    return `{ users { ${selection} } }`;
  };

  it('plans with hive', async () => {
    const plan = await planWith('auto', BENCHMARK, HEAVY);
    expect(plan).toEqual(await planWith('hive', BENCHMARK, HEAVY));
  });

  it('uses apollo for @defer and for what hive cannot plan', async () => {
    const planner = await createPlanner({ engine: 'auto', supergraphSdl: BENCHMARK, timeoutMs: 20_000 });
    expect(planner.engine).toBe('hive');
    const deferred = await planner.plan(
      request('{ me { id ... @defer(label: "late") { reviews { body } } } }'),
    );
    expect(deferred.root).toMatchObject({ kind: 'defer', deferred: [{ label: 'late', path: ['me'] }] });
    // Deeper than the native parser reads.
    await expect(planWith('hive', BENCHMARK, nested(30))).rejects.toMatchObject({
      code: 'OPERATION_TOO_COMPLEX',
    });
    expect(fetchesOf((await planner.plan(request(nested(30)))).root)).toHaveLength(2);
    await planner.close();
  });

  it('does not spend the time again on an operation that was too slow', async () => {
    const planner = await createPlanner({ engine: 'auto', supergraphSdl: BENCHMARK, timeoutMs: 300 });
    await expect(planner.plan(request(explosiveOperation(9)))).rejects.toMatchObject({
      code: 'OPERATION_TOO_COMPLEX',
      message: 'Planning this operation took too long.',
    });
    await planner.close();
  });

  it('uses apollo for supergraphs with @context, and refuses the fields that need it', async () => {
    const sdl = compose({
      a: `type Query { t: T! }
          type T @key(fields: "id") @context(name: "ctx") { id: ID! unit: String! u: U! }
          type U @key(fields: "id") { id: ID! field(arg: String @fromContext(field: "$ctx { unit }")): Int! plain: Int }`,
      b: 'type Query { other: Int } type U @key(fields: "id") { id: ID! far: Int }',
    });
    const planner = await createPlanner({ engine: 'auto', supergraphSdl: sdl, timeoutMs: 20_000 });
    expect(planner.engine).toBe('apollo');
    expect(fetchesOf((await planner.plan(request('{ t { u { plain far } } }'))).root)).toHaveLength(2);
    await expect(planner.plan(request('{ t { u { field } } }'))).rejects.toThrow('@fromContext');
    await planner.close();
  });
});

describe('what a planner process loads', () => {
  const ELASTIC = /@apollo\/(?:composition|query-planner|federation-internals|query-graphs|gateway)/u;
  const script = (engine: string): string => `
    import { readFileSync } from 'node:fs';
    import { createPlanner } from '${join(REPOSITORY_ROOT, 'dist/plan/index.js')}';
    const supergraphSdl = readFileSync('test/fixtures/benchmark/supergraph.graphql', 'utf8');
    const document = readFileSync('test/fixtures/benchmark/heavy.graphql', 'utf8');
    const planner = await createPlanner({ engine: '${engine}', supergraphSdl, timeoutMs: 20_000 });
    const plan = await planner.plan({ document });
    console.log('planned ' + plan.root.kind);`;

  /** Node writes every module that any thread loads to stderr; the process ends by itself, though nobody closes the planner. */
  const loadedBy = async (engine: string): Promise<string> => {
    await using child = startNode(['--input-type=module', '--eval', script(engine)], {
      env: { NODE_DEBUG: 'module,esm' },
    });
    await child.waitForLine(/^planned /u);
    expect(await child.exited).toBe(0);
    return child.stderr;
  };

  it('is free of Elastic-licensed packages with hive and auto', async () => {
    for (const engine of ['hive', 'auto']) {
      const loaded = await loadedBy(engine);
      expect(loaded).toContain('router-query-planner');
      expect(loaded).not.toMatch(ELASTIC);
    }
  });

  it('would be seen to contain them', async () => {
    expect(await loadedBy('apollo')).toMatch(ELASTIC);
  });
});

it('normalised plans list exactly the variables that the operation declares', async () => {
  for (const engine of ['hive', 'apollo'] as const) {
    const plan = await planWith(
      engine,
      BENCHMARK,
      'query($n: Int, $a: Boolean!) { topProducts(first: $n) { name reviews @include(if: $a) { id } } }',
    );
    expect(fetchesOf(plan.root)[0]?.variables).toContain('n');
    for (const fetch of entityFetchesOf(plan)) {
      const own = new Set(fetch.entities.map((entity) => entity.representationsVariable));
      const declared = [...fetch.operation.matchAll(/\$(\w+)\s*:/gu)].map((match) => match[1] ?? '');
      expect([...fetch.variables].sort()).toEqual(declared.filter((name) => !own.has(name)).sort());
    }
  }
});
