import { LRUCache } from 'lru-cache';
import type { ExecutablePlan } from '../execute/types.js';
import type { Operation } from '../operation/types.js';
import type { Projection } from '../respond/types.js';
import { compilePlan } from './compile-plan.js';
import { compileText, type TextOperation } from './compile-text.js';
import { compileProjection } from './compile-projection.js';
import type { TypeConditions } from './compile-types.js';
import type { QueryPlan } from './types.js';

/** Settings of the condition variables that are kept ready; more are compiled again when they return. */
const MAX_PROJECTIONS = 64;

const FIRST_RUN = { unfit: 'first run' };

/** An operation ready to run: nothing in it depends on the request. */
export class CompiledOperation {
  readonly queryPlan: QueryPlan;
  readonly plan: ExecutablePlan;
  private readonly operation: Operation;
  private readonly types: TypeConditions;
  private runs = 0;
  private compiledText: TextOperation | { readonly unfit: string } | null = null;
  private readonly single: Projection | null;
  private readonly projections = new LRUCache<string, Projection>({ max: MAX_PROJECTIONS });

  constructor(operation: Operation, queryPlan: QueryPlan, types: TypeConditions) {
    this.operation = operation;
    this.queryPlan = queryPlan;
    this.plan = compilePlan(queryPlan, types);
    this.single = operation.conditionVariables.length === 0 ? compileProjection(operation, {}) : null;
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
    this.compiledText ??=
      this.single === null
        ? { unfit: 'conditions' }
        : compileText({
            operation: this.operation,
            queryPlan: this.queryPlan,
            plan: this.plan,
            projection: this.single,
            types: this.types,
          });
    return this.compiledText;
  }

  /** How to write the answer under these variables: `@skip` and `@include` are decided here, not while writing. */
  projectionFor(variables: Readonly<Record<string, unknown>>): Projection {
    if (this.single !== null) return this.single;
    const key = this.operation.conditionVariables
      .map((name) => (variables[name] === true ? '1' : '0'))
      .join('');
    let projection = this.projections.get(key);
    if (projection === undefined) {
      projection = compileProjection(this.operation, variables);
      this.projections.set(key, projection);
    }
    return projection;
  }
}
