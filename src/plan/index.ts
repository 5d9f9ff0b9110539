export { PlanCache, type PlanCacheOptions, type PlanCacheStats } from './plan-cache.js';
export { createPlanner, type PlannerOptions } from './planner.js';
export { printPlan } from './print-plan.js';
export { CompiledOperation } from './compiled-operation.js';
export { TypeConditions } from './compile-types.js';
export { compileText, type TextOperation } from './compile-text.js';
