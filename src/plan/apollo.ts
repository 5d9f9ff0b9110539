import type { FetchDataRewrite, PlanNode as ApolloNode, SubscriptionNode } from '@apollo/query-planner';
import { normalizePlan, type PlanDialect, type RawNode } from './normalize.js';
import type { PlannerAdapter } from './planner-protocol.js';
import type { FlattenSegment, PlanRequest, QueryPlan, Rewrite, RewriteSegment } from './types.js';

/**
 * Loads Apollo's planner (Elastic-2.0: only ever imported here, on demand) and builds its graph of the supergraph.
 * @throws when the supergraph is not valid.
 */
export const createApolloAdapter = async (supergraphSdl: string): Promise<PlannerAdapter> => {
  const { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph, operationFromDocument } =
    await import('@apollo/federation-internals');
  const { QueryPlanner } = await import('@apollo/query-planner');
  const { parse } = await import('graphql');
  // The default set is that of Apollo's gateway, which refuses authorisation and cost directives; these are enforced elsewhere here.
  const supergraph = Supergraph.build(supergraphSdl, {
    supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  });
  const planner = new QueryPlanner(supergraph, { incrementalDelivery: { enableDefer: true } });
  const apiSchema = supergraph.apiSchema();
  const labels = overrideLabels(supergraphSdl);
  return {
    // It joins fetches of objects that differ in what they have.
    repairs: true,
    plan(request) {
      const options = request.operationName === undefined ? {} : { operationName: request.operationName };
      const operation = operationFromDocument(apiSchema, parse(request.document), options);
      const plan = planner.buildQueryPlan(operation, { overrideConditions: activeLabels(labels, request) });
      return normalizeApolloPlan(plan.node);
    },
  };
};

const overrideLabels = (sdl: string): string[] => [
  ...new Set([...sdl.matchAll(/overrideLabel:\s*"([^"]*)"/gu)].map((match) => match[1] ?? '')),
];

const activeLabels = (labels: readonly string[], { override }: PlanRequest): Map<string, boolean> => {
  const named = new Set(override?.labels);
  const percentage = override?.percentage ?? 100;
  return new Map(
    labels.map((label) => {
      const share = /^percent\(([\d.]+)\)$/u.exec(label)?.[1];
      return [label, share === undefined ? named.has(label) : percentage < Number(share)];
    }),
  );
};

/** Brings a plan of Apollo's planner into the internal format. */
export const normalizeApolloPlan = (root: ApolloNode | SubscriptionNode | undefined): QueryPlan =>
  normalizePlan(root as RawNode<string | number, FetchDataRewrite> | undefined, dialect);

const FRAGMENT_PREFIX = '... on ';
/** A segment is a field or `@`, either of them with `|[A,B]` behind it when only these types are meant. */
const CONDITIONED = /^(.*)\|\[([^\]]*)\]$/u;

const flattenSegments = (segment: string | number): FlattenSegment[] => {
  const text = String(segment);
  const conditioned = CONDITIONED.exec(text);
  const place = conditioned ? (conditioned[1] ?? '') : text;
  const segments: FlattenSegment[] = [];
  if (place === '@') segments.push({ kind: 'list' });
  else if (place !== '') segments.push({ kind: 'field', name: place });
  if (conditioned) segments.push({ kind: 'type', names: (conditioned[2] ?? '').split(',') });
  return segments;
};

const rewriteSegment = (segment: string): RewriteSegment =>
  segment.startsWith(FRAGMENT_PREFIX)
    ? { kind: 'type', names: [segment.slice(FRAGMENT_PREFIX.length)] }
    : { kind: 'key', name: segment };

const dialect: PlanDialect<string | number, FetchDataRewrite> = {
  path: (segments) => segments.flatMap(flattenSegments),
  rewrite(raw): Rewrite {
    const path = raw.path.map(rewriteSegment);
    return raw.kind === 'KeyRenamer'
      ? { kind: 'rename-key', path, name: raw.renameKeyTo }
      : { kind: 'set-value', path, value: raw.setValueTo };
  },
};
