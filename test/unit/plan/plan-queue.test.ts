import fc from 'fast-check';
import { PlanQueue } from '../../../src/plan/plan-queue.js';

const item = (weight: number, name = '') => ({ weight, name });

const emptied = <T extends { readonly weight: number }>(queue: PlanQueue<T>): T[] => {
  const items: T[] = [];
  for (let next = queue.take(); next !== undefined; next = queue.take()) items.push(next);
  return items;
};

test('the lightest comes first, of one weight the earliest', () => {
  const queue = new PlanQueue<{ weight: number; name: string }>();
  for (const each of [item(5, 'a'), item(1, 'b'), item(5, 'c'), item(0, 'd'), item(1, 'e')]) {
    expect(queue.add(each)).toEqual([]);
  }
  expect(queue.size).toBe(5);
  expect(queue.first?.name).toBe('d');
  expect(emptied(queue).map(({ name }) => name)).toEqual(['d', 'b', 'e', 'a', 'c']);
  expect(queue.first).toBeUndefined();
});

test('the heaviest goes for a light one when there are too many, the latest for one of its weight', () => {
  const queue = new PlanQueue<{ weight: number; name: string }>();
  for (let i = 0; i < 999; i++) queue.add(item(2));
  const heavy = item(3);
  expect(queue.add(heavy)).toEqual([]);
  const light = item(1);
  expect(queue.add(light)).toEqual([heavy]);
  const another = item(2, 'another');
  expect(queue.add(another)).toEqual([another]);
  expect(queue.size).toBe(1000);
  expect(queue.first).toBe(light);
});

test('their weight is bounded, but one alone may have any', () => {
  const queue = new PlanQueue();
  const giant = item(1_000_000);
  expect(queue.add(giant)).toEqual([]);
  const light = item(10);
  expect(queue.add(light)).toEqual([giant]);
  for (let i = 0; i < 39; i++) expect(queue.add(item(5000))).toEqual([]);
  const last = item(5000);
  expect(queue.add(last)).toEqual([last]);
  queue.remove(light);
  queue.remove(light);
  expect(queue.add(item(5000))).toEqual([]);
  expect(queue.takeAll()).toHaveLength(40);
  expect(queue.size).toBe(0);
  expect(queue.add(item(200_000))).toEqual([]);
});

test('whatever comes and goes, it is in order and within its bounds', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.nat(60_000), fc.constant(undefined)), { maxLength: 60 }), (steps) => {
      const queue = new PlanQueue();
      const model: { weight: number }[] = [];
      for (const step of steps) {
        if (step === undefined) {
          expect(queue.take()).toBe(model.shift());
          continue;
        }
        const added = item(step);
        model.push(added);
        model.sort((one, two) => one.weight - two.weight);
        for (const gone of queue.add(added)) expect(gone).toBe(model.pop());
        const sum = model.reduce((all, { weight }) => all + weight, 0);
        expect(model.length === 1 || sum <= 200_000).toBe(true);
      }
      expect(emptied(queue)).toEqual(model);
    }),
  );
});
