import type { ApolloServerPlugin } from '@apollo/server';
import type { RequestContext } from '../context/index.js';
import type { FormattedError } from '../errors/index.js';
import type { Operation } from '../operation/types.js';
import type { QueryPlan } from '../plan/types.js';

/**
 * Hooks, one per stage. A ClientError of `onOperation`, `onExecute` or `onResponse` ends the request with that error; any other
 * error of theirs is logged and shown as INTERNAL_SERVER_ERROR. Hooks may be async; an unset hook costs one comparison.
 */
export interface Plugin {
  /** Unique name; appears in the log. */
  readonly name: string;
  /** After the operation is checked and its variables are coerced, before it is planned. */
  onOperation?(event: OperationEvent): void | Promise<void>;
  /** After the plan is known, before anything is fetched. */
  onExecute?(event: OperationEvent & { readonly plan: QueryPlan }): void | Promise<void>;
  /** Before each call to a subgraph; may add headers (lower-case names). Synchronous: it runs once per
   * call. What it throws fails that call alone, like an error of the subgraph. */
  onSubgraphRequest?(event: SubgraphRequestEvent): void;
  /** After the answer is written; errors may be added, data may not be changed. */
  onResponse?(
    event: OperationEvent & { readonly data: string; readonly errors: FormattedError[] },
  ): void | Promise<void>;
  /** When a supergraph starts to be served. A failure is logged and changes nothing. */
  onSchemaChange?(event: { readonly schemaId: string }): void | Promise<void>;
  /** When the gateway stops, after the last request. A failure is logged and changes nothing. */
  onStop?(): void | Promise<void>;
  /** A plugin for Apollo Server, the front of GraphQL over HTTP. */
  readonly apollo?: ApolloServerPlugin;
}

export interface OperationEvent {
  readonly context: RequestContext;
  readonly operation: Operation;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface SubgraphRequestEvent {
  readonly context: RequestContext;
  readonly subgraph: string;
  readonly headers: Record<string, string>;
}
