import type { Plugin } from './types.js';

/** The stages that a plugin may have a hook for. */
export const HOOK_NAMES = [
  'onOperation',
  'onExecute',
  'onSubgraphRequest',
  'onResponse',
  'onSchemaChange',
  'onStop',
] as const satisfies readonly (keyof Plugin)[];
type HookName = (typeof HOOK_NAMES)[number];
type HookEvent<TName extends HookName> = Parameters<NonNullable<Plugin[TName]>>[0];
type AsyncHook<TName extends HookName> = (event: HookEvent<TName>) => Promise<void>;

/** All plugins' hooks of one stage as one function; null when no plugin has it. */
export interface Hooks {
  readonly onOperation: AsyncHook<'onOperation'> | null;
  readonly onExecute: AsyncHook<'onExecute'> | null;
  readonly onSubgraphRequest: ((event: HookEvent<'onSubgraphRequest'>) => void) | null;
  readonly onResponse: AsyncHook<'onResponse'> | null;
  readonly onSchemaChange: AsyncHook<'onSchemaChange'> | null;
  readonly onStop: AsyncHook<'onStop'> | null;
}

const chain = <TName extends HookName>(plugins: readonly Plugin[], name: TName): AsyncHook<TName> | null => {
  const having = plugins.filter((plugin) => typeof plugin[name] === 'function');
  if (having.length === 0) return null;
  return async (event) => {
    for (const plugin of having)
      await (plugin[name] as (event: HookEvent<TName>) => void | Promise<void>)(event);
  };
};

const chainSync = (plugins: readonly Plugin[]): Hooks['onSubgraphRequest'] => {
  const having = plugins.filter((plugin) => plugin.onSubgraphRequest !== undefined);
  if (having.length === 0) return null;
  return (event) => {
    for (const plugin of having) plugin.onSubgraphRequest?.(event);
  };
};

/** Joins the hooks of all plugins, in the order of the list. */
export const joinHooks = (plugins: readonly Plugin[]): Hooks => ({
  onOperation: chain(plugins, 'onOperation'),
  onExecute: chain(plugins, 'onExecute'),
  onSubgraphRequest: chainSync(plugins),
  onResponse: chain(plugins, 'onResponse'),
  onSchemaChange: chain(plugins, 'onSchemaChange'),
  onStop: chain(plugins, 'onStop'),
});
