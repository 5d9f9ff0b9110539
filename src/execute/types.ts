import type { Cancellation } from '../context/types.js';
import type { FormattedError } from '../errors/index.js';
import type { SubgraphClient } from '../subgraph/types.js';

export type {
  ByType,
  ObjectScan,
  RepresentationPiece,
  RepresentationProgram,
  RepresentationTarget,
  RootScan,
  ScanStep,
  ScanValue,
  ShapeScan,
  TableLayout,
  TextBatch,
  TextFetch,
  TextPlan,
  TypeSource,
  ValueSource,
} from './text/types.js';
export type { TextRun } from './text/table.js';

/** JSON object as a subgraph sent it. */
export type JsonObject = Record<string, unknown>;

/** A plan with everything that depends only on the plan worked out; made by `plan/compile-plan.ts`. */
export interface ExecutablePlan {
  /** Names of the supergraph's interfaces and unions. */
  readonly abstractTypes: ReadonlySet<string>;
  /** Keys that representations are made of. */
  readonly required: ReadonlySet<string>;
  readonly root: ExecutableNode | null;
}

export type ExecutableNode =
  | ExecutableFetch
  | ExecutableEntityFetch
  | { readonly kind: 'sequence'; readonly nodes: readonly ExecutableNode[] }
  | { readonly kind: 'parallel'; readonly nodes: readonly ExecutableNode[] }
  | {
      readonly kind: 'condition';
      readonly variable: string;
      readonly ifTrue: ExecutableNode | null;
      readonly ifFalse: ExecutableNode | null;
    };

interface ExecutableCall {
  readonly subgraph: string;
  readonly operationKind: 'query' | 'mutation' | 'subscription';
  /** Request body up to and including `"variables":{`. */
  readonly bodyPrefix: string;
  /** Client variables used, each with its JSON key text (`"name":`). */
  readonly variables: readonly { readonly name: string; readonly keyText: string }[];
}

export interface ExecutableFetch extends ExecutableCall {
  readonly kind: 'fetch';
  /** Response keys of the root fields, after rewrites: where an error without a path belongs. */
  readonly rootKeys: readonly string[];
  readonly outputRewrites: readonly CompiledRewrite[];
}

export interface ExecutableEntityFetch extends ExecutableCall {
  readonly kind: 'entity-fetch';
  readonly entities: readonly ExecutableEntityBatch[];
}

export interface ExecutableEntityBatch {
  readonly alias: string;
  /** `"representationsVariable":[` */
  readonly keyText: string;
  readonly paths: readonly CompiledPath[];
  readonly requires: readonly CompiledRequires[];
  readonly inputRewrites: readonly CompiledRewrite[];
  readonly outputRewrites: readonly CompiledRewrite[];
  /** True when objects nested in one result may be attached to several targets without being written differently later. */
  readonly shareable: boolean;
}

export type CompiledPath = readonly CompiledSegment[];
export type CompiledSegment =
  | { readonly field: string; readonly types: null }
  | { readonly field: null; readonly types: ReadonlySet<string> };

export type CompiledRequires =
  | {
      readonly kind: 'field';
      readonly key: string;
      readonly name: string;
      /** `"name":` */
      readonly keyText: string;
      readonly selections: readonly CompiledRequires[] | null;
    }
  | {
      readonly kind: 'fragment';
      /** Runtime type names that satisfy the condition; null: always. */
      readonly types: ReadonlySet<string> | null;
      /** Written as `__typename` when the object does not say its type. */
      readonly typeName: string | undefined;
      readonly selections: readonly CompiledRequires[];
      readonly skipIf: string | undefined;
      readonly includeIf: string | undefined;
    };

export interface CompiledRewrite {
  readonly path: readonly CompiledSegment[];
  /** New key of the last path segment, or null when the value is set. */
  readonly renameTo: string | null;
  readonly value: unknown;
}

export interface ExecutionRequest {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly clients: ReadonlyMap<string, SubgraphClient>;
  readonly deadline: number;
  readonly signal: Cancellation | undefined;
  /** For whom the operation runs: answers of subgraphs are never shared between two identities. */
  readonly identity: string;
  /** Headers for one subgraph, by its name. */
  headersFor(subgraph: string): Readonly<Record<string, string>>;
  /** Whether the messages of this subgraph may reach clients. */
  exposes(subgraph: string): boolean;
  /** Full detail of a failed call or subgraph error, for the log. */
  report(subgraph: string, error: unknown): void;
}

export interface ExecutionResult {
  /** Merged answers of the subgraphs; null when there was nothing to merge into. */
  readonly data: JsonObject;
  readonly errors: readonly FormattedError[];
  /** Whether there were more errors than an answer lists. */
  readonly moreErrors: boolean;
}
