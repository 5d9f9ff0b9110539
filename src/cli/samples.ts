import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { packageRoot } from '../lib/index.js';
import { printError } from '../telemetry/index.js';
import { CliError, EXIT_CODES } from './cli-error.js';

export interface SampleProcess {
  /** @throws CliError when they cannot start, e.g. a port in use. */
  readonly started: Promise<void>;
  /** Also before they have started. */
  stop(): Promise<void>;
}

/** supergraph.yaml of the samples that come with the package. */
export const sampleSupergraph: string = join(packageRoot, 'supergraph.yaml');

const STARTED = /orders/;

/** Starts the sample subgraphs in a process of their own. */
export const startSamples = (): SampleProcess => {
  const child = spawn(process.execPath, [join(packageRoot, 'subgraphs', 'start.mjs')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // A parent that dies without a word must not leave the samples behind.
  process.once('exit', () => child.kill('SIGKILL'));
  return { started: ready(child), stop: () => stop(child) };
};

const ready = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    let errors = '';
    let started = false;
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      if (!STARTED.test(text)) return;
      started = true;
      resolve();
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      if (started) printError(text);
      else errors += text;
    });
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(
        new CliError(errors.trim() || `The sample subgraphs ended with exit code ${code}.`, {
          exitCode: code === EXIT_CODES.listen ? EXIT_CODES.listen : EXIT_CODES.failure,
          hint: 'Stop the process that uses the port, or serve subgraphs of your own with spork dev --supergraph supergraph.yaml.',
        }),
      ),
    );
  });

const stop = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
};
