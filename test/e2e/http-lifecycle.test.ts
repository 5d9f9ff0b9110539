import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { buildSchema } from 'graphql';
import { read, shopSchema, startHttp, type RunningHttp } from '../harness/http-server.js';

/** Resolves when a request waits inside the `never` field. */
const waiting = (http: RunningHttp): Promise<void> =>
  new Promise((resolve) => (http.events.onWaiting = resolve));

const codeOf = (answer: { json: { errors?: readonly { extensions: Record<string, unknown> }[] } }): unknown =>
  answer.json.errors?.[0]?.extensions['code'];

const health = async (http: RunningHttp, name: string): Promise<[number, unknown]> => {
  const response = await fetch(`${http.url}/health/${name}`);
  return [response.status, await response.json()];
};

describe('before a supergraph is served', () => {
  test('operations get 503, health says live but not ready; then all is served', async () => {
    await using http = await startHttp({}, { withoutSchema: true });
    const refused = await http.post({ query: '{ hello }' });
    expect([refused.status, codeOf(refused)]).toEqual([503, 'SERVICE_UNAVAILABLE']);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await health(http, 'live')).toEqual([200, { status: 'live' }]);
    expect(await health(http, 'ready')).toEqual([503, { status: 'not ready' }]);
    http.runtime.serve(shopSchema(http.events));
    const ready = async (): Promise<boolean> => (await health(http, 'ready'))[0] === 200;
    while (!(await ready()));
    expect((await http.post({ query: '{ hello }' })).text).toBe('{"data":{"hello":"Hello world"}}');
  });
});

describe('a new schema', () => {
  test('is used from the next request on', async () => {
    await using http = await startHttp();
    http.runtime.serve(buildSchema('type Query { fresh: String }'));
    expect((await http.post({ query: '{ fresh }' })).text).toBe('{"data":{"fresh":null}}');
    expect(codeOf(await http.post({ query: '{ hello }' }))).toBe('GRAPHQL_VALIDATION_FAILED');
  });
});

describe('time', () => {
  test('that runs out gives 504 and aborts the work', async () => {
    await using http = await startHttp({ requestTimeout: 50 });
    const answer = await http.post({ query: '{ never }' });
    expect([answer.status, codeOf(answer)]).toEqual([504, 'GATEWAY_TIMEOUT']);
    expect(http.events.waiting[0]?.aborted).toBe(true);
  });

  test('given to a request is in its context', async () => {
    await using http = await startHttp({ requestTimeout: 5000 });
    await http.post({ query: '{ hello }' });
    const context = http.runtime.requests[0]?.context;
    expect((context?.deadline ?? 0) - (context?.startedAt ?? 0)).toBeCloseTo(5000);
  });
});

describe('a client that goes away', () => {
  test('aborts the work', async () => {
    await using http = await startHttp();
    const started = waiting(http);
    const client = new AbortController();
    const answer = fetch(http.graphql, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ never }"}',
      signal: client.signal,
    });
    await started;
    const signal = http.events.waiting[0];
    const aborted = new Promise((resolve) => signal?.addEventListener('abort', resolve));
    client.abort();
    await expect(answer).rejects.toThrow('abort');
    await aborted;
    expect(signal?.aborted).toBe(true);
  });
});

/** A request on a connection of its own that may be kept open. */
const over = (agent: Agent, url: string, body?: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const request = httpRequest(url, {
      agent,
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'content-type': 'application/json' },
    });
    request.on('response', (response) => {
      response.resume();
      response.on('end', () => resolve(response));
    });
    request.on('error', reject);
    request.end(body);
  });

describe('stop', () => {
  test('waits for what is under way, unready and refusing new operations, then closes all connections', async () => {
    await using http = await startHttp();
    const agent = new Agent({ keepAlive: true });
    let release: (() => void) | undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const execute = http.runtime.execute.bind(http.runtime);
    const started = new Promise<void>((resolve) => {
      http.runtime.execute = async (operation, request) => {
        resolve();
        await held;
        return execute(operation, request);
      };
    });
    const answer = over(agent, http.graphql, '{"query":"{ hello }"}');
    await started;
    const stopped = http.server.stop({ graceMs: 30_000 });
    expect(await health(http, 'live')).toEqual([200, { status: 'live' }]);
    expect(await health(http, 'ready')).toEqual([503, { status: 'not ready' }]);
    const refused = await http.post({ query: '{ hello }' });
    expect([refused.status, codeOf(refused), refused.headers.get('connection')]).toEqual([
      503,
      'SHUTTING_DOWN',
      'close',
    ]);
    release?.();
    const { statusCode, headers } = await answer;
    expect([statusCode, headers.connection]).toEqual([200, 'close']);
    expect(await stopped).toEqual({ cut: 0 });
    expect(http.log.filter(({ level }) => level !== 'info')).toEqual([]);
    expect(http.log.map(({ fields }) => fields?.['code'])).toContain('SHUTTING_DOWN');
    await expect(fetch(`${http.url}/health/live`)).rejects.toThrow('fetch failed');
    agent.destroy();
  });

  test('answers what is left with 503 and counts it', async () => {
    await using http = await startHttp();
    const started = waiting(http);
    const answer = http.post({ query: '{ never }' });
    await started;
    expect(await http.server.stop({ graceMs: 1 })).toEqual({ cut: 1 });
    expect(await answer.then((it) => [it.status, codeOf(it)])).toEqual([503, 'SHUTTING_DOWN']);
    expect(http.log.some(({ fields }) => fields?.['cut'] === 1)).toBe(true);
  });

  test('closes idle connections and may be called twice', async () => {
    const http = await startHttp();
    const agent = new Agent({ keepAlive: true });
    await over(agent, `${http.url}/health/ready`);
    const stops = [http.server.stop({ graceMs: 30_000 }), http.server.stop({ graceMs: 30_000 })];
    expect(await Promise.all(stops)).toEqual([{ cut: 0 }, { cut: 0 }]);
    agent.destroy();
  });
});

describe('paths', () => {
  test('that do not exist get 404 with a code', async () => {
    await using http = await startHttp();
    const answer = await read(await fetch(`${http.url}/nothing`));
    expect([answer.status, codeOf(answer)]).toEqual([404, 'BAD_REQUEST']);
  });
});
