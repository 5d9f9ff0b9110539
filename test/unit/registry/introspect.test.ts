import type { RequestListener } from 'node:http';
import { introspectSubgraph, probeSubgraphs } from '../../../src/registry/index.js';
import { readBody, serve, serveSdl } from './support.js';

test('asks by POST with the headers given', async () => {
  const seen: unknown[] = [];
  await using server = await serve(async (request, response) => {
    seen.push(request.method, request.headers['x-key'], JSON.parse(await readBody(request)));
    response.end('{"data":{"_service":{"sdl":"type Query { a: Int }"}}}');
  });
  await expect(introspectSubgraph('a', server.url, { headers: { 'x-key': 'k' } })).resolves.toBe(
    'type Query { a: Int }',
  );
  expect(seen).toEqual(['POST', 'k', { query: '{ _service { sdl } }' }]);
});

const answer =
  (text: string, status = 200): RequestListener =>
  (_request, response) => {
    response.statusCode = status;
    response.end(text);
  };

test.each<[string, RequestListener, RegExp]>([
  ['HTML', answer('<html>', 404), /answered with HTML \(HTTP status 404\)/],
  ['no JSON', answer('hello'), /not a JSON object/],
  [
    'no federation',
    answer('{"errors":[{"message":"Cannot query field \\"_service\\""}]}'),
    /without `_service`/,
  ],
  [
    'another error',
    answer('{"errors":[{"message":"no token"}]}', 401),
    /did not give its SDL \(HTTP status 401\): no token/,
  ],
  ['too large', answer(' '.repeat(5000)), /larger than 1000 bytes/],
  ['silence', () => undefined, /did not answer within 300 ms/],
  ['cut off', (request) => request.socket.destroy(), /closed the connection/],
])('says what is wrong: %s', async (_name, listener, message) => {
  await using server = await serve(listener);
  const asked = introspectSubgraph('reviews', server.url, { maxSize: 1000, timeout: 300 });
  await expect(asked).rejects.toThrow(message);
  await expect(asked).rejects.toThrow(`Subgraph reviews could not be introspected at ${server.url}: `);
});

test('says that nothing listens, and probes name what is down without sending a request', async () => {
  let requests = 0;
  await using up = await serve(() => requests++);
  const down = await serveSdl(() => '');
  await down.close();
  await expect(introspectSubgraph('a', down.url)).rejects.toThrow(/connection refused/);
  const subgraphs = [
    { name: 'up', url: up.url },
    { name: 'down', url: down.url },
    { name: 'nowhere', url: '' },
  ];
  await expect(probeSubgraphs(subgraphs)).resolves.toEqual(['down', 'nowhere']);
  expect(requests).toBe(0);
});
