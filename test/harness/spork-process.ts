import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { request } from 'undici';
import { REPOSITORY_ROOT, startNode } from './node-process.js';
import type { ProcessOptions, RunningProcess } from './node-process.js';

const CLI = join(REPOSITORY_ROOT, 'dist/cli/main.js');
const READY_TIMEOUT_MS = 30_000;
const READY_POLL_MS = 50;

export interface SporkProcess extends RunningProcess {
  /** The GraphQL endpoint: from `--port` and `--host` in the arguments, else the defaults of the contract. */
  readonly url: string;
  /** The same without a path. */
  readonly origin: string;
  /** Waits until `/health/ready` answers 200. @throws Error with all output when the process ends or 30 s pass before that */
  untilReady(): Promise<void>;
}

/**
 * Starts `spork ...args` from `dist`; give `--port` a port of {@link freePort}.
 * @throws Error when `dist` has not been built
 */
export function startSpork(args: readonly string[], options: ProcessOptions = {}): SporkProcess {
  if (!existsSync(CLI)) throw new Error('dist/cli/main.js is missing: run `npm run build` first.');
  const running = startNode([CLI, ...args], options);
  const origin = `http://${argument(args, '--host') ?? '127.0.0.1'}:${argument(args, '--port') ?? '4000'}`;
  return Object.defineProperties(running, {
    origin: { value: origin },
    url: { value: `${origin}/graphql` },
    untilReady: { value: () => untilReady(running, origin) },
  }) as SporkProcess;
}

function argument(args: readonly string[], name: string): string | undefined {
  const joined = args.find((arg) => arg.startsWith(`${name}=`));
  if (joined !== undefined) return joined.slice(name.length + 1);
  const index = args.indexOf(name);
  return index === -1 ? undefined : args[index + 1];
}

async function untilReady(running: RunningProcess, origin: string): Promise<void> {
  let ended = false;
  const markEnded = (): void => {
    ended = true;
  };
  running.exited.then(markEnded, markEnded);
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (!ended && Date.now() < deadline) {
    if (await isReady(origin)) return;
    await new Promise((resolve) => setTimeout(resolve, READY_POLL_MS));
  }
  const why = ended ? 'ended before it was ready' : `was not ready after ${READY_TIMEOUT_MS} ms`;
  throw new Error(`spork ${why}.\n--- stdout\n${running.stdout}\n--- stderr\n${running.stderr}`);
}

async function isReady(origin: string): Promise<boolean> {
  try {
    const response = await request(`${origin}/health/ready`, { reset: true });
    await response.body.dump();
    return response.statusCode === 200;
  } catch {
    // Nothing listens yet.
    return false;
  }
}
