import { nearest } from '../lib/index.js';
import { HOOK_NAMES } from './hooks.js';

/** One thing that is wrong with a plugin. */
export interface PluginProblem {
  /** e.g. `plugins[0].onRequest`. */
  readonly path: string;
  readonly message: string;
}

const MEMBERS: readonly string[] = [...HOOK_NAMES, 'apollo'];

/**
 * Everything that is wrong with a list of plugins: one without a name, a hook that is no function, a member that looks like
 * a hook and is none. Other members are the plugin's own.
 */
export const pluginProblems = (plugins: readonly unknown[]): PluginProblem[] =>
  plugins.flatMap((plugin, index) => problemsOf(plugin, `plugins[${index}]`));

const problemsOf = (plugin: unknown, path: string): PluginProblem[] => {
  if (typeof plugin !== 'object' || plugin === null)
    return [{ path, message: 'expected a plugin: an object with a name and hooks' }];
  const members = plugin as Readonly<Record<string, unknown>>;
  const name = members['name'];
  const nameless = typeof name !== 'string' || name === '';
  return [
    ...(nameless ? [{ path: `${path}.name`, message: 'is required, as a text' }] : []),
    ...membersOf(plugin)
      .filter((member) => members[member] !== undefined)
      .flatMap((member) => {
        const message = memberProblem(member, members[member]);
        return message === undefined ? [] : [{ path: `${path}.${member}`, message }];
      }),
  ];
};

const memberProblem = (member: string, value: unknown): string | undefined => {
  if (member === 'apollo') return undefined;
  if (MEMBERS.includes(member)) return typeof value === 'function' ? undefined : 'expected a function';
  const near = nearest(member, MEMBERS);
  if (near !== undefined) return `unknown hook; did you mean "${near}"?`;
  return /^on[A-Z]/.test(member) ? `unknown hook; known hooks: ${MEMBERS.join(', ')}` : undefined;
};

/** Names of an object and of its classes. */
const membersOf = (plugin: object): string[] => {
  const names = new Set<string>();
  let at: object | null = plugin;
  while (at !== null && at !== Object.prototype) {
    for (const name of Object.getOwnPropertyNames(at)) names.add(name);
    at = Object.getPrototypeOf(at) as object | null;
  }
  return [...names];
};
