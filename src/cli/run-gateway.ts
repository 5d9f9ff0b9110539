import { loadConfig, processEnvironment, type ResolvedConfig, type UserConfig } from '../config/index.js';
import { buildGateway, type Gateway } from '../gateway.js';
import { createLogger } from '../telemetry/index.js';
import { loadPlugins } from './load-plugins.js';

export interface GatewayArguments {
  /** gateway.yaml; undefined: `gateway.yaml` of the working folder when it is there. */
  readonly config: string | undefined;
  readonly mode: 'development' | 'production';
  /** Values of command-line options, over the file's. */
  readonly overrides: UserConfig;
}

export interface RunningGateway {
  readonly gateway: Gateway;
  readonly url: string;
  readonly config: ResolvedConfig;
}

/** Loads the configuration and starts the gateway. @throws ConfigError, CliError, ClientError, or the listener's error. */
export const runGateway = async (given: GatewayArguments): Promise<RunningGateway> => {
  const { config, warnings } = loadConfig({
    ...(given.config === undefined ? {} : { file: given.config }),
    mode: given.mode,
    overrides: given.overrides,
  });
  const logger = createLogger({ ...config.telemetry.logs, mode: given.mode });
  for (const warning of warnings) logger.warn(warning);
  const plugins = await loadPlugins(config.plugins);
  const gateway = buildGateway({ config, mode: given.mode, logger, plugins, env: processEnvironment() });
  const { url } = await gateway.start();
  return { gateway, url, config };
};
