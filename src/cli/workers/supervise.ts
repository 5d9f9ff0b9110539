import cluster from 'node:cluster';
import { availableParallelism } from 'node:os';
import { isatty } from 'node:tty';
import { fileURLToPath } from 'node:url';
import type { LoadedConfig, ResolvedConfig } from '../../config/index.js';
import { createLogger } from '../../telemetry/index.js';
import type { StopRequest } from '../wait-for-stop.js';
import { WorkerPool, type PoolSize } from './worker-pool.js';

export interface Supervision {
  readonly loaded: LoadedConfig;
  /** Reads the configuration again. @throws ConfigError */
  reload(): LoadedConfig;
  readonly stop: StopRequest;
  /** Called once, when all workers serve. */
  onServing(url: string): void;
}

/** True when other processes serve, and this one watches over them. */
export const isSupervised = ({ server }: ResolvedConfig): boolean => server.workers !== 1;

const sizeOf = ({ server: { workers, requestTimeout } }: ResolvedConfig): PoolSize => ({
  count: workers === 'auto' ? availableParallelism() : workers,
  requestTimeout,
});

/**
 * Runs workers with the arguments of this process until a stop is asked for; SIGHUP replaces them one after the other.
 * @throws ToldError, CliError when not all get to serve, or what went wrong unexpectedly.
 */
export const supervise = async ({ loaded, reload, stop, onServing }: Supervision): Promise<void> => {
  const { config, warnings } = loaded;
  const logger = createLogger({ ...config.telemetry.logs, mode: 'production' });
  for (const warning of warnings) logger.warn(warning);
  cluster.setupPrimary({
    exec: fileURLToPath(new URL('../main.js', import.meta.url)),
    args: process.argv.slice(2),
  });
  const pool = new WorkerPool(sizeOf(config), logger);
  process.once('exit', () => pool.kill());
  const started = pool.start();
  let hungUp = false;
  const terminalClosed = listenForHangUp(async () => {
    await started;
    logger.info('reloading: workers are replaced one after the other');
    try {
      await pool.replace(sizeOf(reload().config));
    } catch (error) {
      logger.error(`not reloaded: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
  const hangUp = terminalClosed.then(() => void (hungUp = true));
  try {
    await Promise.race([started.then((url) => void (stop.requested || onServing(url))), stop.asked, hangUp]);
    await Promise.race([stop.asked, hangUp]);
  } finally {
    await pool.stop();
    if (hungUp) endByHangUp();
  }
};

/** As the signal ends a process that does not listen for it: an ordinary exit fails over the terminal that is gone. */
const endByHangUp = (): void => {
  process.removeAllListeners('SIGHUP');
  process.kill(process.pid, 'SIGHUP');
};

/**
 * Calls `reload` at SIGHUP, once more at the end of one when it came meanwhile. The same signal says that the terminal was closed:
 * then the promise resolves.
 */
const listenForHangUp = (reload: () => Promise<void>): Promise<void> =>
  new Promise((resolve) => {
    const hadTerminal = isatty(0);
    let last: Promise<void> = Promise.resolve();
    let waiting = false;
    process.on('SIGHUP', () => {
      if (hadTerminal && !isatty(0)) return resolve();
      if (waiting) return;
      waiting = true;
      last = last.then(() => {
        waiting = false;
        return reload();
      });
      last.catch(() => undefined);
    });
  });
