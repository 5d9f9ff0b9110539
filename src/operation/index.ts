export { conditionSetting, type ConditionValues } from './conditions.js';
export { introspect } from './introspection.js';
export { planDocument } from './normalize.js';
export { planWeight, type FieldSubgraphs, type SubgraphSet } from './plan-weight.js';
export { createOperationStage, type OperationStage, type OperationStageOptions } from './operation-stage.js';
export { SourceKeys, type KeyRules } from './source-keys.js';
export { scanDocument, type ScanLimits, type ScanResult } from './scan.js';
export type { Operation, OperationParams } from './types.js';
export {
  coerceVariables,
  type CoercedVariables,
  type CoerceOptions,
  type VariableValues,
} from './variables.js';
