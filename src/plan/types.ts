/** The internal query plan: one format for every planner. Terms follow Apollo's query plan documentation. */

export interface QueryPlan {
  /** `null`: nothing to fetch (only `__typename` or introspection was asked for). */
  readonly root: PlanNode | null;
}

export type PlanNode =
  FetchNode | EntityFetchNode | SequenceNode | ParallelNode | ConditionNode | DeferNode | SubscriptionNode;

export type OperationKind = 'query' | 'mutation' | 'subscription';

interface SubgraphCall {
  readonly subgraph: string;
  /** GraphQL document sent to the subgraph. */
  readonly operation: string;
  readonly operationName: string | undefined;
  /** Names of the client's variables that the document uses. */
  readonly variables: readonly string[];
}

/** Root fields from one subgraph. */
export interface FetchNode extends SubgraphCall {
  readonly kind: 'fetch';
  readonly operationKind: OperationKind;
  readonly outputRewrites: readonly Rewrite[];
}

/** One request with one or more aliased `_entities` selections; each entry is what other planners call flatten + fetch. */
export interface EntityFetchNode extends SubgraphCall {
  readonly kind: 'entity-fetch';
  readonly entities: readonly EntityBatch[];
}

export interface EntityBatch {
  /** Response key of the `_entities` field: `_entities` or an alias. */
  readonly alias: string;
  /** Variable that carries the representations. */
  readonly representationsVariable: string;
  /** Where in the merged data the entities are. */
  readonly paths: readonly FlattenPath[];
  readonly requires: readonly RequiresSelection[];
  readonly inputRewrites: readonly Rewrite[];
  readonly outputRewrites: readonly Rewrite[];
}

export type FlattenPath = readonly FlattenSegment[];
export type FlattenSegment =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'list' }
  /** Type conditions as the planner wrote them: object types, interfaces or unions. */
  | { readonly kind: 'type'; readonly names: readonly string[] };

export type RequiresSelection = RequiresField | RequiresFragment;
export interface RequiresField {
  readonly kind: 'field';
  /** Key in the merged data (the alias where there is one). */
  readonly key: string;
  /** Key in the representation. */
  readonly name: string;
  readonly selections: readonly RequiresSelection[] | undefined;
}
export interface RequiresFragment {
  readonly kind: 'fragment';
  readonly typeCondition: string | undefined;
  readonly selections: readonly RequiresSelection[];
  /** Names of Boolean variables. */
  readonly skipIf: string | undefined;
  readonly includeIf: string | undefined;
}

export type RewriteSegment =
  | { readonly kind: 'key'; readonly name: string }
  | { readonly kind: 'type'; readonly names: readonly string[] };
/** Applied to representations before sending (input) or to answers before merging (output). */
export type Rewrite =
  | { readonly kind: 'set-value'; readonly path: readonly RewriteSegment[]; readonly value: unknown }
  | { readonly kind: 'rename-key'; readonly path: readonly RewriteSegment[]; readonly name: string };

export interface SequenceNode {
  readonly kind: 'sequence';
  readonly nodes: readonly PlanNode[];
}
export interface ParallelNode {
  readonly kind: 'parallel';
  readonly nodes: readonly PlanNode[];
}
export interface ConditionNode {
  readonly kind: 'condition';
  /** Name of a Boolean variable. */
  readonly variable: string;
  readonly ifTrue: PlanNode | undefined;
  readonly ifFalse: PlanNode | undefined;
}
export interface DeferNode {
  readonly kind: 'defer';
  readonly primary: { readonly selection: string | undefined; readonly node: PlanNode | undefined };
  readonly deferred: readonly {
    readonly depends: readonly { readonly id: string }[];
    readonly label: string | undefined;
    readonly path: readonly string[];
    readonly selection: string | undefined;
    readonly node: PlanNode | undefined;
  }[];
}
export interface SubscriptionNode {
  readonly kind: 'subscription';
  readonly primary: FetchNode;
  readonly rest: PlanNode | undefined;
}

export interface PlanRequest {
  /** Document with exactly one operation, without introspection fields, and the fragments it uses. */
  readonly document: string;
  readonly operationName: string | undefined;
  /** Refuses a plan that does not bring every field (see `PlanCheck`). Default: it is taken as it is. */
  readonly checked?: boolean;
  /** What planning it takes, see `planWeight` of `operation/`: light operations are planned first. Default 0. */
  readonly weight?: number;
  /** Which progressive `@override`s apply: labels that are on, and 0-100 compared with `percent(x)`. Default: none. */
  readonly override?: { readonly labels: readonly string[]; readonly percentage: number };
}

/** An operation in the two ways of writing it that planners take differently well. */
export interface PlannableOperation extends PlanRequest {
  /** The document with selections on abstract types written out for each object type; undefined when that is the same. */
  readonly byType?: () => string | undefined;
}

/** Port: something that turns an operation into a plan without blocking the event loop. */
export interface Planner {
  readonly engine: 'hive' | 'apollo';
  /**
   * Plans one operation.
   * @throws ClientError `OPERATION_TOO_COMPLEX` when planning passes the time limit, `OVERLOADED` when it would have to wait too
   *   long; InternalError when the planner fails.
   */
  plan(request: PlannableOperation): Promise<QueryPlan>;
  /** Ends the worker; plans under way are rejected. */
  close(): Promise<void>;
}
