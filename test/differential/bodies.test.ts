import { textCounters } from '../../src/execute/index.js';
import { createOperationLimits } from '../../src/limits/index.js';
import { coerceVariables } from '../../src/operation/index.js';
import { createSnapshot, readSupergraph } from '../../src/registry/index.js';
import { runOperation } from '../../src/run-operation.js';
import { HttpAnswer } from '../../src/subgraph/index.js';
import { compareBodies, createRandom, mutateBody, startBodies, type BodyHarness } from './index.mjs';

let harness: BodyHarness;

beforeAll(async () => {
  harness = await startBodies({
    coerceVariables,
    createOperationLimits,
    createSnapshot,
    HttpAnswer,
    readSupergraph,
    runOperation,
    textCounters,
  });
});
afterAll(() => harness.snapshot.close());

test('text and objects give the same answers, of bodies as they were and of 4,000 changed ones', async () => {
  const { differences, incomparable, plain, mutated } = await compareBodies(harness, {
    bodies: 4000,
    perOperation: 20,
    seed: 20_261,
  });
  expect(differences.slice(0, 1)).toEqual([]);
  expect(incomparable).toBeLessThan(40);
  // The fast way really ran: nearly always when nothing was changed, and for what changes nothing that matters.
  expect(plain.fast / plain.runs).toBeGreaterThan(0.8);
  expect(mutated.fast / mutated.runs).toBeGreaterThan(0.1);
  expect([...textCounters.unfit.keys()].filter((reason) => reason.startsWith('error'))).toEqual([]);
}, 120_000);

test('changes bodies in every way that is listed', () => {
  const seen = new Set<string>();
  const body = Buffer.from('{"data":{"a":[{"__typename":"A","id":"1","n":2.5},null]}}');
  for (let seed = 0; seed < 3000; seed++) {
    const { body: changed, changes } = mutateBody(createRandom(seed), body);
    for (const change of changes) seen.add(change);
    expect(changed).toBeInstanceOf(Buffer);
  }
  expect([...seen].sort()).toMatchInlineSnapshot(`
   [
     "any",
     "broken",
     "byte",
     "drop",
     "duplicate",
     "end",
     "errors",
     "escapeSame",
     "extensions",
     "extra",
     "insert",
     "items",
     "null",
     "number",
     "order",
     "other",
     "remove",
     "rename",
     "sameString",
     "space",
     "string",
     "truncate",
     "type",
   ]
  `);
});
