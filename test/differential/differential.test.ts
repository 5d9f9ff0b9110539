import { parse, validate } from 'graphql';
import { createGateway } from '../../src/index.js';
import type { Harness, Mismatch } from './index.mjs';
import {
  apolloBlind,
  apolloOracle,
  buildDomain,
  caseSeed,
  createRandom,
  difference,
  failingFields,
  generateOperation,
  monolithOracle,
  runDifferential,
  samples,
  shrink,
  startHarness,
} from './index.mjs';
import { onceWrong } from './once-wrong.js';

const seed = 20_260;
const count = 2000;
/** A failure that can be read: the first case in its smallest form. */
async function describeFirst(harness: Harness, wrong: readonly Mismatch[]): Promise<string> {
  const [first] = wrong;
  if (first === undefined) return '';
  const small = await shrink(
    harness.schema,
    first.operation,
    async (one) => (await harness.check(one)) !== undefined,
  );
  const told = await harness.check(small);
  return `${wrong.length} differ; case ${first.index}:\n${small.query}\n${JSON.stringify(small.variables)}\n${told}`;
}

describe('the harness itself', () => {
  const domain = buildDomain();

  test('generates only valid operations, the same ones for the same seed', () => {
    const draw = (index: number) =>
      generateOperation(domain.monolith, createRandom(caseSeed(seed, index)), { samples });
    for (let index = 0; index < 1000; index += 1) {
      const operation = draw(index);
      expect(validate(domain.monolith, parse(operation.query))).toEqual([]);
      if (index < 20) expect(draw(index)).toEqual(operation);
    }
  });

  test('the monolith agrees with the reference gateway outside its known mistakes', async () => {
    const expected = monolithOracle(domain.monolith);
    const apollo = await apolloOracle(domain);
    const avoid = [...apolloBlind.avoid, ...failingFields];
    for (let index = 0; index < 500; index += 1) {
      const random = createRandom(caseSeed(seed + 1, index));
      const options = { ...apolloBlind, avoid: index % 2 ? avoid : apolloBlind.avoid, samples };
      const operation = generateOperation(domain.monolith, random, options);
      const [want, have] = await Promise.all([expected(operation), apollo.ask(operation)]);
      const told = difference(want, have, { keyOrder: false, errorPlaces: false });
      expect({ told, operation }).toEqual({ told: undefined, operation });
    }
    await apollo.stop();
  });

  test('tells a wrong value, a wrong order and a missing error', () => {
    const errors = [{ path: ['a', 'gone', 1] }];
    expect(difference({ data: { a: 1, b: 2 } }, { data: { a: 1, b: 2 } })).toBeUndefined();
    expect(difference({ data: { a: 1 } }, { data: { a: 2 } })).toMatch('data');
    expect(difference({ data: { a: 1, b: 2 } }, { data: { b: 2, a: 1 } })).toMatch('key order');
    expect(difference({ data: { a: null }, errors }, { data: { a: null } })).toMatch('error places');
    expect(
      difference({ data: { a: null }, errors }, { data: { a: null }, errors: [{ path: ['a'] }] }),
    ).toBeUndefined();
  });
});

describe('the gateway and a monolith over the same data give the same data, in the same order, with the same errors', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness(createGateway);
  });
  afterAll(() => harness.stop());

  test.each(onceWrong)('for an operation that was answered wrongly once: $query', async (operation) => {
    expect(await harness.check({ ...operation, operationName: undefined })).toBeUndefined();
  });

  test(`for ${count} generated operations`, async () => {
    const wrong = await runDifferential(harness, { count, seed });
    expect(await describeFirst(harness, wrong)).toBe('');
  }, 240_000);
});
