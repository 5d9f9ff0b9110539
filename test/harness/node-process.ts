import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { closable } from './disposable.js';
import type { Closable } from './disposable.js';

/** Absolute, with a slash at the end. */
export const REPOSITORY_ROOT = fileURLToPath(new URL('../../', import.meta.url));
const LINE_TIMEOUT_MS = 20_000;
const STOP_TIMEOUT_MS = 15_000;

export interface ProcessOptions {
  /** Added to this process's environment; `undefined` removes a variable. NODE_ENV is removed unless given. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Default: the root of the repository. */
  readonly cwd?: string;
}

export interface RunningProcess extends Closable {
  readonly pid: number;
  /** Everything written so far. */
  readonly stdout: string;
  readonly stderr: string;
  /** The exit code once the process has ended by itself or was stopped; null when a signal ended it. */
  readonly exited: Promise<number | null>;
  /**
   * The first match in a complete line of stdout or stderr, whether written already or still to come.
   * @throws Error with all output when the process ends or `timeoutMs` (default 20000) passes without a match
   */
  waitForLine(pattern: RegExp, timeoutMs?: number): Promise<RegExpMatchArray>;
  /**
   * Sends the signal (default SIGTERM) and waits for the end.
   * @returns the exit code, null when the signal itself ended the process
   * @throws Error with all output when it is still there after 15 seconds; it is killed then
   */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts `node ...args` as a process of its own; leaving its `await using` block stops it. */
export function startNode(args: readonly string[], options: ProcessOptions = {}): RunningProcess {
  const { NODE_ENV: _ofJest, ...env } = process.env;
  const child = spawn(process.execPath, [...args], {
    cwd: options.cwd ?? REPOSITORY_ROOT,
    env: { ...env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = collectOutput(child);
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code));
  });
  // A failure to spawn is reported to whoever waits for the end, not as an unhandled rejection.
  exited.catch(() => undefined);
  const stop = (signal: NodeJS.Signals = 'SIGTERM') => stopChild(child, { signal, exited, output });
  const running = {
    pid: child.pid ?? -1,
    get stdout() {
      return output.stdout;
    },
    get stderr() {
      return output.stderr;
    },
    exited,
    waitForLine: (pattern: RegExp, timeoutMs = LINE_TIMEOUT_MS) =>
      waitForLine(child, output, { pattern, timeoutMs }),
    stop,
    close: async () => {
      await stop();
    },
  };
  return closable(running);
}

interface Output {
  stdout: string;
  stderr: string;
}

function collectOutput(child: ChildProcess): Output {
  const output: Output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8');
    child[name]?.on('data', (text: string) => {
      output[name] += text;
    });
  }
  return output;
}

function findLine({ stdout, stderr }: Output, pattern: RegExp): RegExpMatchArray | undefined {
  for (const stream of [stdout, stderr]) {
    for (const line of stream.split('\n').slice(0, -1)) {
      const match = line.match(pattern);
      if (match !== null) return match;
    }
  }
  return undefined;
}

function waitForLine(
  child: ChildProcess,
  output: Output,
  { pattern, timeoutMs }: { pattern: RegExp; timeoutMs: number },
): Promise<RegExpMatchArray> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      child.stdout?.off('data', look);
      child.stderr?.off('data', look);
      child.off('close', onClose);
      settle();
    };
    const fail = (why: string): void =>
      finish(() => reject(new Error(`${why} without a line like ${pattern}.${quote(output)}`)));
    const look = (): void => {
      const match = findLine(output, pattern);
      if (match !== undefined) finish(() => resolve(match));
    };
    const onClose = (code: number | null): void => fail(`The process ended (${code})`);
    const timer = setTimeout(() => fail(`${timeoutMs} ms passed`), timeoutMs);
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    child.once('close', onClose);
    look();
    if (hasEnded(child) && findLine(output, pattern) === undefined && child.stdout?.readableEnded) {
      fail(`The process ended (${child.exitCode})`);
    }
  });
}

async function stopChild(
  child: ChildProcess,
  { signal, exited, output }: { signal: NodeJS.Signals; exited: Promise<number | null>; output: Output },
): Promise<number | null> {
  if (!hasEnded(child)) child.kill(signal);
  let killed = false;
  const timer = setTimeout(() => {
    killed = true;
    child.kill('SIGKILL');
  }, STOP_TIMEOUT_MS);
  const code = await exited.finally(() => clearTimeout(timer));
  if (killed) throw new Error(`The process ignored ${signal} for ${STOP_TIMEOUT_MS} ms.${quote(output)}`);
  return code;
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function quote({ stdout, stderr }: Output): string {
  return `\n--- stdout\n${stdout}\n--- stderr\n${stderr}`;
}
