import type {
  FetchNodePathSegment,
  FetchRewrite,
  FlattenNodePathSegment,
  PlanNode as HiveNode,
} from '@graphql-hive/router-query-planner';
import { normalizePlan, type PlanDialect, type RawNode } from './normalize.js';
import type { PlannerAdapter } from './planner-protocol.js';
import type { FlattenSegment, PlanRequest, QueryPlan, Rewrite, RewriteSegment } from './types.js';

/** A label of the form `percent(x)` is active for percentages below x: 100 leaves every such override off. */
const NO_PERCENTAGE = 100;

/**
 * Loads the native planner and builds its graph of the supergraph.
 * @throws whatever the native module throws: no binary for this platform, or a supergraph it cannot read.
 */
export const createHiveAdapter = async (supergraphSdl: string): Promise<PlannerAdapter> => {
  const { QueryPlanner } = await import('@graphql-hive/router-query-planner');
  const planner = new QueryPlanner(supergraphSdl);
  return {
    // It joins fetches by the interface when a subgraph knows no more than that.
    repairs: /\bisInterfaceObject\s*:\s*true/u.test(supergraphSdl),
    async plan({ document, operationName, override }: PlanRequest, signal: AbortSignal) {
      const labels = new Set(override?.labels);
      const percentage = override?.percentage ?? NO_PERCENTAGE;
      const plan = await planner.planAsync(document, operationName, labels, percentage, signal);
      return normalizeHivePlan(plan.node);
    },
  };
};

/** Brings a plan of the native planner into the internal format. */
export const normalizeHivePlan = (root: HiveNode | undefined): QueryPlan =>
  normalizePlan(root as RawNode<FlattenNodePathSegment, FetchRewrite> | null | undefined, dialect);

const flattenSegment = (segment: FlattenNodePathSegment): FlattenSegment => {
  if (segment === '@') return { kind: 'list' };
  if ('Field' in segment) return { kind: 'field', name: segment.Field };
  return { kind: 'type', names: segment.TypeCondition };
};

const rewriteSegment = (segment: FetchNodePathSegment): RewriteSegment =>
  'Key' in segment ? { kind: 'key', name: segment.Key } : { kind: 'type', names: segment.TypenameEquals };

const dialect: PlanDialect<FlattenNodePathSegment, FetchRewrite> = {
  path: (segments) => segments.map(flattenSegment),
  rewrite(raw): Rewrite {
    if ('KeyRenamer' in raw) {
      const { path, renameKeyTo } = raw.KeyRenamer;
      return { kind: 'rename-key', path: path.map(rewriteSegment), name: renameKeyTo };
    }
    const { path, setValueTo } = 'ValueSetter' in raw ? raw.ValueSetter : raw;
    return { kind: 'set-value', path: path.map(rewriteSegment), value: setValueTo };
  },
};
