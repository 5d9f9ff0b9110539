import { Command } from 'commander';
import type { UserConfig } from '../config/index.js';
import { print } from '../telemetry/index.js';
import { CliError, EXIT_CODES } from './cli-error.js';
import { runGateway } from './run-gateway.js';
import { listenForStop, serveUntilStopped } from './wait-for-stop.js';

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
  const stop = listenForStop();
  const running = await runGateway({
    config: options.config,
    mode: 'production',
    overrides: serveOverrides(options),
  });
  if (!stop.requested)
    print(options.json === true ? JSON.stringify({ url: running.url }) : `GraphQL at ${running.url}`);
  await serveUntilStopped(running.gateway, stop);
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
