import childProcess from 'node:child_process';
import { createPlanner } from '../../../src/plan/index.js';
import type { Planner, PlanRequest } from '../../../src/plan/types.js';
import { buildDomain } from '../../differential/index.mjs';
import { fetchesOf } from './fixtures.js';

const SUPERGRAPH = buildDomain().supergraphSdl;

/** The native planner panics on this fragment that no object can match, behind a mutation that needs another subgraph. */
const deadly = (alias: string): PlanRequest => ({
  operationName: undefined,
  document: `mutation ($v: IncidentInput!) {
    moveCargo(sku: "c5") { price { amount } duty }
    fileIncident(input: $v) { ... on Report { ... on Sailor { ${alias}: aboard { size { beam } } } } }
  }`,
});
const harmless = (alias: string): PlanRequest => ({
  operationName: undefined,
  document: `{ ${alias}: cargo(sku: "c1") { title } }`,
});

let forks: jest.SpyInstance;
beforeEach(() => void (forks = jest.spyOn(childProcess, 'fork')));
afterEach(() => jest.restoreAllMocks());

const withPlanner = async (
  engine: 'hive' | 'auto',
  use: (planner: Planner) => Promise<void>,
): Promise<void> => {
  const planner = await createPlanner({ engine, supergraphSdl: SUPERGRAPH, timeoutMs: 20_000 });
  try {
    await use(planner);
  } finally {
    await planner.close();
  }
};

it('an operation that ends the process is not planned again, others are', () =>
  withPlanner('hive', async (planner) => {
    await expect(planner.plan(deadly('a'))).rejects.toThrow('stopped while planning');
    for (let i = 0; i < 5; i++)
      await expect(planner.plan(deadly('a'))).rejects.toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
    expect(forks).toHaveBeenCalledTimes(1);
    expect(fetchesOf((await planner.plan(harmless('a'))).root)).toHaveLength(1);
    expect(forks).toHaveBeenCalledTimes(2);
  }));

it('what was planned at the same moment is planned alone afterwards, so that the guilty one is known', () =>
  withPlanner('hive', async (planner) => {
    const [first, innocent, second] = await Promise.allSettled([
      planner.plan(deadly('a')),
      planner.plan(harmless('a')),
      planner.plan(deadly('b')),
    ]);
    expect([first.status, innocent.status, second.status]).toEqual(['rejected', 'fulfilled', 'rejected']);
    const started = forks.mock.calls.length;
    await expect(planner.plan(deadly('a'))).rejects.toThrow('stopped while planning');
    await expect(planner.plan(deadly('b'))).rejects.toThrow('stopped while planning');
    expect(forks).toHaveBeenCalledTimes(started);
  }));

it('a flood of different ones cannot restart the process for each; the other engine plans meanwhile', () =>
  withPlanner('auto', async (planner) => {
    const flood = Array.from({ length: 40 }, (_, i) => planner.plan(deadly(`a${i}`)));
    const others = Array.from({ length: 10 }, (_, i) => planner.plan(harmless(`a${i}`)));
    for (const plan of await Promise.all(others)) expect(fetchesOf(plan.root)).toHaveLength(1);
    for (const plan of await Promise.all(flood)) expect(fetchesOf(plan.root).length).toBeGreaterThan(1);
    expect(forks.mock.calls.length).toBeLessThan(10);
  }));

it('with one engine only, operations wait for the end of the pause', () =>
  withPlanner('hive', async (planner) => {
    for (let i = 0; i < 3; i++) await expect(planner.plan(deadly(`a${i}`))).rejects.toThrow('stopped');
    expect(fetchesOf((await planner.plan(harmless('a'))).root)).toHaveLength(1);
    expect(forks).toHaveBeenCalledTimes(4);
  }));
