import { CrashGuard } from '../../../src/plan/crash-guard.js';

const request = (document: string) => ({ document, operationName: undefined });

describe('operations that ended the process', () => {
  it('are remembered by document, name and overrides', () => {
    const guard = new CrashGuard();
    const error = new Error('it ended');
    expect(guard.refusal(request('{ a }'))).toBeUndefined();
    guard.blame(request('{ a }'), error);
    expect(guard.refusal(request('{ a }'))).toBe(error);
    expect(guard.refusal(request('{ b }'))).toBeUndefined();
    expect(guard.refusal({ document: '{ a }', operationName: 'A' })).toBeUndefined();
    expect(
      guard.refusal({ ...request('{ a }'), override: { labels: ['l'], percentage: 1 } }),
    ).toBeUndefined();
  });

  it('are forgotten after ten minutes, the oldest also when there are more than a thousand', () => {
    let now = 1;
    const guard = new CrashGuard(() => now);
    for (let i = 0; i <= 1000; i++) guard.blame(request(`{ f${i} }`), new Error('it ended'));
    expect(guard.refusal(request('{ f0 }'))).toBeUndefined();
    expect(guard.refusal(request('{ f1 }'))).toBeDefined();
    now += 599_000;
    expect(guard.refusal(request('{ f1 }'))).toBeDefined();
    now += 2000;
    expect(guard.refusal(request('{ f1 }'))).toBeUndefined();
  });
});

describe('pauses between starts', () => {
  it('begin with the third crash in a minute, double, and stop at ten seconds', () => {
    const guard = new CrashGuard(() => 5);
    const pauses = Array.from({ length: 30 }, () => guard.crashed());
    expect(pauses.slice(0, 9)).toEqual([0, 0, 250, 500, 1000, 2000, 4000, 8000, 10_000]);
    expect(new Set(pauses.slice(8))).toEqual(new Set([10_000]));
  });

  it('end when there was no crash for a minute', () => {
    let now = 5;
    const guard = new CrashGuard(() => now);
    for (let i = 0; i < 10; i++) guard.crashed();
    now += 60_000;
    expect(guard.crashed()).toBe(0);
  });
});
