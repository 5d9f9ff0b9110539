import { createHash } from 'node:crypto';
import {
  execute,
  getOperationAST,
  GraphQLError,
  parse,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { ClientError } from '../../src/errors/index.js';
import type { ExecutedOperation, GraphqlRuntime, ServedSchema } from '../../src/http/types.js';
import { NO_RULES, SourceKeys } from '../../src/operation/source-keys.js';
import type { Operation } from '../../src/operation/types.js';

type Request = Parameters<GraphqlRuntime['execute']>[1];

/** A runtime over one schema that graphql-js executes: small enough to be right, for tests of the transports. */
export class SimpleRuntime implements GraphqlRuntime {
  readonly requests: Request[] = [];
  /** How often a document was prepared. */
  prepared = 0;
  /** Operations that are held. */
  held = 0;
  reasons: string[] = [];
  /** Documents longer than this are refused with MAX_TOKENS_LIMIT. */
  maxLength = 100_000;
  readonly #listeners = new Set<(schema: ServedSchema) => void>();
  #schema: GraphQLSchema | undefined;

  constructor(schema?: GraphQLSchema) {
    this.#schema = schema;
  }

  serve(schema: GraphQLSchema): void {
    this.#schema = schema;
    for (const listener of this.#listeners) listener(served(schema));
  }

  prepare(query: string, operationName: string | undefined): Operation {
    this.prepared++;
    if (!this.#schema) throw new ClientError('SERVICE_UNAVAILABLE', undefined);
    if (query.length > this.maxLength) throw new ClientError('MAX_TOKENS_LIMIT', undefined);
    const document = parsed(query);
    const errors = validate(this.#schema, document);
    if (errors.length > 0) throw new AggregateError(errors, 'The operation is not valid.');
    const definition = getOperationAST(document, operationName);
    if (!definition) throw new ClientError('OPERATION_RESOLUTION_FAILURE', undefined);
    return operation({ query, document, definition, schema: this.#schema });
  }

  hold(): () => void {
    this.held++;
    return () => void this.held--;
  }

  async execute({ document, definition, schema }: Operation, request: Request): Promise<ExecutedOperation> {
    this.requests.push(request);
    const result = await execute({
      schema,
      document,
      operationName: definition.name?.value ?? null,
      variableValues: request.variables,
      contextValue: request,
    });
    return {
      data: result.data === undefined ? undefined : { text: JSON.stringify(result.data), encoding: 'utf8' },
      errors: (result.errors ?? []).map((error) =>
        error.originalError instanceof ClientError ? known(error) : error,
      ),
      extensions: request.explain ? { plan: 'QueryPlan { Fetch(service: "shop") }' } : undefined,
    };
  }

  onSchema(listener: (schema: ServedSchema) => void): () => void {
    this.#listeners.add(listener);
    if (this.#schema) listener(served(this.#schema));
    return () => void this.#listeners.delete(listener);
  }

  isReady(): boolean {
    return this.#schema !== undefined;
  }

  problems(): readonly string[] {
    return this.reasons;
  }
}

const served = (apiSchema: GraphQLSchema): ServedSchema => ({ apiSchema, coreSupergraphSdl: '' });

const parsed = (query: string): DocumentNode => {
  try {
    return parse(query);
  } catch (error) {
    throw new AggregateError([error], 'The document is not GraphQL.');
  }
};

const known = (error: GraphQLError): GraphQLError =>
  new GraphQLError(error.message, {
    nodes: error.nodes ?? null,
    path: error.path ?? null,
    extensions: { code: error.originalError instanceof ClientError ? error.originalError.code : undefined },
  });

const operation = (parts: {
  query: string;
  document: DocumentNode;
  definition: OperationDefinitionNode;
  schema: GraphQLSchema;
}): Operation => ({
  id: parts.query,
  text: parts.query,
  bytes: 1000,
  hash: createHash('sha256').update(parts.query).digest('hex'),
  name: parts.definition.name?.value,
  kind: parts.definition.operation,
  document: parts.document,
  definition: parts.definition,
  schema: parts.schema,
  planWeight: 0,
  introspectionDocument: undefined,
  conditionVariables: [],
  sourceKeys: new SourceKeys(NO_RULES, parts.query, parts.document),
});
