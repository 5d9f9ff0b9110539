import { buildASTSchema, type GraphQLSchema } from 'graphql';
import type { OperationLimits } from '../limits/index.js';
import { nextTurn, type CacheStats } from '../lib/index.js';
import { createOperationStage, type ConditionValues, type OperationStage } from '../operation/index.js';
import type { Operation } from '../operation/types.js';
import { createPlanner, TypeConditions, type CompiledOperation, type UsedOperation } from '../plan/index.js';
import { createSubgraphClient, type SubgraphClientOptions } from '../subgraph/index.js';
import type { SubgraphClient } from '../subgraph/types.js';
import { buildApiSchema } from './api-schema.js';
import { readFieldSubgraphs } from './field-subgraphs.js';
import { keyRules } from './key-rules.js';
import { PlanStage } from './plan-stage.js';
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

/** Caches of one supergraph; counted since it was loaded, its warm-up included. */
export interface SnapshotStats {
  /** Documents that passed every check, by text. */
  readonly documents: CacheStats;
  /** Documents that were refused. A miss is a document that was checked. */
  readonly refused: CacheStats;
  /** Plans by what is planned. A miss asked the planner, or waited for it. */
  readonly plans: CacheStats;
  /** Plans made ready to run, by the client's text. */
  readonly compiled: CacheStats;
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
  /** Operations that ran on it, in no order that means anything. */
  used(): UsedOperation[];
  /**
   * Checks, plans and compiles an operation before it is asked for. @throws ClientError, AggregateError and InternalError of
   * `operations.prepare` and `compile`.
   */
  warm(used: UsedOperation): Promise<void>;
  cacheStats(): SnapshotStats;
  /** Ends planner and connections; call when no request uses the snapshot any more. */
  close(): Promise<void>;
}

/**
 * Builds a snapshot aside: schema, planner worker, caches and pools. Its steps give requests on the old one their turns.
 * @throws ClientError, InternalError when it cannot be served.
 */
export const createSnapshot = async (supergraph: Supergraph, options: SnapshotOptions): Promise<Snapshot> => {
  await nextTurn();
  const apiSchema = await buildApiSchema(supergraph.document);
  await nextTurn();
  const types = new TypeConditions(
    buildASTSchema(supergraph.document, { assumeValid: true, assumeValidSDL: true }),
  );
  await nextTurn();
  const { engine, timeout, cache } = options.planner;
  const planner = await createPlanner({ engine, supergraphSdl: supergraph.sdl, timeoutMs: timeout });
  const plans = new PlanStage({ planner, types, ...cache });
  const clients = new Map(
    supergraph.subgraphs.map(
      ({ name, url }) => [name, createSubgraphClient(options.subgraph(name, url))] as const,
    ),
  );
  const operations = createOperationStage({
    schema: apiSchema,
    limits: options.limits,
    introspection: options.introspection,
    exposeSchemaInErrors: options.exposeSchema,
    keyRules: keyRules(supergraph.sdl),
    fieldSubgraphs: readFieldSubgraphs(types.schema),
    cacheSize: cache.maxEntries,
    cacheBytes: cache.maxSize,
  });
  return {
    supergraph,
    apiSchema,
    operations,
    clients,
    compile: (operation, conditions) => plans.compile(operation, conditions),
    used: () => plans.used(),
    warm: async (used) => {
      const operation = operations.prepare(used.text, used.name);
      operations.protect(used.text);
      await plans.warm(operation, used);
    },
    cacheStats: () => ({ ...operations.stats, ...plans.stats }),
    close: async () => {
      await Promise.all([planner.close(), ...[...clients.values()].map((client) => client.close())]);
    },
  };
};
