import { createHash } from 'node:crypto';
import { GraphQLError, type DocumentNode, type GraphQLSchema } from 'graphql';
import { ClientError } from '../errors/index.js';
import type { OperationLimits } from '../limits/index.js';
import { normalizeOperation, selectOperation } from './normalize.js';
import {
  documentBytes,
  OperationCache,
  type CheckedDocument,
  type DocumentStats,
  type Refusal,
} from './operation-cache.js';
import { parseDocument } from './parse.js';
import { planWeight, type FieldSubgraphs } from './plan-weight.js';
import { scanDocument } from './scan.js';
import { NO_RULES, SourceKeys, type KeyRules } from './source-keys.js';
import type { Operation } from './types.js';
import { validateDocument } from './validate.js';

export interface OperationStageOptions {
  /** The API schema: what clients may ask for. */
  readonly schema: GraphQLSchema;
  /** From `createOperationLimits` of `limits/`. */
  readonly limits: OperationLimits;
  /** Checked documents to remember. */
  readonly cacheSize: number;
  /** Estimated heap of checked documents, in bytes; default 64 MiB. */
  readonly cacheBytes?: number;
  /** Whether `__schema` and `__type` are answered. Root `__typename` always is. */
  readonly introspection: boolean;
  /** Whether messages may name what the schema has ("Did you mean …?"). */
  readonly exposeSchemaInErrors: boolean;
  /** Which keys fields must not be fetched under; default: each is fetched under the client's. */
  readonly keyRules?: KeyRules;
  /** Which subgraphs can answer each field; default: not known, and no operation is too heavy to be planned. */
  readonly fieldSubgraphs?: FieldSubgraphs;
}

export interface OperationStage {
  /**
   * Text to checked operation: scan, parse, limits, validate, normalise; remembered by text and name.
   * @throws ClientError when the document is refused; AggregateError whose `errors` are GraphQLErrors with
   *   `extensions.code` `GRAPHQL_PARSE_FAILED` or `GRAPHQL_VALIDATION_FAILED` (at most 5) when it is not valid.
   */
  prepare(query: string, operationName: string | undefined): Operation;
  /** Protects a document that is remembered from floods of others, as a second use does. */
  protect(query: string): void;
  readonly stats: DocumentStats;
}

const CACHE_BYTES = 64 * 1024 * 1024;

/** Builds the stage for one schema; a new schema needs a new stage. */
export function createOperationStage(options: OperationStageOptions): OperationStage {
  const { cacheSize, cacheBytes = CACHE_BYTES } = options;
  const cache = new OperationCache({ maxEntries: cacheSize, maxBytes: cacheBytes });
  return {
    prepare(query, operationName) {
      const document = cache.document(query) ?? checkDocument(query, options, cache);
      const known = document.operations.get(operationName);
      if (known !== undefined) return isRefusal(known) ? raise(known) : known;
      return prepareOperation({ document, query }, operationName, { options, cache });
    },
    protect: (query) => cache.protect(query),
    get stats() {
      return cache.stats;
    },
  };
}

const isRefusal = (value: Operation | Refusal): value is Refusal =>
  value.kind === 'error' || value.kind === 'invalid';

function raise(refusal: Refusal): never {
  if (refusal.kind === 'error') throw refusal.error;
  const [first] = refusal.errors;
  throw new AggregateError(refusal.errors, first?.message);
}

/** Runs a check; what it throws about the document becomes a refusal. Anything else is a fault of ours and goes on. */
function attempt<T>(check: () => T): { readonly value: T } | { readonly refusal: Refusal } {
  try {
    return { value: check() };
  } catch (error) {
    if (error instanceof ClientError) return { refusal: { kind: 'error', error } };
    if (error instanceof GraphQLError) return { refusal: { kind: 'invalid', errors: [error] } };
    if (error instanceof AggregateError)
      return { refusal: { kind: 'invalid', errors: error.errors as GraphQLError[] } };
    // The stack overflowed in spite of the limits on depth.
    if (error instanceof RangeError) {
      return {
        refusal: {
          kind: 'error',
          error: new ClientError('OPERATION_TOO_COMPLEX', undefined, { cause: error }),
        },
      };
    }
    throw error;
  }
}

function checkDocument(
  query: string,
  options: OperationStageOptions,
  cache: OperationCache,
): CheckedDocument {
  const refused = cache.refusal(query);
  if (refused !== undefined) return raise(refused);
  const result = attempt(() => validatedDocument(query, options));
  if ('refusal' in result) {
    cache.refuse(query, result.refusal);
    return raise(result.refusal);
  }
  const hash = createHash('sha256').update(query).digest('hex');
  const { tokens, document: tree } = result.value;
  const document: CheckedDocument = {
    hash,
    document: tree,
    tokens,
    bytes: documentBytes(query, tokens, tree),
    operations: new Map(),
  };
  cache.accept(query, document);
  return document;
}

function validatedDocument(
  query: string,
  options: OperationStageOptions,
): Pick<CheckedDocument, 'document' | 'tokens'> {
  const { limits, schema, exposeSchemaInErrors } = options;
  const { tokens } = scanDocument(query, limits);
  const document = parseDocument(query, limits.maxTokens);
  const { cyclic } = limits.check(document);
  const errors = validateDocument(schema, document, { exposeSchemaInErrors, cyclic });
  if (errors.length > 0) throw new AggregateError(errors);
  return { document, tokens };
}

function prepareOperation(
  from: { readonly document: CheckedDocument; readonly query: string },
  name: string | undefined,
  { options, cache }: { readonly options: OperationStageOptions; readonly cache: OperationCache },
): Operation {
  const checked = from.document;
  const { document, hash, bytes } = checked;
  const definition = selectOperation(document, name);
  const result = attempt((): Operation => {
    const normalized = normalizeOperation(document, definition);
    checkIntrospection(normalized, options.introspection);
    const weight = checkedWeight({ document, definition }, options);
    return {
      id: `${hash}:${definition.name?.value ?? ''}`,
      text: from.query,
      hash,
      bytes,
      name: definition.name?.value,
      kind: definition.operation,
      document,
      definition,
      schema: options.schema,
      sourceKeys: new SourceKeys(options.keyRules ?? NO_RULES, from.query, document),
      introspectionDocument: normalized.introspectionDocument,
      planWeight: weight,
      conditionVariables: normalized.conditionVariables,
    };
  });
  const outcome = 'refusal' in result ? result.refusal : result.value;
  cache.keep(checked, name, outcome);
  return 'refusal' in result ? raise(result.refusal) : result.value;
}

function checkedWeight(
  operation: Pick<Operation, 'document' | 'definition'>,
  { schema, fieldSubgraphs, limits }: OperationStageOptions,
): number {
  if (fieldSubgraphs === undefined) return 0;
  const weight = planWeight(schema, fieldSubgraphs, { ...operation, most: limits.maxPlanWeight });
  limits.checkPlanWeight(weight);
  return weight;
}

function checkIntrospection(
  operation: {
    readonly introspectionDocument: DocumentNode | undefined;
    readonly nestedIntrospection: boolean;
  },
  allowed: boolean,
): void {
  if (!allowed && (operation.introspectionDocument !== undefined || operation.nestedIntrospection)) {
    throw new ClientError('INTROSPECTION_DISABLED', undefined);
  }
  if (operation.nestedIntrospection) {
    throw new ClientError(
      'GRAPHQL_VALIDATION_FAILED',
      'The gateway answers "__schema" and "__type" only as root fields of a query.',
    );
  }
}
