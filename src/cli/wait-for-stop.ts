import type { Gateway } from '../gateway.js';
import { printError } from '../telemetry/index.js';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Resolves when the process was asked to stop and everything is released; a second signal exits at once with 1. */
export const stopOnSignal = (gateway: Gateway, also: () => Promise<void> = async () => {}): Promise<void> =>
  new Promise((resolve, reject) => {
    let stopping = false;
    const onSignal = (): void => {
      if (stopping) process.exit(1);
      stopping = true;
      gateway.stop().then(also).then(resolve, reject);
    };
    for (const signal of SIGNALS) process.on(signal, onSignal);
    const onFatal = (error: unknown): void => {
      printError(`unexpected error, stopping: ${error instanceof Error ? error.stack : String(error)}`);
      process.exitCode = 1;
      onSignal();
    };
    process.on('uncaughtException', onFatal);
    process.on('unhandledRejection', onFatal);
  });
