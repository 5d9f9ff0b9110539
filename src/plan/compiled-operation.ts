import type { ExecutablePlan } from '../execute/types.js';
import type { Operation } from '../operation/types.js';
import type { Projection } from '../respond/types.js';
import { compilePlan } from './compile-plan.js';
import { compileText, type TextOperation } from './compile-text.js';
import { compileProjection, type Conditions } from './compile-projection.js';
import type { TypeConditions } from './compile-types.js';
import { compiledBytes, fieldCount, planSize, type PlanSize } from './plan-size.js';
import type { QueryPlan } from './types.js';

export interface CompileInput {
  readonly operation: Operation;
  /** Values of the operation's condition variables that the plan was made for. */
  readonly conditions: Conditions;
  readonly queryPlan: QueryPlan;
  /** Default: measured. */
  readonly size?: PlanSize;
  readonly types: TypeConditions;
}

/** What is needed to plan an operation again, and how often it ran. */
export interface UsedOperation {
  /** The client's document. */
  readonly text: string;
  readonly name: string | undefined;
  /** Values of its condition variables. */
  readonly conditions: Readonly<Record<string, boolean>>;
  readonly runs: number;
}

const FIRST_RUN = { unfit: 'first run' };

/** An operation ready to run under one setting of its condition variables: nothing else in it depends on the request. */
export class CompiledOperation {
  readonly queryPlan: QueryPlan;
  readonly plan: ExecutablePlan;
  readonly projection: Projection;
  readonly size: PlanSize;
  private readonly fields: number;
  readonly source: Omit<UsedOperation, 'runs'>;
  private readonly operation: Operation;
  private readonly types: TypeConditions;
  private runs = 0;
  private compiledText: TextOperation | { readonly unfit: string } | null = null;

  /** @throws InternalError for plan nodes that this version does not execute. */
  constructor({ operation, conditions, queryPlan, size, types }: CompileInput) {
    const { text, name, conditionVariables } = operation;
    this.queryPlan = queryPlan;
    this.plan = compilePlan(queryPlan, types);
    this.projection = compileProjection(operation, conditions, types);
    this.size = size ?? planSize(queryPlan);
    this.fields = fieldCount(this.projection.root);
    this.source = {
      text,
      name,
      conditions: Object.fromEntries(conditionVariables.map((v) => [v, conditions[v] === true])),
    };
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

  /**
   * Estimate of the heap that it takes in bytes, with its document, which the projection keeps.
   * @param withText also what the second run adds
   */
  bytes(withText: boolean): number {
    return this.operation.bytes + compiledBytes({ ...this.size, fields: this.fields }, withText);
  }

  get text(): TextOperation | { readonly unfit: string } {
    const { operation, queryPlan, plan, projection, types } = this;
    this.compiledText ??= compileText({ operation, queryPlan, plan, projection, types });
    return this.compiledText;
  }

  get used(): UsedOperation {
    return { ...this.source, runs: this.runs };
  }

  /** Makes ready what is else compiled at the second run, and takes over runs of before. */
  warm(runs: number): void {
    void this.text;
    this.runs += runs;
  }
}
