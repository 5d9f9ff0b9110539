import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSubgraphClient } from '../../../src/subgraph/index.js';
import type { SubgraphClient, SubgraphRequest, SubgraphResponse } from '../../../src/subgraph/types.js';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let client: SubgraphClient;
let answer: Answer;
const received: { headers: IncomingMessage['headers']; body: string }[] = [];

const clientFor = (
  options: { timeout?: number; maxResponseSize?: number; path?: string } = {},
): SubgraphClient =>
  createSubgraphClient({
    name: 'shop',
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${options.path ?? '/graphql?x=1'}`,
    timeout: options.timeout ?? 5_000,
    connectTimeout: 1_000,
    maxResponseSize: options.maxResponseSize ?? 1_000_000,
    connections: 4,
    dedupe: false,
  });

const request = (over: Partial<SubgraphRequest> = {}): SubgraphRequest => ({
  body: '{"query":"{a}"}',
  encoding: 'utf8',
  kind: 'query',
  deadline: performance.now() + 10_000,
  signal: undefined,
  headers: {},
  identity: '',
  ...over,
});

const call = async (of: SubgraphClient, what: SubgraphRequest): Promise<SubgraphResponse> =>
  (await of.exchange(what)).read();

const send =
  (status: number, body: string, type = 'application/json'): Answer =>
  (_request, response) =>
    void response.writeHead(status, { 'content-type': type }).end(body);

beforeAll(async () => {
  server = createServer((incoming, response) => {
    let body = '';
    incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
    incoming.on('end', () => {
      received.push({ headers: incoming.headers, body });
      answer(incoming, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  client = clientFor();
});
afterAll(async () => {
  await client.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test('sends the body as JSON with the headers given, and returns what was answered', async () => {
  answer = send(200, '{"data":{"a":1},"extensions":{"x":1}}');
  await expect(call(client, request({ headers: { 'x-request-id': 'r1' } }))).resolves.toEqual({
    data: { a: 1 },
    extensions: { x: 1 },
  });
  const last = received.at(-1);
  expect(last?.body).toBe('{"query":"{a}"}');
  expect(last?.headers).toMatchObject({ 'content-type': 'application/json', 'x-request-id': 'r1' });
});

test('takes a GraphQL body at its word whatever the status', async () => {
  answer = send(400, '{"errors":[{"message":"no"}]}');
  await expect(call(client, request())).resolves.toEqual({ errors: [{ message: 'no' }] });
});

const MALFORMED: readonly [string, string][] = [
  ['HTML', '<html>hello</html>'],
  ['nothing', ''],
  ['half a JSON', '{"data":{"a":'],
  ['a list', '[]'],
  ['a number', '1'],
  ['null', 'null'],
  ['an object that is not a response', '{"a":1}'],
  ['data that is no object', '{"data":5}'],
  ['an empty list of errors alone', '{"errors":[]}'],
];
test.each(MALFORMED)('refuses %s', async (_name, body) => {
  answer = send(200, body);
  await expect(call(client, request())).rejects.toMatchObject({ code: 'SUBREQUEST_MALFORMED_RESPONSE' });
});

test('a failed status without GraphQL is SUBREQUEST_HTTP_ERROR', async () => {
  answer = send(502, '<html>Bad gateway</html>', 'text/html');
  await expect(call(client, request())).rejects.toMatchObject({
    code: 'SUBREQUEST_HTTP_ERROR',
    message: 'Subgraph "shop" answered HTTP 502.',
  });
});

test('follows no redirect', async () => {
  answer = (_request, response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
  await expect(call(client, request())).rejects.toMatchObject({ code: 'SUBREQUEST_HTTP_ERROR' });
});

test('cuts an answer at the size limit, announced or not', async () => {
  const small = clientFor({ maxResponseSize: 1000 });
  answer = send(200, `{"data":{"a":"${'x'.repeat(2000)}"}}`);
  await expect(call(small, request())).rejects.toMatchObject({ code: 'SUBREQUEST_MALFORMED_RESPONSE' });
  let closed = false;
  answer = (incoming, response) => {
    incoming.socket.on('close', () => (closed = true));
    const more = (): void => {
      if (!response.destroyed && response.write('y'.repeat(500))) setImmediate(more);
    };
    response.writeHead(200);
    more();
  };
  await expect(call(small, request())).rejects.toMatchObject({ code: 'SUBREQUEST_MALFORMED_RESPONSE' });
  while (!closed) await new Promise((resolve) => setImmediate(resolve));
  await small.close();
});

test('a million levels of JSON are parsed or refused, never fatal', async () => {
  answer = send(200, `{"data":{"a":${'['.repeat(400_000)}${']'.repeat(400_000)}}}`);
  await expect(call(client, request()).then(() => 'parsed')).resolves.toBe('parsed');
});

test('a subgraph that does not answer is SUBGRAPH_REQUEST_TIMEOUT; so is one that stops half-way', async () => {
  const quick = clientFor({ timeout: 60 });
  answer = () => undefined;
  await expect(call(quick, request())).rejects.toMatchObject({ code: 'SUBGRAPH_REQUEST_TIMEOUT' });
  answer = (_request, response) => void response.writeHead(200).write('{"data":');
  await expect(call(quick, request())).rejects.toMatchObject({ code: 'SUBGRAPH_REQUEST_TIMEOUT' });
  await quick.close();
});

test('a call without time left is not made', async () => {
  const before = received.length;
  await expect(call(client, request({ deadline: performance.now() }))).rejects.toMatchObject({
    code: 'SUBGRAPH_REQUEST_TIMEOUT',
  });
  expect(received).toHaveLength(before);
});

test('an abandoned query is cut', async () => {
  const controller = new AbortController();
  answer = () => controller.abort();
  await expect(call(client, request({ signal: controller.signal }))).rejects.toMatchObject({
    code: 'GATEWAY_TIMEOUT',
  });
});

test('a query abandoned while it waits for a connection is answered too', async () => {
  const controller = new AbortController();
  const pending: ServerResponse[] = [];
  answer = (_request, response) => void pending.push(response);
  const busy = Array.from({ length: 4 }, () => call(client, request()));
  const waiting = call(client, request({ signal: controller.signal }));
  while (pending.length < 4) await new Promise((resolve) => setImmediate(resolve));
  controller.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'GATEWAY_TIMEOUT' });
  answer = send(200, '{"data":{}}');
  for (const response of pending) response.end('{"data":{}}');
  await Promise.all(busy);
});

test('a port where nobody listens is SUBREQUEST_HTTP_ERROR', async () => {
  const nobody = createSubgraphClient({
    name: 'gone',
    url: 'http://127.0.0.1:1/graphql',
    timeout: 1_000,
    connectTimeout: 500,
    maxResponseSize: 1000,
    connections: 1,
    dedupe: false,
  });
  await expect(call(nobody, request())).rejects.toMatchObject({ code: 'SUBREQUEST_HTTP_ERROR' });
  await nobody.close();
});
