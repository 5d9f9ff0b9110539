export { pluginProblems, type PluginProblem } from './check.js';
export { joinHooks, type Hooks } from './hooks.js';
export type { OperationEvent, Plugin, SubgraphRequestEvent } from './types.js';
