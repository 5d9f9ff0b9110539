import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from '../plugins/index.js';
import { CliError, EXIT_CODES } from './cli-error.js';

/** Imports the plugins of gateway.yaml; each module exports one as `plugin` or as its default. @throws CliError */
export const loadPlugins = (paths: readonly string[]): Promise<Plugin[]> =>
  Promise.all(paths.map(loadPlugin));

const loadPlugin = async (path: string): Promise<Plugin> => {
  const module = (await import(pathToFileURL(resolve(path)).href).catch((error: unknown) => {
    throw new CliError(
      `The plugin ${path} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`,
      {
        exitCode: EXIT_CODES.usage,
        hint: 'A plugin is an ES module in JavaScript; TypeScript is compiled first.',
      },
    );
  })) as { readonly plugin?: Plugin; readonly default?: Plugin };
  const plugin = module.plugin ?? module.default;
  if (typeof plugin?.name !== 'string') {
    throw new CliError(`The plugin ${path} exports no plugin.`, {
      exitCode: EXIT_CODES.usage,
      hint: 'Export an object with a `name` and hooks, as `plugin` or as the default export.',
    });
  }
  return plugin;
};
