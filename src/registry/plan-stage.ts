import type { CacheStats } from '../lib/index.js';
import { conditionSetting, planDocument, type ConditionValues } from '../operation/index.js';
import type { Operation } from '../operation/types.js';
import {
  CompiledOperation,
  isExpensive,
  PlanCache,
  planBytes,
  planSize,
  type PlanSize,
  type TypeConditions,
  type UsedOperation,
} from '../plan/index.js';
import type { Planner, QueryPlan } from '../plan/types.js';

export interface PlanStageOptions {
  readonly planner: Planner;
  readonly types: TypeConditions;
  /** Plans, and as many compiled operations. */
  readonly maxEntries: number;
  /** Bytes of both together. */
  readonly maxSize: number;
}

/** The part of the memory that is for plans as the planner makes them; the rest is for what is compiled of them. */
const PLANS_SHARE = 0.2;
const BYTES_PER_CHARACTER = 2;
interface SizedPlan {
  readonly queryPlan: QueryPlan;
  readonly size: PlanSize;
}

const sized = (queryPlan: QueryPlan): SizedPlan => ({ queryPlan, size: planSize(queryPlan) });

const NOTHING_TO_FETCH = sized({ root: null });

/** Operations to compiled operations of one supergraph: plans and compiles what is not cached. */
export class PlanStage {
  readonly #options: PlanStageOptions;
  readonly #plans: PlanCache<SizedPlan>;
  readonly #compiled: PlanCache<CompiledOperation>;

  constructor(options: PlanStageOptions) {
    const { maxEntries, maxSize } = options;
    this.#options = options;
    const plansSize = Math.floor(maxSize * PLANS_SHARE);
    this.#plans = new PlanCache({
      maxEntries,
      maxBytes: plansSize,
      estimateBytes: ({ size }, key) => planBytes(size) + key.length * BYTES_PER_CHARACTER,
      isExpensive: ({ size }) => isExpensive(size),
    });
    this.#compiled = new PlanCache({
      maxEntries,
      maxBytes: maxSize - plansSize,
      estimateBytes: (compiled, key, reused) => compiled.bytes(reused) + key.length * BYTES_PER_CHARACTER,
      isExpensive: ({ size }) => isExpensive(size),
    });
  }

  /** Synchronous when it is cached. @throws ClientError, InternalError of planning. */
  compile(operation: Operation, conditions: ConditionValues): CompiledOperation | Promise<CompiledOperation> {
    const key = keyOf(operation, conditions);
    return this.#compiled.find(key) ?? this.#create(key, operation, conditions);
  }

  /** Compiles also what is else compiled later, and protects it from floods. @throws as `compile`. */
  async warm(operation: Operation, { conditions, runs }: UsedOperation): Promise<void> {
    (await this.compile(operation, conditions)).warm(runs);
    this.#compiled.protect(keyOf(operation, conditions));
  }

  /** Every operation that ran, in no order that means anything. */
  used(): UsedOperation[] {
    return Array.from(this.#compiled.values(), ({ used }) => used);
  }

  get stats(): { readonly plans: CacheStats; readonly compiled: CacheStats } {
    return { plans: this.#plans.stats, compiled: this.#compiled.stats };
  }

  #create(key: string, operation: Operation, conditions: ConditionValues): Promise<CompiledOperation> {
    const { types } = this.#options;
    return this.#compiled.create(key, async () => {
      const plan = await this.#plan(operation, conditions);
      return new CompiledOperation({ operation, conditions, ...plan, types });
    });
  }

  /** Plans by normalised document and name: texts that mean the same share a plan, and wait for the same planning. */
  #plan(operation: Operation, conditions: ConditionValues): SizedPlan | Promise<SizedPlan> {
    const { name } = operation;
    const document = planDocument(operation, conditions);
    if (document === undefined) return NOTHING_TO_FETCH;
    const byType = (): string | undefined => planDocument(operation, conditions, { byType: true });
    return this.#plans.getOrCreate(`${name ?? ''}:${document}`, async () =>
      sized(
        await this.#options.planner.plan({
          document,
          operationName: name,
          weight: operation.planWeight,
          byType,
        }),
      ),
    );
  }
}

// The client's text is part of the key because the answer's field order comes from it, not from the planned document.
const keyOf = ({ id, conditionVariables }: Operation, conditions: ConditionValues): string =>
  conditionVariables.length === 0 ? id : `${id}:${conditionSetting(conditionVariables, conditions)}`;
