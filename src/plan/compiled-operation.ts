import type { ExecutablePlan } from '../execute/types.js';
import type { Operation } from '../operation/types.js';
import type { Projection } from '../respond/types.js';
import { compilePlan } from './compile-plan.js';
import { compileProjection, type Conditions } from './compile-projection.js';
import type { TypeConditions } from './compile-types.js';
import type { QueryPlan } from './types.js';

export interface CompileInput {
  readonly operation: Operation;
  /** Values of the operation's condition variables that the plan was made for. */
  readonly conditions: Conditions;
  readonly queryPlan: QueryPlan;
  readonly types: TypeConditions;
}

/** An operation ready to run under one setting of its condition variables: nothing else in it depends on the request. */
export class CompiledOperation {
  readonly queryPlan: QueryPlan;
  readonly plan: ExecutablePlan;
  readonly projection: Projection;

  /** @throws InternalError for plan nodes that this version does not execute. */
  constructor({ operation, conditions, queryPlan, types }: CompileInput) {
    this.queryPlan = queryPlan;
    this.plan = compilePlan(queryPlan, types);
    this.projection = compileProjection(operation, conditions);
  }
}
