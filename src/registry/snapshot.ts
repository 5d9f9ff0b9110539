import { buildASTSchema, parse, type GraphQLSchema } from 'graphql';
import type { OperationLimits } from '../limits/index.js';
import {
  conditionSetting,
  createOperationStage,
  planDocument,
  type ConditionValues,
  type OperationStage,
} from '../operation/index.js';
import type { Operation } from '../operation/types.js';
import { CompiledOperation, createPlanner, PlanCache, TypeConditions } from '../plan/index.js';
import type { Planner, QueryPlan } from '../plan/types.js';
import { createSubgraphClient, type SubgraphClientOptions } from '../subgraph/index.js';
import type { SubgraphClient } from '../subgraph/types.js';
import { buildApiSchema } from './api-schema.js';
import { readFieldSubgraphs } from './field-subgraphs.js';
import { keyRules } from './key-rules.js';
import type { Supergraph } from './types.js';

export interface SnapshotOptions {
  readonly planner: {
    readonly engine: 'auto' | 'hive' | 'apollo';
    /** Milliseconds for planning one operation. */
    readonly timeout: number;
    readonly cache: { readonly maxEntries: number; readonly maxSize: number };
  };
  readonly limits: OperationLimits;
  readonly introspection: boolean;
  /** Lets validation messages name fields of the schema ("Did you mean …?"). */
  readonly exposeSchema: boolean;
  /** Connection settings of one subgraph. */
  subgraph(name: string, url: string): SubgraphClientOptions;
}

/** Everything that belongs to one supergraph. Immutable: a reload builds another one and swaps; requests keep theirs. */
export interface Snapshot {
  readonly supergraph: Supergraph;
  readonly apiSchema: GraphQLSchema;
  readonly operations: OperationStage;
  readonly clients: ReadonlyMap<string, SubgraphClient>;
  /**
   * The operation compiled for these coerced variables, of which only those in `@skip`/`@include` matter; synchronous when
   * it is cached. @throws ClientError, InternalError of planning.
   */
  compile(operation: Operation, variables: ConditionValues): CompiledOperation | Promise<CompiledOperation>;
  /** Ends planner and connections; call when no request uses the snapshot any more. */
  close(): Promise<void>;
}

const NOTHING_TO_FETCH: QueryPlan = { root: null };

/** Builds a snapshot aside: schema, planner worker, caches and pools. @throws ClientError, InternalError when it cannot be served. */
export const createSnapshot = async (supergraph: Supergraph, options: SnapshotOptions): Promise<Snapshot> => {
  const apiSchema = buildApiSchema(supergraph.sdl);
  const types = new TypeConditions(
    buildASTSchema(parse(supergraph.sdl, { noLocation: true }), { assumeValid: true, assumeValidSDL: true }),
  );
  const { engine, timeout, cache } = options.planner;
  const planner = await createPlanner({ engine, supergraphSdl: supergraph.sdl, timeoutMs: timeout });
  const plan = cachedPlanner(planner, cache);
  const compiled = new PlanCache<CompiledOperation>({
    maxEntries: cache.maxEntries,
    maxBytes: cache.maxSize,
  });
  const clients = new Map(
    supergraph.subgraphs.map(
      ({ name, url }) => [name, createSubgraphClient(options.subgraph(name, url))] as const,
    ),
  );
  return {
    supergraph,
    apiSchema,
    operations: createOperationStage({
      schema: apiSchema,
      limits: options.limits,
      introspection: options.introspection,
      exposeSchemaInErrors: options.exposeSchema,
      keyRules: keyRules(supergraph.sdl),
      fieldSubgraphs: readFieldSubgraphs(types.schema),
      cacheSize: cache.maxEntries,
    }),
    clients,
    compile: (operation, conditions) =>
      compiled.getOrCreate(compiledKey(operation, conditions), async () => {
        const queryPlan = await plan(operation, conditions);
        return new CompiledOperation({ operation, conditions, queryPlan, types });
      }),
    close: async () => {
      await Promise.all([planner.close(), ...[...clients.values()].map((client) => client.close())]);
    },
  };
};

// The client's text is part of the key because the answer's field order comes from it, not from the planned document.
const compiledKey = ({ hash, name, conditionVariables }: Operation, conditions: ConditionValues): string =>
  `${hash}:${name ?? ''}:${conditionSetting(conditionVariables, conditions)}`;

/** Plans by normalised document and name: texts that mean the same share a plan, and wait for the same planning. */
const cachedPlanner = (planner: Planner, cache: SnapshotOptions['planner']['cache']) => {
  const plans = new PlanCache<QueryPlan>({ maxEntries: cache.maxEntries, maxBytes: cache.maxSize });
  return (operation: Operation, conditions: ConditionValues): QueryPlan | Promise<QueryPlan> => {
    const { name } = operation;
    const document = planDocument(operation, conditions);
    if (document === undefined) return NOTHING_TO_FETCH;
    const byType = (): string | undefined => planDocument(operation, conditions, { byType: true });
    return plans.getOrCreate(`${name ?? ''}:${document}`, () =>
      planner.plan({ document, operationName: name, weight: operation.planWeight, byType }),
    );
  };
};
