import type { GraphQLError, GraphQLSchema } from 'graphql';
import type { RequestContext } from '../context/index.js';
import type { DataText } from '../respond/types.js';
import type { FormattedError } from '../errors/index.js';
import type { Operation } from '../operation/types.js';

/** What an executed operation gives to a transport. */
export interface ExecutedOperation {
  /** JSON of `data`; the text is `null` when the whole data is null; undefined when the request was refused before execution. */
  readonly data: DataText | undefined;
  readonly errors: readonly (FormattedError | GraphQLError)[];
  readonly extensions: Readonly<Record<string, unknown>> | undefined;
  /** Response headers, lower-case names: Retry-After, RateLimit, Cache-Control, WWW-Authenticate, … */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** True when the same object answers several requests, so that what is made of it can be kept for the next. */
  readonly shared?: boolean;
}

export interface ServedSchema {
  readonly apiSchema: GraphQLSchema;
  readonly coreSupergraphSdl: string;
}

/** Port through which every transport enters the pipeline. */
export interface GraphqlRuntime {
  /**
   * Text to checked operation, cached: pre-parse scan, parse, limits, validation.
   * @throws ClientError when the document is refused, GraphQLError list (AggregateError.errors) when it is not valid.
   */
  prepare(query: string, operationName: string | undefined): Operation;
  /**
   * Keeps what a prepared operation needs until the returned function is called, once; for transports that let time pass
   * between `prepare` and `execute`.
   */
  hold(operation: Operation): () => void;
  /** Runs the rest of the pipeline, at once when nothing needs to be waited for. Never fails: failures are errors of the result. */
  execute(
    operation: Operation,
    request: {
      readonly variables: Readonly<Record<string, unknown>>;
      readonly context: RequestContext;
      readonly explain: boolean;
    },
  ): ExecutedOperation | Promise<ExecutedOperation>;
  /** Calls back at once with the schema being served, if any, and at every change. Returns the unsubscribe function. */
  onSchema(listener: (schema: ServedSchema) => void): () => void;
  /** False until a supergraph is served, and again while stopping. */
  isReady(): boolean;
  /** Why the newest supergraph is not the one being served; shown by the playground. Empty when all is well. */
  problems(): readonly string[];
}
