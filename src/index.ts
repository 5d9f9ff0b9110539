import {
  ConfigError,
  defineConfig,
  resolveConfig,
  type ConfigProblem,
  type UserConfig,
} from './config/index.js';
import { buildGateway, type CacheReport, type Gateway } from './gateway.js';
import type { CacheStats } from './lib/index.js';
import type { Plugin } from './plugins/index.js';
import { LoadError } from './registry/index.js';
import type { CompositionProblem } from './registry/types.js';
import { createLogger, type Logger } from './telemetry/index.js';

export { ClientError, InternalError, type ErrorCode, type FormattedError } from './errors/index.js';
export type { RequestContext } from './context/index.js';
export type { OperationEvent, Plugin, SubgraphRequestEvent } from './plugins/index.js';
export { ConfigError, defineConfig, LoadError };
export type { CacheReport, CacheStats, CompositionProblem, ConfigProblem, Gateway, Logger, UserConfig };

export interface CreateGatewayOptions {
  /** What gateway.yaml may say, with the same names and defaults. */
  readonly config?: UserConfig;
  /** Default `production`: no playground, no introspection, masked errors, no watching. */
  readonly mode?: 'development' | 'production';
  readonly plugins?: readonly Plugin[];
  /** Default: the project's own logger, set by `telemetry.logs`. */
  readonly logger?: Logger;
}

/**
 * Creates a gateway; nothing is loaded or bound before `start`.
 * @throws ConfigError that names every wrong key, and every hook of a plugin that there is not; `server.workers` is a wrong key: a
 * gateway in code is one process.
 */
export const createGateway = async (options: CreateGatewayOptions = {}): Promise<Gateway> => {
  const mode = options.mode ?? 'production';
  const config = resolveConfig(options.config ?? {}, mode);
  if (config.server.workers !== 1) {
    const message =
      'is for spork serve: a gateway that is created in code is one process; start several of them yourself, or leave this out';
    throw new ConfigError([{ path: 'server.workers', message }]);
  }
  const logger = options.logger ?? createLogger({ ...config.telemetry.logs, mode });
  return buildGateway({ config, mode, plugins: options.plugins ?? [], logger });
};
