import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { read, startHttp, type HttpAnswer, type RunningHttp } from '../harness/http-server.js';

const MEGABYTE = 1_048_576;

let http: RunningHttp;
beforeAll(async () => {
  http = await startHttp({ playground: 'graphiql' });
});
afterEach(async () => {
  expect((await http.post({ query: '{ hello }' })).text).toBe('{"data":{"hello":"Hello world"}}');
  expect(Object.keys(Object.prototype)).toEqual([]);
});
afterAll(() => http.close());

const codeOf = (answer: HttpAnswer): unknown => answer.json.errors?.[0]?.extensions['code'];

/** Sends bytes as they are and returns everything that comes back until the server closes. */
const raw = (text: string): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(http.port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
    socket.on('error', () => resolve(answer));
    socket.on('close', () => resolve(answer));
  });

const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);

describe('large bodies', () => {
  test('with their length in the header are refused unread', async () => {
    const answer = await raw(
      `POST /graphql HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${10 * MEGABYTE}\r\n\r\n`,
    );
    expect(statusOf(answer)).toBe(413);
    expect(answer).toContain('PAYLOAD_TOO_LARGE');
  });

  test('of 10 MB are refused when sent whole', async () => {
    const answer = await http.post(`{"query":"${'x'.repeat(10 * MEGABYTE)}"}`);
    expect([answer.status, codeOf(answer)]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  });

  test('in chunks without a length are refused', async () => {
    const chunk = new Uint8Array(MEGABYTE / 4).fill(0x20);
    let left = 40;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => (left-- > 0 ? controller.enqueue(chunk) : controller.close()),
    });
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body, duplex: 'half' };
    const answer = await read(await fetch(http.graphql, init as RequestInit));
    expect([answer.status, codeOf(answer)]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  });

  test('that grow out of a small archive are refused', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * MEGABYTE, 0x20));
    expect(bomb.length).toBeLessThan(MEGABYTE);
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const answer = await read(
      await fetch(http.graphql, { method: 'POST', headers, body: new Uint8Array(bomb) }),
    );
    expect([answer.status, codeOf(answer)]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  });
});

describe('strange JSON', () => {
  const query = 'query ($f: Filter) { products(filter: $f) { name } }';

  test.each([
    [
      'variables',
      `{"query":${JSON.stringify(query)},"variables":{"f":${'{"and":'.repeat(100_000)}{}${'}'.repeat(100_000)}}}`,
    ],
    ['arrays', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['an unfinished text', '{"a":'.repeat(100_000)],
  ])('%s nested 100 000 deep is refused', async (_what, body) => {
    const answer = await http.post(body);
    expect([answer.status, codeOf(answer)]).toEqual([400, 'BAD_REQUEST']);
  });

  test('brackets inside strings do not count as nesting', async () => {
    const name = `${'[{'.repeat(1000)}\\"`;
    const answer = await http.post({
      query: 'query ($n: String) { hello(name: $n) }',
      variables: { n: name },
    });
    expect(answer.json.data).toEqual({ hello: `Hello ${name}` });
  });

  test('__proto__ is only a name', async () => {
    const bodies = [
      '{"__proto__":{"query":"{ hello }"}}',
      '{"query":"{ hello }","__proto__":{"polluted":1}}',
      '{"query":"query ($f: Filter) { products(filter: $f) { name } }","variables":{"f":{"__proto__":{"name":"x"}}}}',
      '{"query":"{ hello }","variables":{"__proto__":{"polluted":1},"constructor":1}}',
      '{"query":"{ __proto__: hello constructor: hello then: hello toJSON: hello }"}',
    ];
    const answers = await Promise.all(bodies.map((body) => http.post(body)));
    expect(answers.map(({ status }) => status)).toEqual([400, 200, 200, 200, 200]);
    expect(codeOf(answers[2] as HttpAnswer)).toBe('BAD_USER_INPUT');
    expect(answers[4]?.text).toContain('"__proto__":"Hello world"');
  });

  test('10 000 keys that look like numbers are read', async () => {
    const keys = Array.from({ length: 10_000 }, (_, index) => `"${index * 4096}":1`).join(',');
    const answer = await http.post(`{"query":"{ hello }","variables":{${keys}}}`);
    expect(answer.status).toBe(200);
  });
});

describe('strange requests', () => {
  test.each([
    ['absolute form without a host', 'GET http:// HTTP/1.1\r\nHost: x\r\n'],
    ['absolute form', 'GET http://evil.example/nothing HTTP/1.1\r\nHost: x\r\n'],
    ['two slashes', 'GET // HTTP/1.1\r\nHost: x\r\n'],
    ['an asterisk', 'OPTIONS * HTTP/1.1\r\nHost: x\r\n'],
    ['a broken percent sign', 'GET /%zz HTTP/1.1\r\nHost: x\r\n'],
    ['a path that climbs', 'GET /playground/assets/..%2f..%2findex.html HTTP/1.1\r\nHost: x\r\n'],
    ['an object method as file', 'GET /playground/assets/constructor HTTP/1.1\r\nHost: x\r\n'],
    ['no host', 'GET /graphql HTTP/1.1\r\n'],
    [
      'two hosts',
      'GET /graphql?query=%7Bhello%7D HTTP/1.1\r\nHost: x\r\nhOsT: y\r\nApollo-Require-Preflight: 1\r\n',
    ],
    ['a header __proto__', 'GET /graphql HTTP/1.1\r\nHost: x\r\n__proto__: polluted\r\n'],
    ['CONNECT', 'CONNECT evil.example:443 HTTP/1.1\r\nHost: x\r\n'],
    ['an expectation and no body', 'POST /graphql HTTP/1.1\r\nHost: x\r\nExpect: the-moon\r\n'],
    ['the start of HTTP/2', 'PRI * HTTP/2.0\r\n'],
    ['an upgrade to WebSocket', 'GET /graphql HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n'],
    ['the start of TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    ['a negative length', 'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n'],
    [
      'a chunk extension of 70 KB',
      `POST /graphql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1;${'a'.repeat(70_000)}\r\n{\r\n`,
    ],
    ['a query of 10 KB', `GET /graphql?query=${'%7Ba'.repeat(2600)} HTTP/1.1\r\nHost: x\r\n`],
    ['a query of 7 KB of braces', `GET /graphql?query=${'%7Ba'.repeat(1700)} HTTP/1.1\r\nHost: x\r\n`],
    ['an unknown method', 'BREW /graphql HTTP/1.1\r\nHost: x\r\n'],
    ['a space before the colon', 'GET /graphql HTTP/1.1\r\nHost: x\r\nA : b\r\n'],
    ['two lengths', 'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n'],
    [
      'a length and chunks',
      'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n',
    ],
    ['32 KB of headers', `GET /graphql HTTP/1.1\r\nHost: x\r\nA: ${'x'.repeat(32_768)}\r\n`],
    [
      '150 headers',
      `GET /graphql HTTP/1.1\r\nHost: x\r\n${Array.from({ length: 150 }, (_, n) => `h${n}: 1\r\n`).join('')}`,
    ],
  ])('with %s get 4xx with a code', async (_what, head) => {
    const answer = await raw(`${head}Connection: close\r\n\r\n`);
    expect(statusOf(answer)).toBeGreaterThanOrEqual(400);
    expect(statusOf(answer)).toBeLessThan(500);
    expect(answer).toMatch(/"code":"[A-Z_]+"/);
    expect(answer).not.toMatch(/node_modules|\.js:|\.ts:/);
  });

  test('a header __proto__ reaches nobody', async () => {
    const body = '{"query":"{ hello }"}';
    const head = `POST /graphql HTTP/1.1\r\nHost: x\r\n__proto__: polluted\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`;
    expect(statusOf(await raw(head + body))).toBe(200);
  });

  test('many in one packet are all answered, in order', async () => {
    const ask = (alias: string): string =>
      `GET /graphql?query=%7B${alias}:hello%7D HTTP/1.1\r\nHost: x\r\nApollo-Require-Preflight: 1\r\n`;
    const packet = Array.from({ length: 499 }, (_, n) => `${ask(`a${n}`)}\r\n`).join('');
    const answer = await raw(`${packet}${ask('a499')}Connection: close\r\n\r\n`);
    const aliases = [...answer.matchAll(/\{"data":\{"(a\d+)":"Hello world"\}\}/g)].map((match) => match[1]);
    expect(aliases).toEqual(Array.from({ length: 500 }, (_, n) => `a${n}`));
  });

  test('a connection that ends in the middle of its body leaves the server as it was', async () => {
    const socket = connect(http.port, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write(
      'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"query"',
      () => socket.destroy(),
    );
    await closed;
  });
});
