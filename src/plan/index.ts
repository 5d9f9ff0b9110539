export { PlanCache, type PlanCacheOptions } from './plan-cache.js';
export { createPlanner, type PlannerOptions } from './planner.js';
export { printPlan } from './print-plan.js';
export { CompiledOperation, type UsedOperation } from './compiled-operation.js';
export { TypeConditions } from './compile-types.js';
export { compileText, type TextOperation } from './compile-text.js';
export { isExpensive, planBytes, planSize, type PlanSize } from './plan-size.js';
