import type { Shape } from '../respond/types.js';
import type { PlanNode, QueryPlan } from './types.js';

/** How large a plan is: what planning it cost, and what is made of it, depend on this. */
export interface PlanSize {
  /** Calls of subgraphs that the plan may make. */
  readonly calls: number;
  /** Characters of the plan as JSON. */
  readonly length: number;
}

export const planSize = (plan: QueryPlan): PlanSize => ({
  calls: plan.root === null ? 0 : callsOf(plan.root),
  length: JSON.stringify(plan).length,
});

const sum = (nodes: readonly (PlanNode | undefined)[]): number =>
  nodes.reduce((total, node) => total + (node === undefined ? 0 : callsOf(node)), 0);

const callsOf = (node: PlanNode): number => {
  switch (node.kind) {
    case 'fetch':
    case 'entity-fetch':
      return 1;
    case 'sequence':
    case 'parallel':
      return sum(node.nodes);
    case 'condition':
      return sum([node.ifTrue, node.ifFalse]);
    case 'defer':
      return sum([node.primary.node, ...node.deferred.map((part) => part.node)]);
    case 'subscription':
      return sum([node.primary, node.rest]);
  }
};

const EXPENSIVE_CALLS = 4;
const EXPENSIVE_LENGTH = 8192;

/**
 * Whether planning and compiling again cost many times what they cost for a simple operation. (Heavy of the benchmark, 7 calls
 * and 5,400 characters, takes 10 times the time of three fields from one subgraph.)
 */
export const isExpensive = ({ calls, length }: PlanSize): boolean =>
  calls >= EXPENSIVE_CALLS || length >= EXPENSIVE_LENGTH;

/** Fields of an answer written out, those of shared selections once; of abstract types those of one type. */
export const fieldCount = (shape: Shape, seen = new Set<unknown>()): number => {
  if (shape.kind === 'list') return fieldCount(shape.of, seen);
  if (shape.kind === 'leaf') return 0;
  const fields = shape.fields ?? shape.fieldsFor(shape.fallbackType) ?? [];
  if (seen.has(fields)) return 0;
  seen.add(fields);
  return fields.reduce((total, field) => total + 1 + fieldCount(field.shape, seen), 0);
};

/** Bytes of heap: see scripts/micro/cache-bytes.mjs. */
const PLAN = { base: 500, perCharacter: 2 };
const COMPILED = { base: 1500, perField: 700, perCall: 1500 };
const TEXT = { base: 0, perField: 850, perCall: 2000 };

interface CompiledSize extends PlanSize {
  /** From `fieldCount`. */
  readonly fields: number;
}

const estimate = ({ base, perField, perCall }: typeof COMPILED, { fields, calls }: CompiledSize): number =>
  base + perField * fields + perCall * calls;

/** Estimate of the heap that a plan takes, in bytes. */
export const planBytes = ({ length }: PlanSize): number => PLAN.base + PLAN.perCharacter * length;

/** The same of a compiled operation with its plan. `withText`: also what it needs to run without objects. */
export const compiledBytes = (size: CompiledSize, withText: boolean): number =>
  planBytes(size) + estimate(COMPILED, size) + (withText ? estimate(TEXT, size) : 0);
