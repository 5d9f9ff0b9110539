import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPlanner } from '../../../src/plan/index.js';
import type { EntityFetchNode, FetchNode, PlanNode, QueryPlan } from '../../../src/plan/types.js';
import { composeSubgraphs, REPOSITORY_ROOT } from '../../harness/index.js';

export const BENCHMARK_FOLDER = join(REPOSITORY_ROOT, 'test/fixtures/benchmark');
export const BENCHMARK = readFileSync(join(BENCHMARK_FOLDER, 'supergraph.graphql'), 'utf8');
export const HEAVY = readFileSync(join(BENCHMARK_FOLDER, 'heavy.graphql'), 'utf8');

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.8", import: [
  "@key", "@requires", "@external", "@interfaceObject", "@shareable", "@override", "@context", "@fromContext"
])\n`;

/** Composes SDL by subgraph name. */
export const compose = (subgraphs: Readonly<Record<string, string>>): string =>
  composeSubgraphs(
    Object.entries(subgraphs).map(([name, typeDefs]) => ({
      name,
      url: `http://${name}`,
      typeDefs: LINK + typeDefs,
    })),
  );

/** Starts a planner, plans one document and closes it. */
export const planWith = async (
  engine: 'hive' | 'apollo' | 'auto',
  supergraphSdl: string,
  document: string,
): Promise<QueryPlan> => {
  const planner = await createPlanner({ engine, supergraphSdl, timeoutMs: 20_000 });
  try {
    return await planner.plan({ document, operationName: undefined });
  } finally {
    await planner.close();
  }
};

/** All fetches of a plan in the order in which they stand in it. */
export const fetchesOf = (node: PlanNode | null | undefined): (FetchNode | EntityFetchNode)[] => {
  if (!node) return [];
  switch (node.kind) {
    case 'fetch':
    case 'entity-fetch':
      return [node];
    case 'sequence':
    case 'parallel':
      return node.nodes.flatMap(fetchesOf);
    case 'condition':
      return [...fetchesOf(node.ifTrue), ...fetchesOf(node.ifFalse)];
    case 'defer':
      return [...fetchesOf(node.primary.node), ...node.deferred.flatMap((part) => fetchesOf(part.node))];
    case 'subscription':
      return [node.primary, ...fetchesOf(node.rest)];
  }
};

export const entityFetchesOf = (plan: QueryPlan): EntityFetchNode[] =>
  fetchesOf(plan.root).filter((fetch) => fetch.kind === 'entity-fetch');

/** A document whose planning takes either engine far longer than any test waits. */
export const explosiveOperation = (depth: number): string => {
  let selection = 'name username id';
  for (let level = 0; level < depth; level++) {
    selection = `id a:reviews @include(if:$c${level}) {product{b:reviews{author{${selection}}} inStock}}
      c:reviews @skip(if:$c${level}){author{${selection}}}`;
  }
  const variables = Array.from({ length: depth }, (_, level) => `$c${level}:Boolean!`).join(' ');
  return `query(${variables}){users{${selection}}}`;
};
