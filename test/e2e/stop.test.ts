import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, REPOSITORY_ROOT, startSpork } from '../harness/index.js';

// The samples have fixed ports, so these tests stand in one file: they run one after the other.
const SAMPLE_PORTS = [4101, 4102, 4103, 4104, 4105];

const listens = async (port: number): Promise<boolean> => {
  const socket = connect({ port, host: '127.0.0.1' });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
};

const listening = async (ports: readonly number[]): Promise<number[]> => {
  const found = await Promise.all(ports.map(async (port) => ((await listens(port)) ? [port] : [])));
  return found.flat();
};

test('Ctrl-C ends npm start with exit code 0 and leaves no process of its group', async () => {
  const port = await freePort();
  // A group of its own, as a terminal makes it; Ctrl-C goes to every process of the group.
  const child = spawn('npm', ['start', '--', '--port', String(port)], {
    cwd: REPOSITORY_ROOT,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const group = -(child.pid ?? Number.NaN);
  const ended = once(child, 'close');
  try {
    for await (const text of child.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
      if (String(text).includes('Ctrl-C')) break;
    }
    child.stdout.resume();
    expect(await listening([port, ...SAMPLE_PORTS])).toEqual([port, ...SAMPLE_PORTS]);
    process.kill(group, 'SIGINT');
    expect(await ended).toEqual([0, null]);
    expect(() => process.kill(group, 0)).toThrow('ESRCH');
    expect(await listening([port, ...SAMPLE_PORTS])).toEqual([]);
  } finally {
    if (child.exitCode === null && child.signalCode === null) process.kill(group, 'SIGKILL');
  }
});

test.each(['SIGTERM', 'SIGINT'] as const)('%s before dev serves leaves no samples behind', async (signal) => {
  const port = await freePort();
  await using spork = startSpork(['dev', '--samples', '--port', String(port)]);
  while (!(await listens(4101))) await sleep(5);
  expect(spork.stdout).not.toContain('Ctrl-C');
  expect(await spork.stop(signal)).toBe(0);
  expect(spork.stdout).not.toContain('Ctrl-C');
  expect(await listening([port, ...SAMPLE_PORTS])).toEqual([]);
});
