import { PlannerHost } from '../../../src/plan/planner-host.js';
import { createPlanner } from '../../../src/plan/index.js';
import type { Planner, PlanRequest } from '../../../src/plan/types.js';
import { composeSubgraphs } from '../../harness/index.js';
import { HOSTILE_SUBGRAPHS, meshTree } from '../../security/hostile-documents.js';
import { fetchesOf } from './fixtures.js';

const SUPERGRAPH = composeSubgraphs(HOSTILE_SUBGRAPHS.map((each) => ({ ...each, url: 'http://hostile' })));

const request = (selection: string, name: string, weight: number): PlanRequest => ({
  document: `query ${name} ${selection}`,
  operationName: name,
  weight,
});
const heavy = (at: number): PlanRequest => request(meshTree(5), `Heavy${at}`, 4800);
const light = (at: number): PlanRequest => request('{ mesh { id } }', `Light${at}`, 10);
const many = (count: number, plan: (at: number) => Promise<unknown>): Promise<unknown>[] =>
  Array.from({ length: count }, (_, at) => plan(at));

const withPlanner = async (planner: Planner, use: () => Promise<void>): Promise<void> => {
  try {
    await use();
  } finally {
    await planner.close();
  }
};

it('light operations do not wait for the heavy ones that came before', async () => {
  const planner = await createPlanner({ engine: 'hive', supergraphSdl: SUPERGRAPH, timeoutMs: 20_000 });
  await withPlanner(planner, async () => {
    let planned = 0;
    const flood = many(30, (at) => planner.plan(heavy(at)).then(() => planned++));
    await Promise.all(many(30, (at) => planner.plan(light(at))));
    // One was under way, the next may start when the last light ones are.
    expect(planned).toBeLessThanOrEqual(3);
    await Promise.all(flood);
    expect(planned).toBe(30);
  });
});

it.each(['hive', 'auto'] as const)('a flood is refused, what is light is planned: %s', async (engine) => {
  const planner = await createPlanner({ engine, supergraphSdl: SUPERGRAPH, timeoutMs: 20_000 });
  await withPlanner(planner, async () => {
    const flood = Promise.allSettled(many(200, (at) => planner.plan(heavy(at))));
    for (const plan of await Promise.all(Array.from({ length: 100 }, (_, at) => planner.plan(light(at)))))
      expect(fetchesOf(plan.root)).toHaveLength(1);
    const refused = (await flood).flatMap((each) =>
      each.status === 'rejected' ? [each.reason as Error] : [],
    );
    for (const error of refused) expect(error).toMatchObject({ code: 'OVERLOADED' });
    // 200,000 of weight wait, one is planned.
    expect(200 - refused.length).toBe(42);
  });
});

it('what waits too long for its turn is refused', async () => {
  const host = await PlannerHost.start({
    engine: 'hive',
    supergraphSdl: SUPERGRAPH,
    timeoutMs: 20_000,
    maxWaitMs: 1,
  });
  await withPlanner(host, async () => {
    const [first, ...others] = await Promise.allSettled(many(10, (at) => host.plan(heavy(at))));
    expect(first?.status).toBe('fulfilled');
    for (const each of others)
      expect(each).toMatchObject({ status: 'rejected', reason: { code: 'OVERLOADED' } });
    expect(fetchesOf((await host.plan(light(1))).root)).toHaveLength(1);
  });
});

it('what waits is rejected at the end', async () => {
  const planner = await createPlanner({ engine: 'hive', supergraphSdl: SUPERGRAPH, timeoutMs: 20_000 });
  const waiting = Promise.allSettled(many(5, (at) => planner.plan(heavy(at))));
  await planner.close();
  for (const each of await waiting)
    expect(each).toMatchObject({ status: 'rejected', reason: { code: 'SHUTTING_DOWN' } });
});
