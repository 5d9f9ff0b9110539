import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGateway } from '../../src/index.js';
import {
  composeSubgraphs,
  freePort,
  keepAsking,
  postGraphql,
  startSpork,
  startSubgraph,
  type Asking,
  type RecordingSubgraph,
  type SporkProcess,
} from '../harness/index.js';

/** Tells the subgraph which process asks, so that an answer tells who gave it; and fails on demand. */
const PLUGIN = `
import { existsSync, rmdirSync } from 'node:fs';
if (existsSync('refuse')) throw new Error('refused to load');
export const plugin = {
  name: 'pid',
  onSubgraphRequest({ headers }) {
    headers['x-pid'] = String(process.pid);
    if (existsSync('fault-of-all')) {
      if (globalThis.faulted) return;
      globalThis.faulted = true;
    } else {
      if (!existsSync('fault')) return;
      // Only one process succeeds in this.
      try { rmdirSync('fault'); } catch { return; }
    }
    setTimeout(() => { throw new Error('a fault of a plugin'); });
  },
};`;

const QUERY = '{ pid }';

interface Started extends AsyncDisposable {
  readonly spork: SporkProcess;
  readonly subgraph: RecordingSubgraph;
  /** Path of a file in the working folder. */
  file(name: string): string;
  /** Asks again and again until stopped, at the latest with the rest. */
  ask(options: { readonly connections: number; readonly reconnect?: boolean }): Asking;
}

const startSource = (): Promise<RecordingSubgraph> =>
  startSubgraph({
    name: 'pids',
    typeDefs: 'type Query { pid: String }',
    resolvers: {
      Query: {
        pid: (_: unknown, _args: unknown, { headers }: { headers: object }) => headers['x-pid' as never],
      },
    },
  });

const start = async (workers: number, env: Readonly<Record<string, string>> = {}): Promise<Started> => {
  const subgraph = await startSource();
  const folder = await mkdtemp(join(tmpdir(), 'workers-'));
  const file = (name: string): string => join(folder, name);
  await writeFile(file('supergraph.graphql'), composeSubgraphs([subgraph]));
  await writeFile(file('pid.mjs'), PLUGIN);
  await writeFile(
    file('gateway.yaml'),
    `server: { workers: ${workers} }\nsubgraphs: { all: { dedupe: false } }\nplugins: [./pid.mjs]\n`,
  );
  const spork = startSpork(
    ['serve', '--supergraph', 'supergraph.graphql', '--port', String(await freePort())],
    { cwd: folder, env },
  );
  await spork.waitForLine(/^GraphQL at/);
  const asking: Asking[] = [];
  return {
    spork,
    subgraph,
    file,
    ask(options) {
      const load = keepAsking({ origin: spork.origin, query: QUERY, ...options });
      asking.push(load);
      return load;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(asking.map((load) => load.stop()));
      await spork.close();
      await subgraph.close();
    },
  };
};

/** Children of a process, and theirs. */
const descendants = (pid: number): number[] => {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' });
  const rows = stdout
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] =>
    rows.flatMap(([child = 0, of]) => (of === parent ? [child, ...below(child)] : []));
  return below(pid);
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const untilGone = async (pids: readonly number[]): Promise<void> => {
  while (pids.some(isAlive)) await sleep(20);
};

/** Asks on new connections, several at once, until so many processes have answered. */
const pidsThatAnswer = async (url: string, count: number): Promise<Set<number>> => {
  const pids = new Set<number>();
  for (let round = 0; round < 100 && pids.size < count; round++) {
    const asked = [1, 2, 3].map(() => postGraphql(url, { query: QUERY }));
    for (const { json } of await Promise.all(asked)) pids.add(Number(json.data?.['pid']));
  }
  expect(pids.size).toBe(count);
  return pids;
};

/** Makes the subgraph hold its next answers; they are given when the returned function is called. */
const hold = (subgraph: RecordingSubgraph, count: number) => {
  const held: ServerResponse[] = [];
  const all = new Promise<void>((resolve) =>
    subgraph.respondWith((_request, response) => {
      if (held.push(response) === count) resolve();
    }),
  );
  const release = (): void => {
    subgraph.respondWith();
    for (const response of held)
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":{"pid":"held"}}');
  };
  return { all, release };
};

test('a worker that is killed under load fails its own connections only, and is replaced', async () => {
  await using started = await start(2);
  const { spork } = started;
  const before = await pidsThatAnswer(spork.url, 2);
  expect(before).not.toContain(spork.pid);
  const [victim = 0, survivor = 0] = before;
  const load = started.ask({ connections: 6 });
  // One of these connections is often on its way to the worker just when it is killed.
  const fresh = started.ask({ connections: 12, reconnect: true });
  await Promise.all([load.begun, fresh.begun]);
  const planners = descendants(victim);
  expect(planners).not.toEqual([]);
  process.kill(victim, 'SIGKILL');
  await spork.waitForLine(/worker \d serves again/);
  const after = await pidsThatAnswer(spork.url, 2);
  await Promise.all([load.stop(), fresh.stop()]);
  expect(after).toContain(survivor);
  expect(after).not.toContain(victim);
  const { failures } = load.asked;
  expect(failures.length).toBeLessThan(6);
  expect(failures.filter(({ before: last }) => last?.['pid'] !== String(victim))).toEqual([]);
  await untilGone(planners);
  expect(spork.stdout).toMatch(/"worker":1.*"worker":2/s);
  expect(spork.stdout.match(/^GraphQL at/gm)).toHaveLength(1);
});

test('workers that accept connections themselves are replaced as well', async () => {
  await using started = await start(2, { NODE_CLUSTER_SCHED_POLICY: 'none' });
  const { spork } = started;
  for (const number of [1, 2]) {
    const [, pid] = await spork.waitForLine(new RegExp(`"pid":(\\d+),"worker":${number}`));
    process.kill(Number(pid), 'SIGKILL');
    await spork.waitForLine(new RegExp(`worker ${number} serves again`));
    expect((await postGraphql(spork.url, { query: QUERY })).status).toBe(200);
  }
});

test('SIGHUP replaces all workers one after the other without a failed request', async () => {
  await using started = await start(2);
  const { spork, subgraph } = started;
  const before = [...(await pidsThatAnswer(spork.url, 2))];
  const held = hold(subgraph, 2);
  const slow = Promise.all([1, 2].map((n) => postGraphql(spork.url, { query: `query Slow${n} ${QUERY}` })));
  await held.all;
  subgraph.respondWith();
  const loads = [false, true].map((reconnect) => started.ask({ connections: 4, reconnect }));
  await Promise.all(loads.map(({ begun }) => begun));
  process.kill(spork.pid, 'SIGHUP');
  await spork.waitForLine(/reloaded: 2 new workers serve/, 40_000);
  held.release();
  expect((await slow).map(({ status, text }) => [status, text.trim()])).toEqual(
    [1, 2].map(() => [200, '{"data":{"pid":"held"}}']),
  );
  await untilGone(before);
  const after = await pidsThatAnswer(spork.url, 2);
  expect(before.filter((pid) => after.has(pid))).toEqual([]);
  await Promise.all(loads.map((load) => load.stop()));
  expect(loads.flatMap(({ asked }) => asked.failures)).toEqual([]);
  expect(await spork.stop()).toBe(0);
});

test('a reload that cannot be is told, and changes nothing', async () => {
  await using started = await start(2);
  const { spork, file } = started;
  const before = await pidsThatAnswer(spork.url, 2);
  const config = await readFile(file('gateway.yaml'), 'utf8');
  await writeFile(file('gateway.yaml'), 'server: { prot: 1 }\n');
  process.kill(spork.pid, 'SIGHUP');
  await spork.waitForLine(/not reloaded: .*server\.prot/);
  await writeFile(file('gateway.yaml'), config);
  await writeFile(file('refuse'), '');
  process.kill(spork.pid, 'SIGHUP');
  await spork.waitForLine(/the reload ended at worker 1/);
  await spork.waitForLine(/refused to load/);
  expect(await pidsThatAnswer(spork.url, 2)).toEqual(before);
  await rm(file('refuse'));
  await writeFile(file('gateway.yaml'), config.replace('workers: 2', 'workers: 1'));
  process.kill(spork.pid, 'SIGHUP');
  await spork.waitForLine(/reloaded: 1 new workers serve/);
  await untilGone([...before]);
  const after = await pidsThatAnswer(spork.url, 1);
  expect(descendants(spork.pid)).toContain([...after][0]);
});

test('a worker that cannot start again is tried after longer and longer pauses, while the other serves', async () => {
  await using started = await start(2);
  const { spork, file } = started;
  const [victim = 0, survivor] = await pidsThatAnswer(spork.url, 2);
  await writeFile(file('refuse'), '');
  process.kill(victim, 'SIGKILL');
  await spork.waitForLine(/another takes its place in 500 ms, as workers end often/);
  expect(await pidsThatAnswer(spork.url, 1)).toEqual(new Set([survivor]));
  const said = [...spork.stdout.matchAll(/another takes its place (now|in \d+ ms)/g)].map(([, when]) => when);
  expect(said.slice(0, 6)).toEqual(['now', 'now', 'now', 'now', 'in 250 ms', 'in 500 ms']);
  await rm(file('refuse'));
  await spork.waitForLine(/worker \d serves again/);
  await pidsThatAnswer(spork.url, 2);
});

test('an unexpected error in a worker replaces it without a failed request', async () => {
  await using started = await start(2);
  const { spork, file } = started;
  const before = [...(await pidsThatAnswer(spork.url, 2))];
  const load = started.ask({ connections: 4 });
  await mkdir(file('fault'));
  await spork.waitForLine(/worker \d ended after an unexpected error/);
  await spork.waitForLine(/worker \d serves again/);
  await spork.waitForLine(/Error: a fault of a plugin/);
  while (before.every(isAlive)) await sleep(20);
  await pidsThatAnswer(spork.url, 2);
  await load.stop();
  expect(load.asked.failures).toEqual([]);
  expect(before.filter(isAlive)).toHaveLength(1);
});

test('unexpected errors in all workers at once replace them without a failed request', async () => {
  await using started = await start(2);
  const { spork, file } = started;
  const before = [...(await pidsThatAnswer(spork.url, 2))];
  const loads = [false, true].map((reconnect) => started.ask({ connections: 4, reconnect }));
  await mkdir(file('fault-of-all'));
  for (const number of [1, 2])
    await spork.waitForLine(new RegExp(`worker ${number} ended after an unexpected error`));
  await rmdir(file('fault-of-all'));
  await untilGone(before);
  await pidsThatAnswer(spork.url, 2);
  await Promise.all(loads.map((load) => load.stop()));
  expect(loads.flatMap(({ asked }) => asked.failures)).toEqual([]);
});

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s to every process of the group answers what is under way and leaves nothing behind',
  async (signal) => {
    await using started = await start(2);
    const { spork, subgraph } = started;
    await pidsThatAnswer(spork.url, 2);
    const held = hold(subgraph, 1);
    const asked = postGraphql(spork.url, { query: QUERY });
    await held.all;
    const below = descendants(spork.pid);
    // Two workers, and a planner for each.
    expect(below).toHaveLength(4);
    const workers = descendants(spork.pid).filter((pid) => descendants(pid).length > 0);
    for (const pid of workers) process.kill(pid, signal);
    const exited = spork.stop(signal);
    // One of the two has nothing under way and ends.
    while (workers.every(isAlive)) await sleep(5);
    held.release();
    expect((await asked).json).toEqual({ data: { pid: 'held' } });
    expect(await exited).toBe(0);
    expect(below.filter(isAlive)).toEqual([]);
    expect(spork.stdout).not.toContain('takes its place');
  },
);

test('a second Ctrl-C and a killed parent leave no workers either', async () => {
  for (const end of ['second', 'kill'] as const) {
    await using started = await start(2);
    const { spork, subgraph } = started;
    const below = descendants(spork.pid);
    const held = hold(subgraph, 1);
    const asked = postGraphql(spork.url, { query: QUERY }).catch(() => undefined);
    await held.all;
    if (end === 'kill') process.kill(spork.pid, 'SIGKILL');
    else {
      process.kill(spork.pid, 'SIGINT');
      // What follows within a second is the same request.
      await sleep(1100);
      process.kill(spork.pid, 'SIGINT');
    }
    expect(await spork.exited).toBe(end === 'kill' ? null : 1);
    await untilGone(below);
    held.release();
    await asked;
  }
});

/** What a start that fails prints and ends with; `workers` undefined is one process without a parent. */
const failure = async (
  folder: string,
  args: readonly string[],
  workers: number | string,
): Promise<{ code: number | null; stdout: string; stderr: string }> => {
  await writeFile(join(folder, 'gateway.yaml'), `server: { workers: ${workers} }\nplugins: [./pid.mjs]\n`);
  const spork = startSpork(['serve', ...args], { cwd: folder });
  const code = await spork.exited;
  return { code, stdout: spork.stdout.replace(/^\{"level.*\n/gm, ''), stderr: spork.stderr };
};

test('a start that fails prints and ends as it does without workers', async () => {
  await using subgraph = await startSource();
  const folder = await mkdtemp(join(tmpdir(), 'workers-'));
  await writeFile(join(folder, 'good.graphql'), composeSubgraphs([subgraph]));
  await writeFile(join(folder, 'bad.graphql'), 'junk {');
  await writeFile(join(folder, 'pid.mjs'), PLUGIN);
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const port = String((holder.address() as { port: number }).port);
  const ways: [string, number, string[]][] = [
    ['the port is in use', 4, ['--supergraph', 'good.graphql', '--port', port]],
    ['not valid GraphQL', 1, ['--supergraph', 'bad.graphql']],
    ['refused to load', 2, ['--supergraph', 'good.graphql']],
    ['512', 2, ['--supergraph', 'good.graphql', '--config', 'wrong.yaml']],
  ];
  await writeFile(join(folder, 'wrong.yaml'), 'server: { workers: 512 }\n');
  for (const [sentence, code, args] of ways) {
    if (sentence === 'refused to load') await writeFile(join(folder, 'refuse'), '');
    const single = await failure(folder, args, 1);
    const several = await failure(folder, args, 2);
    expect(several).toEqual(single);
    expect(several).toMatchObject({ code });
    if (sentence !== '512') expect(several.stdout + several.stderr).toContain(sentence);
    expect(several.stdout + several.stderr).not.toMatch(/^\s+at /m);
  }
  expect(existsSync(join(folder, 'refuse'))).toBe(true);
  holder.close();
});

test('a gateway that is created in code is one process, and says so', async () => {
  await expect(createGateway({ config: { server: { workers: 'auto' } } })).rejects.toThrow(
    /server\.workers: is for spork serve/,
  );
});
