export { ConfigError, formatProblem, type ConfigProblem } from './config-error.js';
export { onlyBuilt } from './availability.js';
export { isLoopback } from './checks.js';
export { processEnvironment, WORKER_VARIABLE, workerNumber, type Environment } from './env.js';
export { hideSecrets } from './hide-secrets.js';
export { configJsonSchema } from './json-schema.js';
export { loadConfig, type LoadedConfig, type LoadOptions } from './load.js';
export { configurationMarkdown } from './markdown.js';
export { configOptions, type ConfigOption } from './options.js';
export { defineConfig, resolveConfig } from './resolve.js';
export {
  settingsOf,
  type DeepReadonly,
  type Mode,
  type ResolvedConfig,
  type ResolvedSubgraph,
} from './resolved.js';
export type { UserConfig } from './schema.js';
