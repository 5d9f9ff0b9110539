import { ClientError } from '../../../src/errors/index.js';
import { PlanCache } from '../../../src/plan/index.js';

interface Value {
  readonly text: string;
}
const value = (text: string): Value => ({ text });
const never = (): Promise<Value> => Promise.reject(new Error('must not be created'));

describe('PlanCache', () => {
  it('creates once for callers that come at the same time, then answers synchronously', async () => {
    const cache = new PlanCache<Value>();
    let created = 0;
    const create = async (): Promise<Value> => {
      created++;
      await Promise.resolve();
      return value('a');
    };
    const all = await Promise.all([cache.getOrCreate('k', create), cache.getOrCreate('k', create)]);
    expect(all[0]).toBe(all[1]);
    expect(created).toBe(1);
    expect(cache.getOrCreate('k', never)).toBe(all[0]);
    expect(cache.stats).toMatchObject({ hits: 1, misses: 2, entries: 1 });
  });

  it('drops the least recently used entry at the bound', async () => {
    const cache = new PlanCache<Value>({ maxEntries: 2 });
    for (const key of ['a', 'b', 'a', 'c']) await cache.getOrCreate(key, async () => value(key));
    expect(cache.stats.entries).toBe(2);
    expect(cache.getOrCreate('a', never)).toEqual(value('a'));
    await expect(cache.getOrCreate('b', async () => value('again'))).resolves.toEqual(value('again'));
  });

  it('is bounded by estimated bytes, and returns but does not keep what is larger than the bound', async () => {
    const cache = new PlanCache<Value>({ maxBytes: 100, estimateBytes: ({ text }) => text.length });
    await cache.getOrCreate('a', async () => value('x'.repeat(60)));
    await cache.getOrCreate('b', async () => value('x'.repeat(60)));
    expect(cache.stats.entries).toBe(1);
    await expect(cache.getOrCreate('c', async () => value('x'.repeat(200)))).resolves.toBeDefined();
    expect(cache.stats.entries).toBe(1);
    expect(cache.getOrCreate('b', never)).toEqual(value('x'.repeat(60)));
  });

  it('remembers operations that are too complex for a while', async () => {
    let now = 1;
    const cache = new PlanCache<Value>({ negativeTtl: 60_000, now: () => now });
    const refusal = new ClientError('OPERATION_TOO_COMPLEX', undefined);
    await expect(cache.getOrCreate('k', () => Promise.reject(refusal))).rejects.toBe(refusal);
    now += 59_000;
    await expect(cache.getOrCreate('k', never)).rejects.toBe(refusal);
    expect(cache.stats).toMatchObject({ hits: 1, misses: 1, entries: 0 });
    now += 2000;
    await expect(cache.getOrCreate('k', async () => value('now it works'))).resolves.toEqual(
      value('now it works'),
    );
  });

  it('does not remember other failures, also those thrown synchronously', async () => {
    const cache = new PlanCache<Value>();
    const create = (): Promise<Value> => {
      throw new ClientError('SERVICE_UNAVAILABLE', undefined);
    };
    await expect(cache.getOrCreate('k', create)).rejects.toThrow(ClientError);
    await expect(cache.getOrCreate('k', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await expect(cache.getOrCreate('k', async () => value('a'))).resolves.toEqual(value('a'));
  });

  it('forgets everything on clear', async () => {
    const cache = new PlanCache<Value>();
    await cache.getOrCreate('k', async () => value('a'));
    cache.clear();
    expect(cache.stats.entries).toBe(0);
  });
});
