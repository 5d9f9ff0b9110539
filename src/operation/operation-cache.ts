import { Kind, type DocumentNode, type GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { ClientError } from '../errors/index.js';
import { SegmentedCache, type CacheStats } from '../lib/index.js';
import type { Operation } from './types.js';

/** A document that passed every check, with the operations that clients asked for by name so far. */
export interface CheckedDocument {
  readonly hash: string;
  readonly document: DocumentNode;
  /** Lexical tokens: what the syntax tree's size depends on. */
  readonly tokens: number;
  /** Estimate of the heap that it takes with its operations. */
  readonly bytes: number;
  readonly operations: Map<string | undefined, Operation | Refusal>;
}

/** Why a document is refused: the same for everyone, so it is remembered. */
export type Refusal =
  | { readonly kind: 'error'; readonly error: ClientError }
  | { readonly kind: 'invalid'; readonly errors: readonly GraphQLError[] };

/** Least squares over documents of 8 to 93 tokens; see scripts/micro/cache-bytes.mjs. */
const BYTES_PER_DOCUMENT = 2000;
const BYTES_PER_OPERATION = 1000;
const BYTES_PER_TOKEN = 300;
/** From here on parsing and validating take milliseconds. */
const EXPENSIVE_TOKENS = 500;
const MAX_REFUSED = 1000;
const MAX_REFUSED_BYTES = 4 * 1024 * 1024;
/** A document may hold many operations; more than this many are prepared anew. */
const MAX_OPERATIONS_PER_DOCUMENT = 32;

/** Estimate of the heap that a document takes: its text, its syntax tree with tokens, and its operations. */
export const documentBytes = (text: string, tokens: number, { definitions }: DocumentNode): number => {
  const operations = definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).length;
  return (
    BYTES_PER_DOCUMENT +
    Math.min(operations, MAX_OPERATIONS_PER_DOCUMENT) * BYTES_PER_OPERATION +
    text.length * 2 +
    tokens * BYTES_PER_TOKEN
  );
};

export interface OperationCacheOptions {
  /** Checked documents. */
  readonly maxEntries: number;
  /** Estimated heap of checked documents. */
  readonly maxBytes: number;
}

/** Counters of the documents that passed, and of those refused, which have bounds of their own. */
export interface DocumentStats {
  readonly documents: CacheStats;
  readonly refused: CacheStats;
}

/**
 * Documents by their text: the text is its own key, which is faster than hashing it on every request and cannot collide.
 * Refused documents have a home of their own, so that a flood of them cannot push out the good ones.
 */
export class OperationCache {
  readonly #documents: SegmentedCache<CheckedDocument>;
  readonly #refused: LRUCache<string, Refusal>;
  #refusedHits = 0;
  #refusedMisses = 0;

  constructor({ maxEntries, maxBytes }: OperationCacheOptions) {
    this.#documents = new SegmentedCache({
      maxEntries,
      maxBytes,
      estimateBytes: ({ bytes }) => bytes,
      isExpensive: ({ tokens }) => tokens >= EXPENSIVE_TOKENS,
    });
    this.#refused = new LRUCache({
      max: MAX_REFUSED,
      maxSize: MAX_REFUSED_BYTES,
      sizeCalculation: (_refusal, text) => 1024 + text.length * 2,
    });
  }

  document(text: string): CheckedDocument | undefined {
    return this.#documents.get(text);
  }

  refusal(text: string): Refusal | undefined {
    const refusal = this.#refused.get(text);
    if (refusal === undefined) this.#refusedMisses++;
    else this.#refusedHits++;
    return refusal;
  }

  accept(text: string, document: CheckedDocument): void {
    this.#documents.set(text, document);
  }

  /** Protects an accepted document from floods, as a second use does. */
  protect(text: string): void {
    this.#documents.protect(text);
  }

  refuse(text: string, refusal: Refusal): void {
    this.#refused.set(text, refusal);
  }

  /** Remembers one operation of a document. */
  keep(document: CheckedDocument, name: string | undefined, operation: Operation | Refusal): void {
    if (document.operations.size >= MAX_OPERATIONS_PER_DOCUMENT) document.operations.clear();
    document.operations.set(name, operation);
  }

  get stats(): DocumentStats {
    return {
      documents: this.#documents.stats,
      refused: {
        entries: this.#refused.size,
        maxEntries: MAX_REFUSED,
        bytes: this.#refused.calculatedSize,
        maxBytes: MAX_REFUSED_BYTES,
        hits: this.#refusedHits,
        misses: this.#refusedMisses,
      },
    };
  }
}
