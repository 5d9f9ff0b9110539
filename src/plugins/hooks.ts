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

type HookReport = (failure: {
  readonly plugin: string;
  readonly hook: HookName;
  readonly error: unknown;
}) => void;

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

/** A hook that only learns of something: what it throws is reported, and changes nothing for the gateway and other plugins. */
const notify = <TName extends 'onSchemaChange' | 'onStop'>(
  plugins: readonly Plugin[],
  name: TName,
  report: HookReport,
): AsyncHook<TName> | null => {
  const tell = plugins.flatMap((plugin) => {
    const hook = chain([plugin], name);
    return hook === null ? [] : [{ plugin: plugin.name, hook }];
  });
  if (tell.length === 0) return null;
  return async (event) => {
    for (const { plugin, hook } of tell) {
      await hook(event).catch((error: unknown) => report({ plugin, hook: name, error }));
    }
  };
};

/**
 * Joins the hooks of all plugins, in the order of the list.
 * @param report told of a hook without a request that failed; those of requests reject.
 */
export const joinHooks = (plugins: readonly Plugin[], report: HookReport): Hooks => ({
  onOperation: chain(plugins, 'onOperation'),
  onExecute: chain(plugins, 'onExecute'),
  onSubgraphRequest: chainSync(plugins),
  onResponse: chain(plugins, 'onResponse'),
  onSchemaChange: notify(plugins, 'onSchemaChange', report),
  onStop: notify(plugins, 'onStop', report),
});
