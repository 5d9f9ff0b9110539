import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';

/** A checked operation; depends on the document and the schema only, never on variables or the caller. */
export interface Operation {
  /** SHA-256 (hex) of the document's text as the client sent it. */
  readonly hash: string;
  readonly name: string | undefined;
  readonly kind: 'query' | 'mutation' | 'subscription';
  /** The client's whole document. */
  readonly document: DocumentNode;
  readonly definition: OperationDefinitionNode;
  readonly schema: GraphQLSchema;
  /**
   * Normalised text of the part that subgraphs answer: one operation, only its fragments, no root introspection fields.
   * `undefined` when nothing is left but `__typename` and introspection.
   */
  readonly planDocument: string | undefined;
  /** The `__schema`/`__type` root fields alone, for graphql-js to execute; `undefined` when there are none. */
  readonly introspectionDocument: DocumentNode | undefined;
  /** Names of the Boolean variables used in `@skip`/`@include`, sorted. */
  readonly conditionVariables: readonly string[];
}

/** GraphQL request parameters after reading, before any look at the document. */
export interface OperationParams {
  readonly query: string | undefined;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  readonly extensions: Readonly<Record<string, unknown>> | undefined;
}
