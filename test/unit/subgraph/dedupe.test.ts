import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { InFlight, sharingKey } from '../../../src/subgraph/dedupe.js';
import type { Exchange } from '../../../src/subgraph/exchange.js';
import { createSubgraphClient } from '../../../src/subgraph/index.js';
import type { SubgraphClient, SubgraphRequest, SubgraphAnswer } from '../../../src/subgraph/types.js';

interface Held {
  readonly body: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

let server: Server;
let client: SubgraphClient;
/** What the subgraph received and has not answered. */
let held: Held[] = [];
let onHeld: () => void = () => undefined;

const clientFor = (over: { dedupe?: boolean; maxResponseSize?: number } = {}): SubgraphClient =>
  createSubgraphClient({
    name: 'shop',
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    timeout: 20_000,
    connectTimeout: 1_000,
    maxResponseSize: over.maxResponseSize ?? 1_000_000,
    connections: 64,
    dedupe: over.dedupe ?? true,
  });

const request = (over: Partial<SubgraphRequest> = {}): SubgraphRequest => ({
  body: '{"query":"{a}"}',
  encoding: 'utf8',
  kind: 'query',
  deadline: performance.now() + 30_000,
  signal: undefined,
  headers: {},
  identity: '',
  ...over,
});

/** Resolves when the subgraph holds this many requests. */
const holds = async (count: number): Promise<void> => {
  while (held.length < count) await new Promise<void>((resolve) => (onHeld = resolve));
};

const answer = (text: string, status = 200): void => {
  for (const { response } of held.splice(0)) {
    response.writeHead(status, { 'content-type': 'application/json' }).end(text);
  }
};
const destroyHeld = (): void => {
  for (const { request: incoming } of held.splice(0)) incoming.socket.destroy();
};

const outcome = async (call: Promise<SubgraphAnswer>): Promise<unknown> => {
  try {
    return (await call).read().data;
  } catch (error) {
    return (error as { code?: string }).code;
  }
};

beforeAll(async () => {
  server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      held.push({ body: Buffer.concat(chunks).toString(), request: incoming, response });
      onHeld();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  held = [];
  client = clientFor();
});
afterEach(() => client.close());
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe('identical queries in flight', () => {
  test('are answered by one call, each with objects of its own', async () => {
    const calls = [1, 2, 3].map((n) => client.exchange(request({ headers: { 'x-request-id': `r${n}` } })));
    await holds(1);
    answer('{"data":{"a":{"b":1}}}');
    const [first, ...others] = (await Promise.all(calls)).map((answered) => answered.read());
    (first?.data as { a: { b: number } }).a.b = 2;
    expect(others).toEqual([{ data: { a: { b: 1 } } }, { data: { a: { b: 1 } } }]);
    expect(held).toEqual([]);
  });

  test('share what the subgraph answered, failures too', async () => {
    const calls = [1, 2, 3].map(() => outcome(client.exchange(request())));
    await holds(1);
    answer('<html>no</html>', 500);
    expect(await Promise.all(calls)).toEqual(Array(3).fill('SUBREQUEST_HTTP_ERROR'));
    await client.close();
    client = clientFor({ maxResponseSize: 10 });
    const large = [1, 2, 3].map(() => outcome(client.exchange(request())));
    await holds(1);
    answer('{"data":{"a":"more than ten bytes"}}');
    expect(await Promise.all(large)).toEqual(Array(3).fill('SUBREQUEST_MALFORMED_RESPONSE'));
    expect(held).toEqual([]);
  });

  test('are called each for itself when one ended before the next began', async () => {
    for (const n of [1, 2]) {
      const call = client.exchange(request());
      await holds(1);
      answer(`{"data":{"a":${n}}}`);
      expect((await call).read().data).toEqual({ a: n });
    }
  });

  test('are called each for itself when it is off', async () => {
    await client.close();
    client = clientFor({ dedupe: false });
    const calls = [1, 2, 3].map(() => client.exchange(request()));
    await holds(3);
    answer('{"data":{}}');
    await Promise.all(calls);
  });
});

describe('those who share a call do not depend on each other', () => {
  test('the first one goes away: the others are answered by the same call', async () => {
    const gone = new AbortController();
    const leader = outcome(client.exchange(request({ signal: gone.signal })));
    const followers = [1, 2].map(() => outcome(client.exchange(request())));
    await holds(1);
    gone.abort();
    expect(await leader).toBe('GATEWAY_TIMEOUT');
    answer('{"data":{"a":1}}');
    expect(await Promise.all(followers)).toEqual([{ a: 1 }, { a: 1 }]);
    expect(held).toEqual([]);
  });

  test.each(['first', 'last'])('the %s one has little time: only that one runs out of it', async (which) => {
    const hurried = (): SubgraphRequest => request({ deadline: performance.now() + 80 });
    const requests = which === 'first' ? [hurried(), request()] : [request(), hurried()];
    const calls = requests.map((one) => outcome(client.exchange(one)));
    expect(await Promise.race(calls)).toBe('SUBGRAPH_REQUEST_TIMEOUT');
    await holds(1);
    answer('{"data":{"a":1}}');
    expect(new Set(await Promise.all(calls))).toEqual(new Set(['SUBGRAPH_REQUEST_TIMEOUT', { a: 1 }]));
    expect(held).toEqual([]);
  });

  test('all go away: the call is cut, and nobody joins it any more', async () => {
    const gone = new AbortController();
    const calls = [1, 2].map(() => outcome(client.exchange(request({ signal: gone.signal }))));
    await holds(1);
    const [first] = held.splice(0);
    const cut = new Promise((resolve) => first?.request.socket.on('close', resolve));
    gone.abort();
    expect(await Promise.all(calls)).toEqual(['GATEWAY_TIMEOUT', 'GATEWAY_TIMEOUT']);
    await cut;
    const next = outcome(client.exchange(request()));
    await holds(1);
    answer('{"data":{"a":2}}');
    expect(await next).toEqual({ a: 2 });
  });

  test('no answer comes: the first one fails, the others ask once more, together', async () => {
    const calls = [1, 2, 3].map(() => outcome(client.exchange(request())));
    await holds(1);
    destroyHeld();
    await holds(1);
    answer('{"data":{"a":1}}');
    expect(await Promise.all(calls)).toEqual(['SUBREQUEST_HTTP_ERROR', { a: 1 }, { a: 1 }]);
    expect(held).toEqual([]);
  });

  test('no answer comes twice: all have failed after two calls', async () => {
    const calls = [1, 2, 3].map(() => outcome(client.exchange(request())));
    for (const _call of [1, 2]) {
      await holds(1);
      destroyHeld();
    }
    expect(await Promise.all(calls)).toEqual(Array(3).fill('SUBREQUEST_HTTP_ERROR'));
    expect(held).toEqual([]);
  });
});

describe('a mutation', () => {
  test('once ended, is not followed by answers that began before it', async () => {
    const before = client.exchange(request());
    await holds(1);
    const mutation = client.exchange(request({ body: '{"query":"mutation{a}"}', kind: 'mutation' }));
    await holds(2);
    held.pop()?.response.end('{"data":{"a":2}}');
    await mutation;
    const after = client.exchange(request());
    await holds(2);
    held.pop()?.response.end('{"data":{"a":2}}');
    expect((await after).read().data).toEqual({ a: 2 });
    answer('{"data":{"a":1}}');
    expect((await before).read().data).toEqual({ a: 1 });
  });
});

const calls = fc.array(
  fc.record({
    body: fc.constantFrom('{"query":"{a}"}', '{"query":"{b}"}'),
    kind: fc.constantFrom('query' as const, 'query' as const, 'mutation' as const),
    identity: fc.constantFrom('', 'ann'),
    headers: fc.constantFrom<Record<string, string>>({}, { 'accept-language': 'de' }, { 'x-a': 'de' }),
  }),
  { minLength: 1, maxLength: 30 },
);

test('as many calls are made as there are different queries, plus one for each mutation', async () => {
  await fc.assert(
    fc.asyncProperty(calls, async (list) => {
      const sent = list.map((one, n) =>
        client.exchange(request({ ...one, headers: { ...one.headers, 'x-request-id': `r${n}` } })),
      );
      const queries = new Set(list.filter(({ kind }) => kind === 'query').map((one) => JSON.stringify(one)));
      const expected = queries.size + list.filter(({ kind }) => kind === 'mutation').length;
      await holds(expected);
      // Each is told what was sent for it: body, identity as the header it came with.
      for (const { body, request: incoming, response } of held.splice(0)) {
        const { 'accept-language': language = '', 'x-a': a = '' } = incoming.headers;
        response.end(JSON.stringify({ data: { seen: [body, language, a] } }));
      }
      const seen = await Promise.all(sent);
      expect(seen.map((answered) => answered.read().data)).toEqual(
        list.map(({ body, headers }) => ({
          seen: [body, headers['accept-language'] ?? '', headers['x-a'] ?? ''],
        })),
      );
      expect(held).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('the key of two calls is the same only if all that is sent and for whom is', () => {
  const text = fc.constantFrom('', 'a', 'aa', '1', '1:a', '\n', '\n1:a');
  const one = fc.record({ body: text, identity: text, headers: fc.dictionary(text, text, { maxKeys: 2 }) });
  fc.assert(
    fc.property(one, one, (a, b) => {
      const same = JSON.stringify(Object.entries(a)) === JSON.stringify(Object.entries(b));
      return (sharingKey(request(a)) === sharingKey(request(b))) === same;
    }),
    { numRuns: 20_000 },
  );
});

test('what is remembered of calls in flight is bounded', () => {
  const inFlight = new InFlight();
  const exchange = (key: string): Exchange => ({ key }) as Exchange;
  const large = 'x'.repeat(20 * 1024 * 1024);
  const first = exchange(large);
  inFlight.add(large, first);
  inFlight.add(`${large}2`, exchange(`${large}2`));
  expect([inFlight.size, inFlight.find(`${large}2`)]).toEqual([1, undefined]);
  inFlight.remove(first);
  inFlight.add(`${large}2`, exchange(`${large}2`));
  expect(inFlight.size).toBe(1);
});
