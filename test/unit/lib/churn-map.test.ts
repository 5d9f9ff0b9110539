import fc from 'fast-check';
import { ChurnMap } from '../../../src/lib/index.js';

const steps = fc.array(
  fc.oneof(
    { weight: 20, arbitrary: fc.record({ set: fc.nat(20), value: fc.nat() }) },
    { weight: 10, arbitrary: fc.record({ delete: fc.nat(20) }) },
    { weight: 1, arbitrary: fc.constant({ clear: true as const }) },
  ),
  { maxLength: 1500, size: 'max' },
);

test('holds what a Map would hold, however often its table is renewed', () => {
  fc.assert(
    fc.property(steps, (list) => {
      const map = new Map<number, number>();
      const churn = new ChurnMap<number, number>();
      for (const step of list) {
        if ('set' in step) [map, churn].forEach((one) => one.set(step.set, step.value));
        else if ('delete' in step) [map, churn].forEach((one) => one.delete(step.delete));
        else [map, churn].forEach((one) => one.clear());
        expect(churn.size).toBe(map.size);
      }
      for (let key = 0; key <= 20; key++) expect(churn.get(key)).toBe(map.get(key));
    }),
    { numRuns: 50 },
  );
});
