import { ClientError } from '../errors/index.js';
import { loadConfig, type ResolvedConfig } from '../config/index.js';
import { buildGateway, type Gateway } from '../gateway.js';
import { createLogger } from '../telemetry/index.js';
import { CliError, EXIT_CODES } from './cli-error.js';
import { loadPlugins } from './load-plugins.js';

export interface GatewayArguments {
  /** gateway.yaml; undefined: `gateway.yaml` of the working folder when it is there. */
  readonly config: string | undefined;
  readonly mode: 'development' | 'production';
  /** Values of command-line options, over the file's. */
  readonly overrides: Readonly<Record<string, unknown>>;
}

export interface RunningGateway {
  readonly gateway: Gateway;
  readonly url: string;
  readonly config: ResolvedConfig;
}

/** Loads the configuration and starts the gateway. @throws CliError with the exit code that fits. */
export const runGateway = async (given: GatewayArguments): Promise<RunningGateway> => {
  const { config, warnings } = await loadConfig({
    ...(given.config === undefined ? {} : { file: given.config }),
    mode: given.mode,
    overrides: given.overrides,
  });
  const logger = createLogger(config.telemetry.logs);
  for (const warning of warnings) logger.warn(warning);
  const plugins = await loadPlugins(config.plugins);
  const gateway = buildGateway({ config, mode: given.mode, logger, plugins, env: process.env });
  const { url } = await gateway.start().catch((error: unknown) => {
    throw toCliError(error, config);
  });
  return { gateway, url, config };
};

const toCliError = (error: unknown, config: ResolvedConfig): unknown => {
  if (error instanceof CliError || !(error instanceof Error)) return error;
  const code = 'code' in error ? error.code : undefined;
  const { host, port } = config.server;
  if (code === 'EADDRINUSE') {
    return new CliError(`Port ${port} on ${host} is in use.`, {
      exitCode: EXIT_CODES.cannotListen,
      hint: 'Stop the other process, or choose another port with --port.',
    });
  }
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL') {
    return new CliError(`The gateway cannot listen on ${host}:${port} (${code}).`, {
      exitCode: EXIT_CODES.cannotListen,
      hint: 'Choose another --host or --port.',
    });
  }
  return error instanceof ClientError ? new CliError(error.message, { exitCode: EXIT_CODES.failure }) : error;
};
