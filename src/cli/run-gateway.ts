import { processEnvironment, type LoadedConfig } from '../config/index.js';
import { buildGateway, type Gateway } from '../gateway.js';
import { createLogger } from '../telemetry/index.js';
import { loadPlugins } from './load-plugins.js';

export interface GatewayArguments {
  readonly loaded: LoadedConfig;
  readonly mode: 'development' | 'production';
  /** Number of this process among those that share the port; in its log lines. Default: it is the only one. */
  readonly worker?: number;
}

export interface RunningGateway {
  readonly gateway: Gateway;
  readonly url: string;
}

/** Starts the gateway. @throws CliError, ClientError, or the listener's error. */
export const runGateway = async ({ loaded, mode, worker }: GatewayArguments): Promise<RunningGateway> => {
  const { config, warnings } = loaded;
  const own = createLogger({ ...config.telemetry.logs, mode });
  const logger = worker === undefined ? own : own.child({ worker });
  // Of several processes the one that watches over them has told these.
  if (worker === undefined) for (const warning of warnings) logger.warn(warning);
  const plugins = await loadPlugins(config.plugins);
  const gateway = buildGateway({ config, mode, logger, plugins, env: processEnvironment() });
  const { url } = await gateway.start();
  return { gateway, url };
};
