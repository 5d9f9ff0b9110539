import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { SourceKeys } from './source-keys.js';

/** A checked operation; depends on the document and the schema only, never on variables or the caller. */
export interface Operation {
  /** Hash and name: tells it from every other operation of the schema. */
  readonly id: string;
  /** The client's whole document. */
  readonly text: string;
  /** SHA-256 (hex) of the document's text as the client sent it. */
  readonly hash: string;
  /** Estimate of the heap that it takes with its whole document. */
  readonly bytes: number;
  readonly name: string | undefined;
  readonly kind: 'query' | 'mutation' | 'subscription';
  /** The same, parsed. */
  readonly document: DocumentNode;
  readonly definition: OperationDefinitionNode;
  readonly schema: GraphQLSchema;
  /** The `__schema`/`__type` root fields alone, for graphql-js to execute; `undefined` when there are none. */
  readonly introspectionDocument: DocumentNode | undefined;
  /** Under which key each field is fetched. */
  readonly sourceKeys: SourceKeys;
  /** What planning it takes, see `planWeight`; 0 where that is not known. */
  readonly planWeight: number;
  /** Names of the Boolean variables used in `@skip`/`@include`, sorted. Each setting of them is planned by itself. */
  readonly conditionVariables: readonly string[];
}

/** GraphQL request parameters after reading, before any look at the document. */
export interface OperationParams {
  readonly query: string | undefined;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  readonly extensions: Readonly<Record<string, unknown>> | undefined;
}
