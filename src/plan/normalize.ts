import { InternalError } from '../errors/index.js';
import type {
  DeferNode,
  EntityBatch,
  EntityFetchNode,
  FetchNode,
  FlattenPath,
  OperationKind,
  PlanNode,
  QueryPlan,
  RequiresSelection,
  Rewrite,
  SubscriptionNode,
} from './types.js';

/**
 * What the plan formats of both engines have in common; `S` is a path segment, `R` a rewrite.
 * The native planner writes null for some of what is absent, whatever its types say.
 */
export type RawNode<S, R> =
  | RawFetch<R>
  | RawBatchFetch<S, R>
  | { kind: 'Sequence' | 'Parallel'; nodes: RawNode<S, R>[] }
  | { kind: 'Flatten'; path: S[]; node: RawNode<S, R> }
  | {
      kind: 'Condition';
      condition: string;
      ifClause?: RawNode<S, R> | null;
      elseClause?: RawNode<S, R> | null;
    }
  | { kind: 'Subscription'; primary: RawCall<R>; rest?: RawNode<S, R> }
  | RawDefer<S, R>;

interface RawCall<R> {
  serviceName: string;
  variableUsages?: string[];
  operationKind?: OperationKind;
  operationName?: string | null | undefined;
  operation: string;
  requires?: RawRequires[];
  inputRewrites?: R[];
  outputRewrites?: R[];
  contextRewrites?: unknown[];
}
type RawFetch<R> = RawCall<R> & { kind: 'Fetch' };
interface RawBatchFetch<S, R> extends RawCall<R> {
  kind: 'BatchFetch';
  entityBatch: { aliases: RawBatchAlias<S, R>[] };
}
interface RawBatchAlias<S, R> {
  alias: string;
  representationsVariableName: string;
  paths: S[][];
  requires: RawRequires[];
  inputRewrites?: R[];
  outputRewrites?: R[];
}
interface RawDefer<S, R> {
  kind: 'Defer';
  primary: { subselection?: string; node?: RawNode<S, R> };
  deferred: {
    depends: { id: string }[];
    label?: string;
    queryPath: string[];
    subselection?: string;
    node?: RawNode<S, R>;
  }[];
}
export type RawRequires =
  | { kind: 'Field'; name: string; alias?: string; selections?: RawRequires[] }
  | {
      kind: 'InlineFragment';
      typeCondition?: string | null;
      selections: RawRequires[];
      skipIf?: string | null;
      includeIf?: string | null;
    }
  | { kind: 'FragmentSpread'; value: string };

/** How one engine writes paths and rewrites. */
export interface PlanDialect<S, R> {
  path(segments: readonly S[]): FlattenPath;
  rewrite(raw: R): Rewrite;
}

const PLAIN_ENTITIES = '_entities';
const PLAIN_REPRESENTATIONS = 'representations';

const unsupported = (what: string): InternalError =>
  new InternalError('INTERNAL_SERVER_ERROR', `The planner made a plan that cannot be executed: ${what}.`);

/**
 * Brings a plan of either engine into the internal format: paths are pushed down to the fetches they apply to.
 * @throws InternalError for what the executor has no counterpart of (`@context`, root fetches below a path).
 */
export const normalizePlan = <S, R>(
  root: RawNode<S, R> | null | undefined,
  dialect: PlanDialect<S, R>,
): QueryPlan => ({
  root: new Normalizer(dialect).optional(root, []) ?? null,
});

class Normalizer<S, R> {
  readonly #dialect: PlanDialect<S, R>;

  constructor(dialect: PlanDialect<S, R>) {
    this.#dialect = dialect;
  }

  optional(raw: RawNode<S, R> | null | undefined, at: FlattenPath): PlanNode | undefined {
    return raw ? this.node(raw, at) : undefined;
  }

  /** `at` is the path of the flatten nodes around this one. */
  node(raw: RawNode<S, R>, at: FlattenPath): PlanNode | undefined {
    switch (raw.kind) {
      case 'Fetch':
        return raw.requires ? this.#entityFetch(raw, at) : this.#rootFetch(raw, at);
      case 'BatchFetch':
        return this.#batchFetch(raw, at);
      case 'Flatten':
        return this.node(raw.node, [...at, ...this.#dialect.path(raw.path)]);
      case 'Sequence':
        return this.#sequence(raw.nodes, at);
      case 'Parallel':
        return group('parallel', this.#nodes(raw.nodes, at));
      case 'Condition':
        return this.#condition(raw, at);
      case 'Subscription':
        return this.#subscription(raw, raw.rest ? [raw.rest] : [], at);
      case 'Defer':
        return this.#defer(raw, at);
    }
  }

  #nodes(raw: readonly RawNode<S, R>[], at: FlattenPath): PlanNode[] {
    return raw.map((child) => this.node(child, at)).filter((child) => child !== undefined);
  }

  /** One engine puts what follows an event beside the subscription instead of into it. */
  #sequence(raw: readonly RawNode<S, R>[], at: FlattenPath): PlanNode | undefined {
    const [first, ...rest] = raw;
    if (first?.kind === 'Subscription') {
      return this.#subscription(first, first.rest ? [first.rest, ...rest] : rest, at);
    }
    return group('sequence', this.#nodes(raw, at));
  }

  #rootFetch(raw: RawCall<R>, at: FlattenPath): FetchNode {
    if (at.length > 0) throw unsupported(`a root fetch from "${raw.serviceName}" below a path`);
    return {
      ...call(raw, []),
      kind: 'fetch',
      operationKind: raw.operationKind ?? 'query',
      outputRewrites: this.#rewrites(raw.outputRewrites),
    };
  }

  #entityFetch(raw: RawCall<R>, at: FlattenPath): EntityFetchNode {
    const entity: EntityBatch = {
      alias: PLAIN_ENTITIES,
      representationsVariable: PLAIN_REPRESENTATIONS,
      paths: [at],
      requires: requires(raw.requires ?? []),
      inputRewrites: this.#rewrites(raw.inputRewrites),
      outputRewrites: this.#rewrites(raw.outputRewrites),
    };
    return { ...call(raw, [entity]), kind: 'entity-fetch', entities: [entity] };
  }

  #batchFetch(raw: RawBatchFetch<S, R>, at: FlattenPath): EntityFetchNode {
    const entities = raw.entityBatch.aliases.map((alias) => ({
      alias: alias.alias,
      representationsVariable: alias.representationsVariableName,
      paths: alias.paths.map((path) => [...at, ...this.#dialect.path(path)]),
      requires: requires(alias.requires),
      inputRewrites: this.#rewrites(alias.inputRewrites),
      outputRewrites: this.#rewrites(alias.outputRewrites),
    }));
    return { ...call(raw, entities), kind: 'entity-fetch', entities };
  }

  #condition(raw: Extract<RawNode<S, R>, { kind: 'Condition' }>, at: FlattenPath): PlanNode | undefined {
    const ifTrue = this.optional(raw.ifClause, at);
    const ifFalse = this.optional(raw.elseClause, at);
    return ifTrue || ifFalse ? { kind: 'condition', variable: raw.condition, ifTrue, ifFalse } : undefined;
  }

  #subscription(
    raw: { primary: RawCall<R> },
    rest: readonly RawNode<S, R>[],
    at: FlattenPath,
  ): SubscriptionNode {
    return {
      kind: 'subscription',
      primary: { ...this.#rootFetch(raw.primary, at), operationKind: 'subscription' },
      rest: group('sequence', this.#nodes(rest, at)),
    };
  }

  #defer(raw: RawDefer<S, R>, at: FlattenPath): DeferNode {
    return {
      kind: 'defer',
      primary: {
        selection: raw.primary.subselection,
        node: this.optional(raw.primary.node, at),
      },
      deferred: raw.deferred.map((part) => ({
        depends: part.depends.map(({ id }) => ({ id })),
        label: part.label,
        path: part.queryPath,
        selection: part.subselection,
        node: this.optional(part.node, at),
      })),
    };
  }

  #rewrites(raw: readonly R[] | undefined): Rewrite[] {
    return (raw ?? []).map((rewrite) => this.#dialect.rewrite(rewrite));
  }
}

const group = (kind: 'sequence' | 'parallel', nodes: PlanNode[]): PlanNode | undefined =>
  nodes.length > 1 ? { kind, nodes } : nodes[0];

const call = <R>(raw: RawCall<R>, entities: readonly EntityBatch[]) => {
  if (raw.contextRewrites && raw.contextRewrites.length > 0) {
    throw unsupported(`a fetch from "${raw.serviceName}" uses @fromContext`);
  }
  const own = new Set(entities.map((entity) => entity.representationsVariable));
  return {
    subgraph: raw.serviceName,
    operation: raw.operation,
    operationName: raw.operationName ?? undefined,
    variables: (raw.variableUsages ?? []).filter((name) => !own.has(name)),
  };
};

const requires = (raw: readonly RawRequires[]): RequiresSelection[] => raw.map(requiresSelection);

const requiresSelection = (raw: RawRequires): RequiresSelection => {
  switch (raw.kind) {
    case 'Field':
      return {
        kind: 'field',
        key: raw.name,
        name: raw.alias ?? raw.name,
        selections: raw.selections && raw.selections.length > 0 ? requires(raw.selections) : undefined,
      };
    case 'InlineFragment':
      return {
        kind: 'fragment',
        typeCondition: raw.typeCondition ?? undefined,
        selections: requires(raw.selections),
        skipIf: raw.skipIf ?? undefined,
        includeIf: raw.includeIf ?? undefined,
      };
    case 'FragmentSpread':
      throw unsupported('a named fragment in the fields that a fetch requires');
  }
};
