import { CancellationSource, RequestContext } from '../../../src/context/index.js';

const contextOf = (cancellation: CancellationSource | AbortSignal | undefined): RequestContext =>
  new RequestContext({
    requestId: 'r',
    startedAt: 0,
    deadline: 1,
    cancellation,
    method: 'POST',
    headers: {},
  });

describe('a cancellation', () => {
  test('calls those who listen, once, with its reason there', () => {
    const source = new CancellationSource();
    const seen: unknown[] = [];
    const listeners = ['a', 'b', 'c'].map((name) => () => void seen.push([name, source.reason]));
    for (const listener of listeners) source.addEventListener('abort', listener);
    source.removeEventListener('abort', listeners[1] as () => void);
    source.removeEventListener('abort', () => undefined);
    source.abort('why');
    source.abort('again');
    expect(seen).toEqual([
      ['a', 'why'],
      ['c', 'why'],
    ]);
    source.addEventListener('abort', () => void seen.push('late'));
    source.removeEventListener('abort', listeners[0] as () => void);
    expect([source.aborted, source.reason, seen.length]).toEqual([true, 'why', 2]);
  });
});

describe('the signal of a request', () => {
  test('is one AbortSignal that follows the cancellation', () => {
    const source = new CancellationSource();
    const context = contextOf(source);
    const { signal } = context;
    expect(signal).toBeInstanceOf(AbortSignal);
    expect(context.signal).toBe(signal);
    expect(signal?.aborted).toBe(false);
    source.abort('gone');
    expect([signal?.aborted, signal?.reason]).toEqual([true, 'gone']);
  });

  test('is aborted when it is asked for too late', () => {
    const source = new CancellationSource();
    source.abort('gone');
    expect(contextOf(source).signal?.reason).toBe('gone');
  });

  test('is the cancellation itself when that is one, and nothing when there is none', () => {
    const { signal } = new AbortController();
    expect(contextOf(signal).signal).toBe(signal);
    expect(contextOf(undefined).signal).toBeUndefined();
  });

  test('belongs to the work when that is done for several requests', () => {
    const [one, all] = [new CancellationSource(), new CancellationSource()];
    const context = contextOf(one).with(all, 7);
    one.abort('gone');
    expect([context.signal?.aborted, context.deadline, context.requestId]).toEqual([false, 7, 'r']);
    all.abort('all gone');
    expect(context.signal?.aborted).toBe(true);
  });
});
