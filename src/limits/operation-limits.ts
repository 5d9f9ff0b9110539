import type { DocumentNode } from 'graphql';
import { ClientError, type ErrorCode } from '../errors/index.js';
import { measureDocument, type DocumentMeasure, type OperationMeasure } from './operation-measure.js';
import { measureResponseKeys } from './response-keys.js';

/** Configuration section `limits.operation`. A limit is inclusive: an operation that reaches it exactly passes. */
export interface OperationLimitOptions {
  /** Lexical tokens of the document. Default 5000. */
  readonly maxTokens?: number;
  /** Levels of fields, fragments expanded; introspection is not counted. Default 15. */
  readonly maxDepth?: number;
  /** Different fields per selection set, summed. Default null: no limit. */
  readonly maxHeight?: number | null;
  /** Default 30. */
  readonly maxAliases?: number;
  /** Default 20. */
  readonly maxRootFields?: number;
  /** Default 50. */
  readonly maxDirectives?: number;
  /** Ways between subgraphs that planning has to compare, see `planWeight`. Default 5000. */
  readonly maxPlanWeight?: number;
  /** Fields that share one response key in one selection set. Default 50. */
  readonly maxFieldsPerKey?: number;
  /** Fields, inline fragments and spreads with fragments expanded. Default 10,000. */
  readonly maxSelections?: number;
}

/** The limits on what a document may ask for. */
export interface OperationLimits {
  /** Lexical tokens, checked before parsing. */
  readonly maxTokens: number;
  /** Levels of brackets, checked before parsing. */
  readonly maxBracketDepth: number;
  /** See {@link OperationLimitOptions.maxPlanWeight}. */
  readonly maxPlanWeight: number;
  /**
   * Checks every operation of a document (also those that will not run: validation walks them all).
   * @throws ClientError with the code of the limit that is passed.
   */
  check(document: DocumentNode): DocumentMeasure;
  /** @throws ClientError `OPERATION_TOO_COMPLEX` when the operation is too heavy to be planned. */
  checkPlanWeight(weight: number): void;
}

/** Brackets inside one another; a document within every other limit stays far below. */
const MAX_BRACKET_DEPTH = 200;
/** The standard introspection query needs 15. */
const MAX_INTROSPECTION_DEPTH = 30;
/** The standard introspection query needs 2: the fields of all types. A third list would be the square of the schema. */
const MAX_INTROSPECTION_LISTS = 2;
/** Each may ask for the whole schema. */
const MAX_INTROSPECTIONS = 4;
/** Selections that the count of response keys may look at, all selection sets together. */
const MAX_KEY_WORK = 100_000;

type Limit = readonly [code: ErrorCode, what: keyof OperationMeasure, limit: number | null, sentence: string];

/** Builds the checks from `limits.operation`; defaults as listed at {@link OperationLimitOptions}. */
export function createOperationLimits(options: OperationLimitOptions = {}): OperationLimits {
  const maxFieldsPerKey = options.maxFieldsPerKey ?? 50;
  const maxPlanWeight = options.maxPlanWeight ?? 5000;
  const limits: readonly Limit[] = [
    [
      'OPERATION_TOO_COMPLEX',
      'selections',
      options.maxSelections ?? 10_000,
      'has too many selections with its fragments expanded',
    ],
    ['MAX_DEPTH_LIMIT', 'depth', options.maxDepth ?? 15, 'is nested too deeply'],
    ['MAX_HEIGHT_LIMIT', 'height', options.maxHeight ?? null, 'selects too many fields'],
    ['MAX_ALIASES_LIMIT', 'aliases', options.maxAliases ?? 30, 'uses too many aliases'],
    ['MAX_ROOT_FIELDS_LIMIT', 'rootFields', options.maxRootFields ?? 20, 'has too many root fields'],
    ['OPERATION_TOO_COMPLEX', 'directives', options.maxDirectives ?? 50, 'uses too many directives'],
    [
      'MAX_DEPTH_LIMIT',
      'introspectionLists',
      MAX_INTROSPECTION_LISTS,
      'nests lists of introspection fields too deeply',
    ],
    ['OPERATION_TOO_COMPLEX', 'introspections', MAX_INTROSPECTIONS, 'asks for the schema too many times'],
    [
      'MAX_DEPTH_LIMIT',
      'introspectionDepth',
      MAX_INTROSPECTION_DEPTH,
      'nests introspection fields too deeply',
    ],
  ];
  return {
    maxTokens: options.maxTokens ?? 5000,
    maxBracketDepth: MAX_BRACKET_DEPTH,
    maxPlanWeight,
    check(document) {
      const measure = measureDocument(document);
      if (measure.tooNested) throw new ClientError('MAX_DEPTH_LIMIT', undefined);
      for (const operation of measure.operations) checkOperation(operation, limits);
      // With a cycle of fragments the counters are not those of an expanded form; validation refuses the document.
      if (!measure.cyclic) checkResponseKeys(document, maxFieldsPerKey);
      return measure;
    },
    checkPlanWeight(weight) {
      if (weight > maxPlanWeight) {
        throw new ClientError(
          'OPERATION_TOO_COMPLEX',
          `The operation has too many ways to be planned; the limit is ${maxPlanWeight}.`,
        );
      }
    },
  };
}

function checkOperation(operation: OperationMeasure, limits: readonly Limit[]): void {
  for (const [code, what, limit, sentence] of limits) {
    if (limit !== null && operation[what] > limit) {
      throw new ClientError(code, `The operation ${sentence}: ${operation[what]}, the limit is ${limit}.`);
    }
  }
}

function checkResponseKeys(document: DocumentNode, limit: number): void {
  const keys = measureResponseKeys(document, MAX_KEY_WORK);
  if (keys.work > MAX_KEY_WORK) throw new ClientError('OPERATION_TOO_COMPLEX', undefined);
  if (keys.most > limit) {
    const key = keys.key.length > 100 ? `${keys.key.slice(0, 100)}…` : keys.key;
    throw new ClientError(
      'OPERATION_TOO_COMPLEX',
      `One selection set selects "${key}" too many times: ${keys.most}, the limit is ${limit}.`,
    );
  }
}
