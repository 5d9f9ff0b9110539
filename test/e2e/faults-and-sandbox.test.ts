import { postGraphql, startSporkOver, type SporkOver, type SporkProcess } from '../harness/index.js';

const SANDBOX = 'https://studio.apollographql.com';
const CONFIG = `
server: { cors: { origins: [https://app.example.org] } }
telemetry: { logs: { format: json } }
plugins: [./faulty.mjs]
`;
const PLUGIN = `export const plugin = {
  name: 'faulty',
  onExecute() { throw new TypeError('boom at db.internal'); },
};`;

const start = (command: 'dev' | 'serve'): Promise<SporkOver<readonly unknown[]>> =>
  startSporkOver({
    command,
    subgraphs: [{ name: 'hello', typeDefs: 'type Query { hello: String }' }],
    files: { 'gateway.yaml': CONFIG, 'faulty.mjs': PLUGIN },
  });

/** What a browser page of `origin` may do: the origins that a preflight and an answer allow. */
const allowed = async (spork: SporkProcess, origin: string): Promise<(string | null)[]> => {
  const headers = { origin, 'content-type': 'application/json' };
  const preflight = await fetch(spork.url, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'POST' },
  });
  const answer = await fetch(spork.url, { method: 'POST', headers, body: '{"query":"{ hello }"}' });
  return [preflight, answer].map((response) => response.headers.get('access-control-allow-origin'));
};

test('a fault of a plugin is masked for the client, and in the log with its name, message and stack', async () => {
  await using started = await start('serve');
  const { spork } = started;
  const { text, json } = await postGraphql(spork.url, { query: '{ hello }' });
  expect(json.errors?.[0]?.extensions?.code).toBe('INTERNAL_SERVER_ERROR');
  expect(text).not.toMatch(/boom|TypeError|faulty/);
  const line = await spork.waitForLine(/.*request failed.*/);
  expect(JSON.parse(line[0])).toMatchObject({
    requestId: json.errors?.[0]?.extensions?.['requestId'] ?? expect.any(String),
    error: {
      name: 'TypeError',
      message: 'boom at db.internal',
      stack: expect.stringMatching(/TypeError: boom at db\.internal\n +at .*faulty\.mjs:3/),
    },
  });
});

test('the page of the Apollo Sandbox may call a gateway in development, and none in production', async () => {
  await using dev = await start('dev');
  expect(await allowed(dev.spork, SANDBOX)).toEqual([SANDBOX, SANDBOX]);
  expect(await allowed(dev.spork, 'https://app.example.org')).toEqual(
    Array(2).fill('https://app.example.org'),
  );
  expect(await allowed(dev.spork, 'https://evil.example.org')).toEqual([null, null]);
  await using serve = await start('serve');
  expect(await allowed(serve.spork, SANDBOX)).toEqual([null, null]);
  expect(await allowed(serve.spork, 'https://app.example.org')).toEqual(
    Array(2).fill('https://app.example.org'),
  );
});
