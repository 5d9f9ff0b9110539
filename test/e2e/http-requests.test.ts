import { createHash } from 'node:crypto';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { read, startHttp, type RunningHttp } from '../harness/http-server.js';

const HELLO = '{ hello }';
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const codeOf = (answer: { json: { errors?: readonly { extensions: Record<string, unknown> }[] } }): unknown =>
  answer.json.errors?.[0]?.extensions['code'];

let http: RunningHttp;
beforeAll(async () => {
  http = await startHttp({ explain: true });
});
afterAll(() => http.close());

const get = async (search: string, headers: Record<string, string> = {}) =>
  read(
    await fetch(`${http.graphql}?${search}`, { headers: { 'apollo-require-preflight': '1', ...headers } }),
  );

describe('answers', () => {
  test('hold the bytes that the runtime wrote, and nothing after them', async () => {
    const answer = await http.post({ query: HELLO });
    expect(answer).toMatchObject({ status: 200, text: '{"data":{"hello":"Hello world"}}' });
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('vary')).toContain('Accept');
  });

  test('put errors before data and keep the path', async () => {
    const answer = await http.post({ query: '{ hello denied }' });
    expect(answer.status).toBe(200);
    expect(answer.text).toMatch(/^\{"errors":\[.*\],"data":\{"hello":"Hello world","denied":null\}\}$/);
    expect(answer.json.errors?.[0]).toMatchObject({ path: ['denied'], extensions: { code: 'FORBIDDEN' } });
  });

  test('name the request only in internal errors', async () => {
    const answer = await http.post({ query: '{ broken denied }' }, { 'x-request-id': 'r-1' });
    expect(answer.json.errors?.map(({ extensions }) => extensions['requestId'])).toEqual(['r-1', undefined]);
    expect(answer.text).not.toContain('stack');
  });

  test('are parsed and validated once, by the runtime alone', async () => {
    const parsed: string[] = [];
    const plugin = {
      requestDidStart: async () => ({
        parsingDidStart: async ({ source }: { source: string }) => void parsed.push(source),
      }),
    };
    await using watched = await startHttp({}, { plugins: [plugin] });
    expect((await watched.post({ query: '{ once: hello }' })).status).toBe(200);
    expect(watched.runtime.prepared).toBe(1);
    expect(parsed).toEqual([]);
  });

  test('explain the plan when asked and allowed', async () => {
    const answer = await http.post({ query: HELLO }, { 'spork-explain': 'plan' });
    expect(answer.text).toBe(
      '{"data":{"hello":"Hello world"},"extensions":{"plan":"QueryPlan { Fetch(service: \\"shop\\") }"}}',
    );
    await using closed = await startHttp({ explain: false });
    expect(
      (await closed.post({ query: HELLO }, { 'spork-explain': 'plan' })).json.extensions,
    ).toBeUndefined();
  });

  test.each(['br', 'gzip'])('of 1 KB and more are compressed with %s', async (encoding) => {
    const query = '{ products(count: 200) { name price } }';
    const large = await http.post({ query }, { 'accept-encoding': encoding });
    expect(large.headers.get('content-encoding')).toBe(encoding);
    expect(large.json.data?.['products']).toHaveLength(200);
    const small = await http.post({ query: HELLO }, { 'accept-encoding': encoding });
    expect(small.headers.get('content-encoding')).toBeNull();
  });
});

describe('request ids', () => {
  test('are taken from the client when they are plain', async () => {
    const answer = await http.post({ query: HELLO }, { 'x-request-id': 'client-1.2_3' });
    expect(answer.headers.get('x-request-id')).toBe('client-1.2_3');
    expect(http.runtime.requests.at(-1)?.context.requestId).toBe('client-1.2_3');
  });

  test.each(['a b', 'x'.repeat(129), '<script>', '${jndi:x}'])(
    'are replaced when they are %p',
    async (id) => {
      const answer = await http.post({ query: HELLO }, { 'x-request-id': id });
      expect(answer.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
    },
  );
});

describe('request bodies', () => {
  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const)('may be sent as %s', async (encoding, compress) => {
    const response = await fetch(http.graphql, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': encoding },
      body: new Uint8Array(compress(JSON.stringify({ query: HELLO }))),
    });
    expect((await read(response)).text).toBe('{"data":{"hello":"Hello world"}}');
  });

  test.each<[string, number, Record<string, string>, string]>([
    ['an unknown encoding', 415, { 'content-encoding': 'zstd' }, '{}'],
    ['a chain of encodings', 415, { 'content-encoding': 'gzip, gzip' }, '{}'],
    ['a broken archive', 400, { 'content-encoding': 'gzip' }, 'not gzip'],
    ['another charset', 415, { 'content-type': 'application/json; charset=utf-16' }, '{}'],
    ['another type', 415, { 'content-type': 'application/xml' }, '<a/>'],
    ['a malformed type', 415, { 'content-type': 'json' }, '{}'],
    ['no JSON', 400, {}, '{"query":'],
    ['an empty body', 400, {}, ''],
    ['JSON null', 400, {}, 'null'],
    ['a JSON string', 400, {}, '"{ hello }"'],
    ['no query', 400, {}, '{"variables":{}}'],
    ['an empty query', 400, {}, '{"query":""}'],
  ])('with %s are refused with %i', async (_what, status, headers, body) => {
    const answer = await http.post(body, headers);
    expect(answer.status).toBe(status);
    expect(codeOf(answer)).toBe('BAD_REQUEST');
  });

  test('in UTF-8 that is broken are refused', async () => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(http.graphql, {
      method: 'POST',
      headers,
      body: new Uint8Array([0x7b, 0xff, 0x7d]),
    });
    expect(response.status).toBe(400);
  });
});

describe('methods and types', () => {
  test.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'])(
    '%s is answered with 405 and the methods that are allowed',
    async (method) => {
      const response = await fetch(http.graphql, { method, headers: { 'apollo-require-preflight': '1' } });
      expect(response.status).toBe(405);
      expect(response.headers.get('allow')).toBe('GET, POST');
    },
  );

  test.each(['text/plain', 'image/*', 'application/json;q=0', 'multipart/mixed;deferSpec=20220824'])(
    'Accept %s is answered with 406 before anything runs',
    async (accept) => {
      const before = http.runtime.requests.length;
      const answer = await http.post({ query: 'mutation { rename(name: "x") }' }, { accept });
      expect(answer.status).toBe(406);
      expect(http.runtime.requests).toHaveLength(before);
    },
  );

  test('the preferred type is chosen by quality', async () => {
    const accept = 'application/json;q=0.4, application/graphql-response+json;q=0.9';
    expect((await http.post({ query: HELLO }, { accept })).headers.get('content-type')).toBe(
      'application/graphql-response+json; charset=utf-8',
    );
  });

  test.each([
    ['{', 'GRAPHQL_PARSE_FAILED'],
    ['{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['query A { hello } query B { hello }', 'OPERATION_RESOLUTION_FAILURE'],
    ['query ($c: Int!) { products(count: $c) { name } }', 'BAD_USER_INPUT'],
  ])('%s is 200 as application/json and 400 as application/graphql-response+json', async (query, code) => {
    const legacy = await http.post({ query }, { accept: 'application/json' });
    const modern = await http.post({ query }, { accept: 'application/graphql-response+json' });
    expect([legacy.status, modern.status]).toEqual([200, 400]);
    expect([codeOf(legacy), codeOf(modern)]).toEqual([code, code]);
    expect(modern.json).not.toHaveProperty('data');
  });

  test('what the scan refuses keeps its status and never reaches Apollo Server', async () => {
    const answer = await http.post({ query: `{ hello # ${'x'.repeat(http.runtime.maxLength)}\n}` });
    expect([answer.status, codeOf(answer)]).toEqual([400, 'MAX_TOKENS_LIMIT']);
  });

  test('subscriptions are refused, by POST, GET and in a batch, and it is said what to do', async () => {
    const query = 'subscription { ticks }';
    await using batching = await startHttp({ batching: { enabled: true, maxSize: 2 } });
    const [inBatch] = (await batching.post([{ query }])).json as unknown as [typeof posted.json];
    const posted = await http.post({ query });
    const gotten = await get(`query=${encodeURIComponent(query)}`);
    expect([posted.status, gotten.status]).toEqual([400, 400]);
    const message = expect.stringMatching(/^Subscriptions are not available .* Ask with a query/) as string;
    const refused = { errors: [expect.objectContaining({ message, extensions: { code: 'BAD_REQUEST' } })] };
    expect([posted.json, gotten.json, inBatch]).toEqual([refused, refused, refused]);
  });
});

describe('GET', () => {
  test('runs queries with variables', async () => {
    const query = encodeURIComponent('query Q($n: String) { hello(name: $n) }');
    const variables = encodeURIComponent('{"n":"Ann + Bö & Co"}');
    const answer = await get(`query=${query}&variables=${variables}&operationName=Q&other=1`);
    expect(answer.text).toBe('{"data":{"hello":"Hello Ann + Bö & Co"}}');
  });

  test('does not run mutations', async () => {
    const before = http.runtime.requests.length;
    const answer = await get(`query=${encodeURIComponent('mutation { rename(name: "x") }')}`);
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
    expect(http.runtime.requests).toHaveLength(before);
  });

  test.each([
    ['query=%7Bhello%7D&query=%7Bhello%7D', 400],
    ['query=%7Bhello%7D&variables=nope', 400],
    ['query=%7Bhello%7D&variables=%5B%5D', 400],
    ['query=%7Bhello%7D&extensions=1', 400],
    ['variables=%7B%7D', 400],
    [`query=${'x'.repeat(9000)}`, 414],
  ])('with %.40s is refused', async (search, status) => {
    const answer = await get(search);
    expect([answer.status, codeOf(answer)]).toEqual([status, 'BAD_REQUEST']);
  });

  test('with a type other than application/json is refused', async () => {
    expect((await get('query=%7Bhello%7D', { 'content-type': 'text/plain' })).status).toBe(415);
  });
});

describe('cross-site requests', () => {
  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain; a=1',
  ])('POST as %s is refused', async (type) => {
    const answer = await http.post({ query: HELLO }, { 'content-type': type });
    expect([answer.status, codeOf(answer)]).toEqual([400, 'CSRF_PREVENTION_FAILED']);
  });

  test('GET needs a header that forms cannot send', async () => {
    const url = `${http.graphql}?query=%7Bhello%7D`;
    expect(codeOf(await read(await fetch(url)))).toBe('CSRF_PREVENTION_FAILED');
    for (const header of ['Apollo-Require-Preflight', 'X-Apollo-Operation-Name']) {
      expect((await fetch(url, { headers: { [header]: 'x' } })).status).toBe(200);
      expect((await fetch(url, { headers: { [header]: '' } })).status).toBe(400);
    }
  });

  test('CORS answers the origins that are listed', async () => {
    await using open = await startHttp({ cors: { origins: ['https://shop.example'], credentials: true } });
    const preflight = (origin: string) =>
      fetch(open.graphql, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type',
        },
      });
    const allowed = await preflight('https://shop.example');
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://shop.example');
    expect(allowed.headers.get('access-control-allow-credentials')).toBe('true');
    const refused = await preflight('https://evil.example');
    expect(refused.headers.get('access-control-allow-origin')).toBeNull();
    const answer = await open.post({ query: HELLO }, { origin: 'https://shop.example' });
    expect(answer.headers.get('vary')).toMatch(/Origin.*Accept/);
  });

  test('credentials for every origin are refused at the start', async () => {
    await expect(startHttp({ cors: { origins: ['*'], credentials: true } })).rejects.toThrow('credentials');
  });
});

describe('automatic persisted queries', () => {
  const extensions = (query: string) => ({ persistedQuery: { version: 1, sha256Hash: sha256(query) } });

  test('register and then run by hash, by POST and GET', async () => {
    const query = '{ apq: hello }';
    expect(codeOf(await http.post({ extensions: extensions(query) }))).toBe('PERSISTED_QUERY_NOT_FOUND');
    expect((await http.post({ query, extensions: extensions(query) })).text).toContain('Hello');
    expect((await http.post({ extensions: extensions(query) })).text).toBe('{"data":{"apq":"Hello world"}}');
    const answer = await get(`extensions=${encodeURIComponent(JSON.stringify(extensions(query)))}`);
    expect(answer.text).toBe('{"data":{"apq":"Hello world"}}');
  });

  test('another text under a hash is refused and not registered', async () => {
    const answer = await http.post({ query: HELLO, extensions: extensions('{ other }') });
    expect([answer.status, codeOf(answer)]).toEqual([400, 'PERSISTED_QUERY_HASH_MISMATCH']);
    expect(codeOf(await http.post({ extensions: extensions('{ other }') }))).toBe(
      'PERSISTED_QUERY_NOT_FOUND',
    );
  });

  test('an invalid document is not registered', async () => {
    await http.post({ query: '{ invalid }', extensions: extensions('{ invalid }') });
    expect(codeOf(await http.post({ extensions: extensions('{ invalid }') }))).toBe(
      'PERSISTED_QUERY_NOT_FOUND',
    );
  });

  test('a document above 64 KB runs but is not registered', async () => {
    const query = `{ hello } # ${'x'.repeat(66_000)}`;
    expect((await http.post({ query, extensions: extensions(query) })).json.data).toEqual({
      hello: 'Hello world',
    });
    expect(codeOf(await http.post({ extensions: extensions(query) }))).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  test.each([{ version: 2, sha256Hash: 'x' }, { version: 1 }, { version: 1, sha256Hash: 5 }, 'x', []])(
    'a malformed extension %j is refused',
    async (persistedQuery) => {
      expect((await http.post({ extensions: { persistedQuery } })).status).toBe(400);
    },
  );

  test('only so many are kept, and none when they are off', async () => {
    await using small = await startHttp({ apq: { enabled: true, maxEntries: 2 } });
    const queries = ['{ a: hello }', '{ b: hello }', '{ c: hello }'];
    for (const query of queries) await small.post({ query, extensions: extensions(query) });
    const codes = await Promise.all(
      queries.map(async (query) => codeOf(await small.post({ extensions: extensions(query) }))),
    );
    expect(codes).toEqual(['PERSISTED_QUERY_NOT_FOUND', undefined, undefined]);
    await using off = await startHttp({ apq: { enabled: false, maxEntries: 2 } });
    expect(codeOf(await off.post({ query: HELLO, extensions: extensions(HELLO) }))).toBe(
      'PERSISTED_QUERY_NOT_SUPPORTED',
    );
  });
});

describe('batches', () => {
  test('are refused by default', async () => {
    const answer = await http.post([{ query: HELLO }]);
    expect([answer.status, codeOf(answer)]).toEqual([400, 'BATCHING_NOT_ENABLED']);
  });

  test('keep their order, and one bad entry spoils no other', async () => {
    await using batching = await startHttp({ batching: { enabled: true, maxSize: 4 } });
    const answer = await batching.post([
      { query: '{ a: hello }' },
      { query: '{ nope }' },
      5,
      { query: '{ b: hello }' },
    ]);
    expect(answer.status).toBe(200);
    const entries: unknown = JSON.parse(answer.text);
    expect(entries).toMatchObject([
      { data: { a: 'Hello world' } },
      { errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] },
      { errors: [{ extensions: { code: 'BAD_REQUEST' } }] },
      { data: { b: 'Hello world' } },
    ]);
    const tooMany = await batching.post(Array.from({ length: 5 }, () => ({ query: HELLO })));
    expect([tooMany.status, codeOf(tooMany)]).toEqual([400, 'BATCH_LIMIT_EXCEEDED']);
    expect((await batching.post([])).status).toBe(400);
  });
});

describe('Apollo Server plugins', () => {
  test('see the operation and may change headers and data', async () => {
    const seen: (string | null | undefined)[] = [];
    const plugin = {
      requestDidStart: async () => ({
        didResolveOperation: async ({ operationName }: { operationName: string | null }) =>
          void seen.push(operationName),
        willSendResponse: async ({
          response,
        }: {
          response: { http: { headers: Map<string, string> }; body: unknown };
        }) => {
          response.http.headers.set('x-plugin', 'yes');
          Object.assign(response.body ?? {}, { singleResult: { data: { changed: true } } });
        },
      }),
    };
    await using withPlugin = await startHttp({}, { plugins: [plugin] });
    const answer = await withPlugin.post({ query: 'query Named { hello }' });
    expect(seen).toEqual(['Named']);
    expect(answer.headers.get('x-plugin')).toBe('yes');
    expect(answer.json).toEqual({ data: { changed: true } });
  });

  test('that fail do not show why', async () => {
    const plugin = {
      requestDidStart: async () => ({
        didResolveOperation: async () => {
          throw new Error('secret at 10.0.0.1');
        },
      }),
    };
    await using withPlugin = await startHttp({}, { plugins: [plugin] });
    const answer = await withPlugin.post({ query: HELLO });
    expect([answer.status, codeOf(answer)]).toEqual([500, 'INTERNAL_SERVER_ERROR']);
    expect(answer.text).not.toContain('secret');
    expect([withPlugin.runtime.prepared, withPlugin.runtime.held]).toEqual([1, 0]);
  });
});
