import {
  BREAK,
  GraphQLError,
  Kind,
  OverlappingFieldsCanBeMergedRule,
  specifiedRules,
  validate,
  visit,
  type DirectiveNode,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import { ClientError } from '../errors/index.js';
import { findFieldConflict, type OverlapResult } from './overlap.js';
import { withCode } from './parse.js';

export interface ValidateOptions {
  /** Whether messages may name what the schema has ("Did you mean …?"). */
  readonly exposeSchemaInErrors: boolean;
  /** The document has a cycle of fragments: it is refused, and the check of overlapping fields must not run. */
  readonly cyclic: boolean;
}

const MAX_ERRORS = 5;
/** Field look-ups of the check of overlapping fields; 10,000 expanded selections need about 20,000. */
const MAX_OVERLAP_WORK = 100_000;
/** Up to this many comparisons graphql-js's own rule is run for its messages (about 10 ms). */
const MAX_RULE_COMPARISONS = 2000;

const RULES = specifiedRules.filter((rule) => rule !== OverlappingFieldsCanBeMergedRule);

/**
 * Validates a document, in time near-linear in its size with fragments expanded (which the limits bound).
 * Verdicts are graphql-js's; its one rule that compares every pair of fields is replaced by {@link findFieldConflict}.
 *
 * @returns at most 5 errors with `extensions.code` `GRAPHQL_VALIDATION_FAILED`; empty when the document is valid.
 * @throws ClientError `OPERATION_TOO_COMPLEX` when comparing overlapping fields needs more than 100,000 look-ups.
 */
export function validateDocument(
  schema: GraphQLSchema,
  document: DocumentNode,
  options: ValidateOptions,
): readonly GraphQLError[] {
  const incremental = findIncremental(document);
  if (incremental) return [notIncremental(incremental)];
  const overlap = options.cyclic ? undefined : findFieldConflict(schema, document, MAX_OVERLAP_WORK);
  const conflict = overlap?.conflict;
  if (conflict === undefined && overlap !== undefined && overlap.work > MAX_OVERLAP_WORK) {
    throw new ClientError('OPERATION_TOO_COMPLEX', undefined);
  }
  const pairwise = conflict !== undefined && comparisons(document, overlap) <= MAX_RULE_COMPARISONS;
  const errors = validate(schema, document, pairwise ? specifiedRules : RULES, {
    maxErrors: MAX_ERRORS,
    hideSuggestions: !options.exposeSchemaInErrors,
  }).slice(0, MAX_ERRORS);
  if (conflict !== undefined && errors.length === 0) {
    errors.push(
      new GraphQLError(
        `Fields "${conflict.responseKey}" conflict because ${conflict.reason}. ` +
          'Use different aliases on the fields to fetch both if this was intentional.',
        { nodes: conflict.nodes },
      ),
    );
  }
  errors.push(...missingRoots(schema, document).slice(0, MAX_ERRORS - errors.length));
  return errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED'));
}

/** The first directive that asks for an answer in parts. No schema has them: those of a supergraph are left out of it. */
function findIncremental(document: DocumentNode): DirectiveNode | undefined {
  let found: DirectiveNode | undefined;
  visit(document, {
    Directive(node) {
      if (node.name.value !== 'defer' && node.name.value !== 'stream') return;
      found = node;
      return BREAK;
    },
  });
  return found;
}

function notIncremental(directive: DirectiveNode): GraphQLError {
  const message =
    `The directive "@${directive.name.value}" is not available in this version of the gateway. ` +
    'Leave it out: the whole answer then comes at once.';
  return withCode(new GraphQLError(message, { nodes: directive }), 'GRAPHQL_VALIDATION_FAILED');
}

/** graphql-js says this only when it executes; until then it finds every field of such an operation right. */
function missingRoots(schema: GraphQLSchema, document: DocumentNode): GraphQLError[] {
  return document.definitions.flatMap((node) =>
    node.kind === Kind.OPERATION_DEFINITION && !schema.getRootType(node.operation)
      ? [
          new GraphQLError(`Schema is not configured to execute ${node.operation} operation.`, {
            nodes: node,
          }),
        ]
      : [],
  );
}

/** graphql-js compares fields pairwise, and fragments that are spread pairwise. */
function comparisons(document: DocumentNode, overlap: OverlapResult | undefined): number {
  const fragments = document.definitions.length;
  return (overlap?.pairs ?? 0) + (fragments * fragments) / 2;
}
