import fc from 'fast-check';
import { CancellationSource, RequestContext } from '../../src/context/index.js';
import type { ExecutedOperation } from '../../src/http/types.js';
import type { Operation } from '../../src/operation/types.js';
import { RequestDedupe, type RequestDedupeOptions } from '../../src/request-dedupe.js';

interface Execution {
  readonly operation: Operation;
  readonly context: RequestContext;
  readonly variables: unknown;
  finish(executed: Partial<ExecutedOperation>): void;
}

const executedWith = (over: Partial<ExecutedOperation>): ExecutedOperation => ({
  data: { text: '{"a":1}', encoding: 'utf8' },
  errors: [],
  extensions: undefined,
  ...over,
});

/** A de-duplication whose executions are finished by the test. */
const create = (over: Partial<RequestDedupeOptions> = {}) => {
  const executions: Execution[] = [];
  const dedupe = new RequestDedupe({
    headers: 'all',
    isForwarded: () => false,
    run: (operation, { context, variables }) =>
      new Promise((resolve) =>
        executions.push({ operation, context, variables, finish: (given) => resolve(executedWith(given)) }),
      ),
    ...over,
  });
  return { dedupe, executions };
};

const operationOf = (over: { hash?: string; name?: string; kind?: Operation['kind'] } = {}): Operation =>
  ({ hash: 'h', name: undefined, kind: 'query', ...over }) as Operation;

const requestOf = (
  over: {
    headers?: Record<string, string>;
    variables?: Record<string, unknown>;
    deadline?: number;
    cancellation?: CancellationSource;
    explain?: boolean;
  } = {},
) => ({
  variables: over.variables ?? {},
  explain: over.explain ?? false,
  context: new RequestContext({
    requestId: 'r',
    startedAt: 0,
    deadline: over.deadline ?? 1000,
    cancellation: over.cancellation,
    method: 'POST',
    headers: over.headers ?? {},
  }),
});

/** Lets every promise that can settle do so. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const code = (name: string): ExecutedOperation['errors'] => [{ message: 'm', extensions: { code: name } }];

test('identical queries in flight are one execution; only the first gets the headers of its answer', async () => {
  const { dedupe, executions } = create();
  const answers = [1, 2, 3].map((n) =>
    dedupe.execute('s', operationOf(), requestOf({ headers: { 'x-request-id': `r${n}` } })),
  );
  expect(executions).toHaveLength(1);
  executions[0]?.finish({ headers: { 'set-cookie': 'a' } });
  const [first, second, third] = await Promise.all(answers);
  expect(first?.headers).toEqual({ 'set-cookie': 'a' });
  expect(second).toEqual({
    data: { text: '{"a":1}', encoding: 'utf8' },
    errors: [],
    extensions: undefined,
    shared: true,
  });
  expect(third).toBe(second);
  await settle();
  void dedupe.execute('s', operationOf(), requestOf());
  expect(executions).toHaveLength(2);
});

test('an answer that is there at once is not kept', () => {
  const { dedupe } = create({ run: () => executedWith({}) });
  expect(dedupe.execute('s', operationOf(), requestOf())).toEqual(executedWith({}));
});

test('mutations are never shared, and a query does not join one that began before a mutation ended', async () => {
  const { dedupe, executions } = create();
  const mutation = operationOf({ kind: 'mutation', hash: 'm' });
  void dedupe.execute('s', operationOf(), requestOf());
  const changes = [1, 2].map(() => dedupe.execute('s', mutation, requestOf()));
  expect(executions).toHaveLength(3);
  void dedupe.execute('s', operationOf(), requestOf());
  expect(executions).toHaveLength(3);
  executions[1]?.finish({});
  executions[2]?.finish({});
  await Promise.all(changes);
  void dedupe.execute('s', operationOf(), requestOf());
  expect(executions).toHaveLength(4);
});

describe('those who share an execution do not depend on each other', () => {
  test('it goes on until the last one has gone, and is not joined after that', async () => {
    const { dedupe, executions } = create();
    const clients = [1, 2, 3].map(() => new CancellationSource());
    for (const cancellation of clients) void dedupe.execute('s', operationOf(), requestOf({ cancellation }));
    expect(executions).toHaveLength(1);
    const aborted = (): unknown => executions[0]?.context.signal?.aborted;
    clients[0]?.abort('gone');
    clients[2]?.abort('gone');
    expect(aborted()).toBe(false);
    clients[1]?.abort('gone');
    expect(aborted()).toBe(true);
    void dedupe.execute('s', operationOf(), requestOf());
    expect(executions).toHaveLength(2);
    await settle();
  });

  test.each(['SUBGRAPH_REQUEST_TIMEOUT', 'GATEWAY_TIMEOUT'])(
    'what ran out of the time of the first (%s) is run once more for the others, with the time that they have',
    async (name) => {
      const { dedupe, executions } = create();
      const first = dedupe.execute('s', operationOf(), requestOf({ deadline: 10 }));
      const others = [30, 20].map((deadline) => dedupe.execute('s', operationOf(), requestOf({ deadline })));
      executions[0]?.finish({ data: { text: '{"a":null}', encoding: 'utf8' }, errors: code(name) });
      expect((await first).errors).toEqual(code(name));
      await settle();
      expect(executions.map(({ context }) => context.deadline)).toEqual([10, 30]);
      executions[1]?.finish({ data: { text: '{"a":2}', encoding: 'utf8' } });
      expect((await Promise.all(others)).map(({ data }) => data?.text)).toEqual(['{"a":2}', '{"a":2}']);
      expect(executions).toHaveLength(2);
    },
  );

  test('other errors are what the subgraphs answered, and are shared', async () => {
    const { dedupe, executions } = create();
    const answers = [1, 2].map(() => dedupe.execute('s', operationOf(), requestOf()));
    executions[0]?.finish({ errors: code('FORBIDDEN') });
    for (const { errors } of await Promise.all(answers)) expect(errors).toEqual(code('FORBIDDEN'));
    expect(executions).toHaveLength(1);
  });
});

/** How many executions these requests make when all are in flight together. */
const countOf = (
  options: Partial<RequestDedupeOptions>,
  headers: readonly Record<string, string>[],
): number => {
  const { dedupe, executions } = create(options);
  for (const one of headers) void dedupe.execute('s', operationOf(), requestOf({ headers: one }));
  return executions.length;
};

describe('headers', () => {
  const browsers = [{ 'user-agent': 'a', via: 'x' }, { 'user-agent': 'b', via: 'x' }, { 'user-agent': 'a' }];

  test('all of them count unless told otherwise', () => {
    expect(countOf({}, browsers)).toBe(3);
    expect(countOf({ headers: 'none' }, browsers)).toBe(1);
    expect(countOf({ headers: ['User-Agent'] }, browsers)).toBe(2);
  });

  test('that tell who calls, or that a subgraph may be sent, always count', () => {
    const headers = 'none';
    expect(countOf({ headers }, [{ authorization: 'a' }, { authorization: 'b' }, {}])).toBe(3);
    expect(countOf({ headers: ['x'] }, [{ cookie: 'a' }, { cookie: 'b' }])).toBe(2);
    const isForwarded = (name: string): boolean => name === 'via';
    expect(countOf({ headers, isForwarded }, browsers)).toBe(2);
  });

  test('any number of names may be seen', () => {
    const many = Array.from({ length: 2500 }, (_, n) => ({ [`x-${n}`]: '1' }));
    expect(countOf({ headers: 'none' }, many)).toBe(1);
  });
});

test('requests share an execution only if everything that may influence the answer is the same', () => {
  const one = fc.record({
    schemaId: fc.constantFrom('s', 't'),
    operation: fc.record({ hash: fc.constantFrom('h', 'i'), name: fc.constantFrom('A', 'B') }),
    headers: fc.dictionary(fc.constantFrom('a', 'aa'), fc.constantFrom('', 'a', '1:a'), { maxKeys: 2 }),
    variables: fc.dictionary(fc.constantFrom('a', '__proto__'), fc.constantFrom<unknown>(1, '1', null), {
      noNullPrototype: true,
    }),
    explain: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 12 }), (list) => {
      const { dedupe, executions } = create();
      const kinds = new Set(list.map((it) => JSON.stringify([...Object.values(it)])));
      for (const { schemaId, operation, ...request } of list)
        void dedupe.execute(schemaId, operationOf(operation), requestOf(request));
      return executions.length === kinds.size;
    }),
    { numRuns: 500 },
  );
});

test('requests with very much to compare run alone', () => {
  const { dedupe, executions } = create();
  const variables = { text: 'x'.repeat(70_000) };
  for (const _request of [1, 2]) void dedupe.execute('s', operationOf(), requestOf({ variables }));
  expect(executions).toHaveLength(2);
});
