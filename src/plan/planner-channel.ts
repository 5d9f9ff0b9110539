import { fork, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { builtModule } from '../lib/index.js';
import type { PlannerCommand, PlannerReply, PlannerWorkerData } from './planner-protocol.js';

/** What the gateway hears of a planner. Nothing is called after `terminate`. */
export interface PlannerListener {
  onReply(reply: PlannerReply): void;
  /** It ended by itself. */
  onEnd(reason: Error): void;
}

/** A running planner outside the serving thread. */
export interface PlannerChannel {
  send(command: PlannerCommand): void;
  /** Whether it keeps this process alive. */
  hold(hold: boolean): void;
  terminate(): Promise<void>;
}

const MODULE = 'plan/planner-worker.js';
/** Apollo's planner recurses along the supergraph's paths; V8's default of 4 MB is not enough for deep ones. */
const STACK_SIZE_MB = 64;

/**
 * Starts a planner: Apollo's in a worker thread; the native one in a process of its own, because a fault in native code
 * aborts the whole process that it runs in.
 */
export const openPlannerChannel = (data: PlannerWorkerData, listener: PlannerListener): PlannerChannel =>
  data.engine === 'hive' ? openProcess(data, listener) : openThread(data, listener);

const openThread = (workerData: PlannerWorkerData, listener: PlannerListener): PlannerChannel => {
  const worker = new Worker(builtModule(MODULE), {
    workerData,
    name: `planner-${workerData.engine}`,
    // Options of the main thread, such as preloaded modules or `--input-type`, are not meant for the planner.
    execArgv: [],
    resourceLimits: { stackSizeMb: STACK_SIZE_MB },
  });
  const guard = guarded(listener);
  worker.on('message', guard.onReply);
  worker.on('error', guard.onEnd);
  worker.on('exit', (code) => guard.onEnd(new Error(`it exited with code ${code}`)));
  return {
    send: (command) => worker.postMessage(command),
    hold: (hold) => (hold ? worker.ref() : worker.unref()),
    terminate: async () => {
      guard.silence();
      await worker.terminate();
    },
  };
};

const openProcess = (data: PlannerWorkerData, listener: PlannerListener): PlannerChannel => {
  const child = fork(builtModule(MODULE), [], {
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const guard = guarded(listener);
  const panic = watchStderr(child);
  child.on('message', (reply) => guard.onReply(reply as PlannerReply));
  child.on('error', guard.onEnd);
  // Later than `exit`: all that it had to say has been read.
  child.on('close', (code, signal) => {
    const said = panic();
    const end = `it ended with ${signal ?? `code ${code}`}`;
    guard.onEnd(new Error(said === undefined ? end : `${end}: ${said}`));
  });
  child.send(data);
  return {
    send: (command) => void (child.connected && child.send(command)),
    hold: (hold) => {
      child[hold ? 'ref' : 'unref']();
      child.channel?.[hold ? 'ref' : 'unref']();
    },
    terminate: async () => {
      guard.silence();
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      // Somebody waits for the end, so the process must live until it is there.
      child.ref();
      child.kill('SIGKILL');
      await ended;
      // Its handles are closed at the end of this turn of the event loop; whoever waited finds none.
      await setImmediate();
      await setImmediate();
    },
  };
};

const PANIC = /^thread '.*' .*panicked at (.+?):?$/;

/**
 * Passes on what a process writes to stderr, except for panics of native code: of those the first message is told by the
 * function returned, and the stacks, which name no functions, are dropped.
 */
const watchStderr = ({ stderr }: ChildProcess): (() => string | undefined) => {
  if (stderr === null) return () => undefined;
  // A pipe that is open must not keep this process alive.
  (stderr as Socket).unref();
  let place: string | undefined;
  let message: string | undefined;
  createInterface({ input: stderr }).on('line', (line) => {
    const at = PANIC.exec(line)?.[1];
    if (line === '') return;
    if (place === undefined && at === undefined) process.stderr.write(`${line}\n`);
    else if (place === undefined) place = at;
    else message ??= line.slice(0, 500);
  });
  return () => (place === undefined ? undefined : `${message ?? 'panic'} (${place})`);
};

const guarded = (listener: PlannerListener): PlannerListener & { silence(): void } => {
  let silent = false;
  return {
    onReply: (reply) => (silent ? undefined : listener.onReply(reply)),
    onEnd: (reason) => (silent ? undefined : listener.onEnd(reason)),
    silence: () => void (silent = true),
  };
};
