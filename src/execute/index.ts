export { executePlan } from './execute-plan.js';
export type { RecordedCall } from './recorded-calls.js';
export { MAX_ERRORS } from './state.js';
export { countReason, textCounters, type TextCounters } from './text/counters.js';
export { executeText, type FallbackReason, type TextExecuted } from './text/execute-text.js';
