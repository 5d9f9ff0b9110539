import { spawn, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

const KILL_AFTER_MS = 3000;

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

const hasTaskset = availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0;

/** Whether processes are really pinned: on one core, or without util-linux, they are not. */
export const pinning = hasTaskset;

/** The core of what is measured, and the one of load and subgraphs. */
export const CORES = { gateway: 0, rest: 1 };

/**
 * Starts a program on one core.
 * @param {readonly string[]} command program and arguments
 * @param {{ core: number, env?: Record<string, string>, cwd?: string, ipc?: boolean }} options `ipc`: opens a channel for messages
 * @returns {{ pid: number, child: import('node:child_process').ChildProcess, output(): string, stop(): Promise<void> }} `output`:
 *   the last of what it printed
 */
export function startPinned(command, { core, env = {}, cwd, ipc = false }) {
  const [program = '', ...args] = hasTaskset ? ['taskset', '-c', String(core), ...command] : command;
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ipc ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const keep = (/** @type {Buffer} */ text) => {
    printed = (printed + text.toString('utf8')).slice(-4000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  child.on('error', keep);
  running.add(child);
  child.once('exit', () => running.delete(child));
  return { pid: child.pid ?? 0, child, output: () => printed, stop: () => stopChild(child) };
}

/** @param {import('node:child_process').ChildProcess} child */
async function stopChild(child) {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const timer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
  child.kill('SIGTERM');
  await ended;
  clearTimeout(timer);
}

/** @type {Set<() => void>} */
const cleanups = new Set();

/**
 * Keeps what has to be undone even when the bench is interrupted.
 * @param {() => void} undo
 * @returns {() => void} undoes it now
 */
export function undoAtEnd(undo) {
  cleanups.add(undo);
  return () => {
    if (cleanups.delete(undo)) undo();
  };
}

/** Ends everything that was started here and still runs, and removes what was written for a time. */
export async function stopAll() {
  await Promise.all([...running].map(stopChild));
  for (const undo of cleanups) undo();
  cleanups.clear();
}

/**
 * Sends a message to a child that was started with `ipc` and waits for its next one.
 * @param {import('node:child_process').ChildProcess} child
 * @param {object} [message] without it, only waits
 * @returns {Promise<any>}
 * @throws {Error} when the child ends instead, or answers `{ error }`
 */
export function ask(child, message) {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error('A process of the bench ended early.'));
    child.once('exit', onExit);
    child.once('message', (/** @type {any} */ reply) => {
      child.off('exit', onExit);
      if (reply.error === undefined) resolve(reply);
      else reject(new Error(reply.error));
    });
    if (message !== undefined) child.send(message);
  });
}
