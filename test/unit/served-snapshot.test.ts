import type { Snapshot } from '../../src/registry/index.js';
import { ServedSnapshot } from '../../src/served-snapshot.js';

const snapshot = (name: string, closed: string[]): Snapshot =>
  ({ close: async () => void closed.push(name) }) as unknown as Snapshot;

let closed: string[];
let served: ServedSnapshot;
let first: Snapshot;
beforeEach(() => {
  jest.useFakeTimers();
  closed = [];
  served = new ServedSnapshot(600_000);
  first = snapshot('first', closed);
  served.swap(first);
});
afterEach(() => jest.useRealTimers());

test('an old snapshot stays open while requests use it, and is closed after the last one', () => {
  served.enter(first);
  served.enter(first);
  served.swap(snapshot('second', closed));
  served.leave(first);
  jest.advanceTimersByTime(500_000);
  expect(closed).toEqual([]);
  served.leave(first);
  jest.advanceTimersByTime(1000);
  expect(closed).toEqual(['first']);
});

test('a request that was checked before the swap and runs after it keeps it open too', () => {
  served.swap(snapshot('second', closed));
  jest.advanceTimersByTime(500);
  served.enter(first);
  jest.advanceTimersByTime(100_000);
  expect(closed).toEqual([]);
  served.leave(first);
  jest.advanceTimersByTime(1000);
  expect(closed).toEqual(['first']);
});

test('a request that never ends holds it a little longer than a request may take, and no longer', () => {
  served.enter(first);
  served.swap(snapshot('second', closed));
  jest.advanceTimersByTime(600_000);
  expect(closed).toEqual([]);
  jest.advanceTimersByTime(5000);
  expect(closed).toEqual(['first']);
  served.leave(first);
  jest.runAllTimers();
  expect(closed).toEqual(['first']);
});

test('closing closes all of them once', async () => {
  served.enter(first);
  served.swap(snapshot('second', closed));
  await served.close();
  served.leave(first);
  jest.runAllTimers();
  expect(closed.sort()).toEqual(['first', 'second']);
});
