export { executePlan } from './execute-plan.js';
export { MAX_ERRORS } from './state.js';
