import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MessageReader } from '../../../bench/lib/http-message.mjs';
import { generateLoad } from '../../../bench/load/generator.mjs';
import { startReplay } from '../../../bench/subgraphs/replay.mjs';

const job = (port: number, bodies: readonly string[]) => ({
  port,
  path: '/graphql',
  connections: 3,
  bodies,
  once: true,
  warmUpMs: 0,
  countedMs: 60_000,
  pids: { gateway: process.pid },
});

describe('reading HTTP messages', () => {
  const LENGTH = 'HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world';
  const CHUNKED =
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n6;x=1\r\n world\r\n0\r\n\r\n';
  const EMPTY = 'HTTP/1.1 204 No Content\r\n\r\n';
  const NOTHING = 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n';

  test('gives the same messages however the bytes arrive', () => {
    const stream = Buffer.from(LENGTH + CHUNKED + EMPTY + NOTHING + LENGTH);
    for (let size = 1; size <= stream.length; size += 1) {
      const messages: string[] = [];
      let body = '';
      const reader = new MessageReader({
        onBody: (part) => (body += part.toString()),
        onEnd: () => {
          messages.push(body);
          body = '';
        },
      });
      for (let at = 0; at < stream.length; at += size) reader.push(stream.subarray(at, at + size));
      expect(messages).toEqual(['hello world', 'hello world', '', '', 'hello world']);
    }
  });
});

describe('replayed subgraphs under load', () => {
  test('the real subgraph is asked once for each body, and every request is answered', async () => {
    const asked: string[] = [];
    const replay = await startReplay(async (body) => {
      asked.push(body);
      return JSON.stringify({ data: { echo: body } });
    });
    const bodies = ['{"a":1}', '{"a":2}', '{"a":"ü"}'];
    await generateLoad(job(replay.port, bodies));
    const result = await generateLoad(job(replay.port, [...bodies, ...bodies, ...bodies]));
    replay.close();
    expect(asked.sort()).toEqual([...bodies].sort());
    expect(replay.counters()).toEqual({ answered: 12, recorded: 3 });
    expect(result).toMatchObject({ completed: 9, answered: 9, failed: 0 });
    expect(result.bytes).toBe(
      3 * bodies.reduce((sum, body) => sum + Buffer.byteLength(JSON.stringify({ data: { echo: body } })), 0),
    );
    expect(result.latencyMs.p99).toBeGreaterThanOrEqual(result.latencyMs.p50);
  });

  test('a subgraph that fails is not recorded', async () => {
    let times = 0;
    const replay = await startReplay(async () => {
      times += 1;
      if (times === 1) throw new Error('not now');
      return '{"data":{"ok":true}}';
    });
    const first = await generateLoad({ ...job(replay.port, ['{}']), connections: 1 });
    const second = await generateLoad({ ...job(replay.port, ['{}']), connections: 1 });
    replay.close();
    expect([first.failed, second.failed]).toEqual([1, 0]);
    expect(first.failure).toContain('500');
  });
});

test('a turn counts at least three answers for each connection, and ends with none in flight', async () => {
  const replay = await startReplay(async () => '{"data":{"ok":true}}');
  const turn = { ...job(replay.port, ['{}']), once: false, countedMs: 0 };
  const result = await generateLoad(turn);
  replay.close();
  expect(result.completed).toBeGreaterThanOrEqual(9);
  expect(result.answered).toBe(replay.counters().answered);
});

test('a turn that ends before every body was sent once waits for no more than what is in flight', async () => {
  const replay = await startReplay(async () => '{"data":{"ok":true}}');
  const bodies = Array.from({ length: 100_000 }, (_value, index) => `{"n":${index % 10}}`);
  const result = await generateLoad({ ...job(replay.port, bodies), countedMs: 0 });
  expect(result.answered).toBe(replay.counters().answered);
  expect(result).toMatchObject({ failed: 0, drained: true });
  replay.close();
});

describe('a gateway that misbehaves', () => {
  const serve = async (answer: Parameters<typeof createServer>[1]) => {
    const server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return {
      port: (server.address() as AddressInfo).port,
      close: () => {
        server.close();
        server.closeAllConnections();
      },
    };
  };

  test('errors with status 200 count as failed', async () => {
    const server = await serve((_request, response) => response.end('{"errors":[{"message":"no"}]}'));
    const result = await generateLoad(job(server.port, ['{}', '{}']));
    server.close();
    expect(result).toMatchObject({ answered: 2, failed: 2 });
    expect(result.failure).toContain('{"errors"');
  });

  test('a closed connection ends the turn', async () => {
    const server = await serve((request) => request.socket.destroy());
    const result = await generateLoad({ ...job(server.port, ['{}']), connections: 1 });
    server.close();
    expect(result.failed).toBeGreaterThan(0);
  });
});
