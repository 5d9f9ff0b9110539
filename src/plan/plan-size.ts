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

/** Bytes of heap: at rest, and for each character of the plan. See bench/micro/cache-bytes.mjs. */
const PLAN = { base: 500, perCharacter: 2 };
const COMPILED = { base: 2500, perCharacter: 8.5 };
const TEXT = { base: 2000, perCharacter: 13.5 };

const estimate = ({ base, perCharacter }: typeof PLAN, { length }: PlanSize): number =>
  base + perCharacter * length;

/** Estimate of the heap that a plan takes, in bytes. */
export const planBytes = (size: PlanSize): number => estimate(PLAN, size);

/** The same of a compiled operation with its plan. `withText`: also what it needs to run without objects. */
export const compiledBytes = (size: PlanSize, withText: boolean): number =>
  planBytes(size) + estimate(COMPILED, size) + (withText ? estimate(TEXT, size) : 0);
