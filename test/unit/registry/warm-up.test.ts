import { WarmUp, type Snapshot } from '../../../src/registry/index.js';
import type { UsedOperation } from '../../../src/plan/index.js';

const operation = (text: string, runs: number): UsedOperation => ({
  text,
  name: undefined,
  conditions: {},
  runs,
});
const ran = (...used: UsedOperation[]): Snapshot => ({ used: () => used }) as unknown as Snapshot;

/** A snapshot that notes what is made ready on it. */
class Next {
  readonly warmed: UsedOperation[] = [];
  readonly snapshot: Snapshot;
  constructor(before: (used: UsedOperation) => unknown = () => undefined) {
    this.snapshot = {
      warm: async (used: UsedOperation) => {
        this.warmed.push(used);
        await before(used);
      },
    } as unknown as Snapshot;
  }
  get names(): string[] {
    return this.warmed.map(({ text }) => text);
  }
}
const never = new AbortController().signal;
const options = { operations: 3, timeout: 60_000 };

test('the operations that ran most, most first, one at a time, with half of their runs; those that ran once are left out', async () => {
  let underWay = 0;
  const next = new Next(async () => {
    expect(++underWay).toBe(1);
    await new Promise((resolve) => setImmediate(resolve));
    underWay--;
  });
  const from = ran(
    operation('b', 7),
    operation('once', 1),
    operation('c', 3),
    operation('a', 9),
    operation('d', 2),
  );
  expect(await new WarmUp(options).run(from, next.snapshot, never)).toEqual({
    ready: 3,
    refused: 0,
    left: 0,
  });
  expect(next.warmed).toEqual([operation('a', 4), operation('b', 3), operation('c', 1)]);
});

test('what the new schema refuses is counted and left out', async () => {
  const next = new Next(({ text }) =>
    text === 'a' ? Promise.reject(new Error('no such field')) : undefined,
  );
  const from = ran(operation('a', 9), operation('b', 7));
  expect(await new WarmUp(options).run(from, next.snapshot, never)).toEqual({
    ready: 1,
    refused: 1,
    left: 0,
  });
});

test('a newer supergraph ends it at once; what was left is taken over by the next', async () => {
  const warmUp = new WarmUp(options);
  const hurry = new AbortController();
  const second = new Next(({ text }) => {
    if (text !== 'b') return undefined;
    hurry.abort();
    return new Promise(() => undefined);
  });
  const from = ran(operation('a', 9), operation('b', 7), operation('c', 5));
  expect(await warmUp.run(from, second.snapshot, hurry.signal)).toEqual({ ready: 1, refused: 0, left: 2 });
  const third = new Next();
  const result = await warmUp.run(ran(operation('a', 4), operation('c', 3)), third.snapshot, never);
  expect(result).toEqual({ ready: 3, refused: 0, left: 0 });
  expect(third.warmed).toEqual([operation('c', 4), operation('b', 3), operation('a', 2)]);
  expect(await warmUp.run(ran(operation('a', 4)), new Next().snapshot, never)).toMatchObject({
    ready: 1,
    left: 0,
  });
});

test('it ends when its time is over', async () => {
  const next = new Next(() => new Promise(() => undefined));
  const warmUp = new WarmUp({ operations: 3, timeout: 1 });
  expect(await warmUp.run(ran(operation('a', 9)), next.snapshot, never)).toEqual({
    ready: 0,
    refused: 0,
    left: 1,
  });
});

test('nothing is done for the first supergraph, or with 0 operations', async () => {
  const next = new Next();
  const nothing = { ready: 0, refused: 0, left: 0 };
  expect(await new WarmUp(options).run(null, next.snapshot, never)).toEqual(nothing);
  const off = new WarmUp({ ...options, operations: 0 });
  expect(await off.run(ran(operation('a', 9)), next.snapshot, never)).toEqual(nothing);
  expect(next.warmed).toEqual([]);
});
