import cluster from 'node:cluster';
import { Command } from 'commander';
import { loadConfig, workerNumber, type LoadedConfig, type UserConfig } from '../config/index.js';
import { print } from '../telemetry/index.js';
import { CliError, EXIT_CODES } from './cli-error.js';
import { listenForStop, serveUntilStopped } from './wait-for-stop.js';
import { isSupervised, supervise } from './workers/supervise.js';

export interface ServeOptions {
  readonly config?: string;
  readonly supergraph?: string;
  readonly port?: string;
  readonly host?: string;
  readonly json?: boolean;
}

/** `spork serve`: the gateway in production mode. */
export const serveCommand = (): Command =>
  new Command('serve')
    .description('Serves a supergraph in production mode: no playground, no introspection, masked errors.')
    .option('--config <file>', 'gateway.yaml to read; without it the one of the working folder, if any')
    .option('--supergraph <file-or-url>', 'composed supergraph to serve, over the one of gateway.yaml')
    .option('--port <number>', 'port of the public listener')
    .option('--host <address>', 'address of the public listener')
    .option('--json', 'prints what is served as one line of JSON')
    .action(serve);

const serve = async (options: ServeOptions): Promise<void> => {
  const load = (): LoadedConfig =>
    loadConfig({ file: options.config, mode: 'production', overrides: serveOverrides(options) });
  const worker = cluster.isWorker ? workerNumber() : undefined;
  if (worker !== undefined) {
    const { serveAsWorker } = await import('./workers/serve-as-worker.js');
    return serveAsWorker(worker, load);
  }
  const onServing = (url: string): void =>
    print(options.json === true ? JSON.stringify({ url }) : `GraphQL at ${url}`);
  const stop = listenForStop();
  const loaded = load();
  // In a cluster of somebody else's, there are several processes already.
  if (cluster.isPrimary && isSupervised(loaded.config))
    return supervise({ loaded, reload: load, stop, onServing });
  // What only watches over workers does without all this.
  const { runGateway } = await import('./run-gateway.js');
  const { gateway, url } = await runGateway({ loaded, mode: 'production' });
  if (!stop.requested) onServing(url);
  await serveUntilStopped(gateway, stop);
};

/** What the command line says, in the shape of gateway.yaml. */
export const serveOverrides = (options: ServeOptions): UserConfig => {
  const { supergraph, port, host } = options;
  const server = {
    ...(port === undefined ? {} : { port: readPort(port) }),
    ...(host === undefined ? {} : { host }),
  };
  return {
    ...(Object.keys(server).length === 0 ? {} : { server }),
    ...(supergraph === undefined ? {} : { supergraph: readSupergraph(supergraph) }),
  };
};

const readSupergraph = (given: string): NonNullable<UserConfig['supergraph']> =>
  /^https?:\/\//.test(given) ? { url: { href: given } } : { file: given };

const readPort = (text: string): number => {
  const port = Number(text);
  if (text.trim() === '' || !Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new CliError(
      `--port is a whole number from 0 to 65535, not ${text.trim() === '' ? 'an empty text' : text}.`,
      {
        exitCode: EXIT_CODES.usage,
        hint: 'Give one such as --port 4000; with 0 the system chooses.',
      },
    );
  }
  return port;
};
