import type { ExecutablePlan } from '../execute/types.js';
import type { Operation } from '../operation/types.js';
import type { Projection } from '../respond/types.js';
import { compilePlan } from './compile-plan.js';
import { compileText, type TextOperation } from './compile-text.js';
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

const FIRST_RUN = { unfit: 'first run' };

/** An operation ready to run under one setting of its condition variables: nothing else in it depends on the request. */
export class CompiledOperation {
  readonly queryPlan: QueryPlan;
  readonly plan: ExecutablePlan;
  readonly projection: Projection;
  private readonly operation: Operation;
  private readonly types: TypeConditions;
  private runs = 0;
  private compiledText: TextOperation | { readonly unfit: string } | null = null;

  /** @throws InternalError for plan nodes that this version does not execute. */
  constructor({ operation, conditions, queryPlan, types }: CompileInput) {
    this.queryPlan = queryPlan;
    this.plan = compilePlan(queryPlan, types);
    this.projection = compileProjection(operation, conditions, types);
    this.operation = operation;
    this.types = types;
  }

  /**
   * The way that makes no objects, or why there is none, for the next run. Compiled for the second run: many operations
   * run only once, and compiling costs more than it saves then.
   */
  textForRun(): TextOperation | { readonly unfit: string } {
    return this.runs++ === 0 ? FIRST_RUN : this.text;
  }

  get text(): TextOperation | { readonly unfit: string } {
    const { operation, queryPlan, plan, projection, types } = this;
    this.compiledText ??= compileText({ operation, queryPlan, plan, projection, types });
    return this.compiledText;
  }
}
