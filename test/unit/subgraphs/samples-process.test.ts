import { createServer } from 'node:net';
import { request } from 'undici';
import { freePort, startNode } from '../../harness/index.js';

const SCRIPT = 'subgraphs/start.mjs';

describe('node subgraphs/start.mjs', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    'prints a line per sample and ends with 0 on %s',
    async (signal) => {
      const port = await freePort();
      await using samples = startNode([SCRIPT, '--base-port', String(port), 'accounts']);
      const [line] = await samples.waitForLine(/^accounts .*/);
      expect(line).toBe(`accounts  http://127.0.0.1:${port}/graphql`);
      expect(await samples.stop(signal)).toBe(0);
      expect(samples.stderr).toBe('');
      expect(samples.stdout).toBe(`${line}\n`);
    },
  );

  test('says in one sentence that a port is in use and ends with 4', async () => {
    const holder = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => holder.listen(port, '127.0.0.1', resolve));
    try {
      await using samples = startNode([SCRIPT, '--base-port', String(port), 'accounts']);
      expect(await samples.exited).toBe(4);
      expect(samples.stderr).toMatch(new RegExp(`^Port ${port} on 127.0.0.1, .* already in use\\.\\n$`));
      expect(samples.stdout).toBe('');
    } finally {
      holder.close();
    }
  });

  test.each([
    [['basket'], 'There is no sample basket; there are accounts, products, reviews, inventory, orders.'],
    [['--base-port', '70000'], '--base-port is a whole number from 1 to 65531, not 70000.'],
    [['--colour'], "Unknown option '--colour'"],
  ])('refuses %j and ends with 2', async (args, sentence) => {
    await using samples = startNode([SCRIPT, ...args]);
    expect(await samples.exited).toBe(2);
    expect(samples.stderr).toContain(sentence);
    expect(samples.stderr).toContain('Usage: node subgraphs/start.mjs');
  });
});

describe('the orders service', () => {
  async function call(method: 'GET' | 'POST' | 'DELETE' | 'PUT', url: string, body?: string) {
    const response = await request(url, { method, body: body ?? null, reset: true });
    const text = await response.body.text();
    return {
      status: response.statusCode,
      headers: response.headers,
      json: text === '' ? undefined : (JSON.parse(text) as unknown),
    };
  }

  test('lists, creates, gives and deletes orders, and refuses what is wrong', async () => {
    const port = await freePort();
    await using samples = startNode([SCRIPT, '--base-port', String(Math.max(1, port - 4)), 'orders']);
    const origin = (await samples.waitForLine(/^orders +(\S+)/))[1] ?? '';
    expect((await call('GET', `${origin}/orders?userId=2`)).json).toEqual([
      { id: '3', userId: '2', upc: '6', quantity: 1, status: 'open' },
    ]);
    const created = await call('POST', `${origin}/orders`, '{"userId":"1","upc":"2","quantity":3}');
    expect([created.status, created.headers['location']]).toEqual([201, '/orders/4']);
    expect((await call('GET', `${origin}/orders/4`)).json).toEqual(created.json);
    expect((await call('DELETE', `${origin}/orders/4`)).status).toBe(204);
    expect((await call('GET', `${origin}/orders/4`)).status).toBe(404);
    expect((await call('POST', `${origin}/orders`, '{"userId":"1","upc":"2","quantity":0}')).status).toBe(
      422,
    );
    expect((await call('POST', `${origin}/orders`, 'null')).status).toBe(422);
    expect((await call('POST', `${origin}/orders`, '{')).status).toBe(400);
    expect((await call('GET', `${origin}/orders/%E0`)).status).toBe(400);
    const put = await call('PUT', `${origin}/orders`);
    expect([put.status, put.headers['allow']]).toEqual([405, 'GET, POST']);
  });
});
