export {
  createOperationLimits,
  type OperationLimitOptions,
  type OperationLimits,
} from './operation-limits.js';
export { measureDocument, type DocumentMeasure, type OperationMeasure } from './operation-measure.js';
