import type { DocumentNode, GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { ClientError } from '../errors/index.js';
import type { Operation } from './types.js';

/** A document that passed every check, with the operations that clients asked for by name so far. */
export interface CheckedDocument {
  readonly hash: string;
  readonly document: DocumentNode;
  /** Lexical tokens: what the syntax tree's size depends on. */
  readonly tokens: number;
  readonly operations: Map<string | undefined, Operation | Refusal>;
}

/** Why a document is refused: the same for everyone, so it is remembered. */
export type Refusal =
  | { readonly kind: 'error'; readonly error: ClientError }
  | { readonly kind: 'invalid'; readonly errors: readonly GraphQLError[] };

/** Estimate of the heap that one token takes with its part of the syntax tree. */
const TREE_BYTES_PER_TOKEN = 300;
const MAX_TREE_BYTES = 128 * 1024 * 1024;
const MAX_REFUSED = 1000;
const MAX_REFUSED_CHARACTERS = 4 * 1024 * 1024;
/** A document may hold many operations; more than this many are prepared anew. */
const MAX_OPERATIONS_PER_DOCUMENT = 32;

/**
 * Documents by their text: the text is its own key, which is faster than hashing it on every request and cannot collide.
 * Refused documents have a home of their own, so that a flood of them cannot push out the good ones.
 */
export class OperationCache {
  readonly #documents: LRUCache<string, CheckedDocument>;
  readonly #refused: LRUCache<string, Refusal>;

  /** @param maxEntries checked documents; their estimated size is bounded too, at 128 MB. */
  constructor(maxEntries: number) {
    this.#documents = new LRUCache({
      max: Math.max(1, maxEntries),
      maxSize: MAX_TREE_BYTES,
      sizeCalculation: (document, text) => 1024 + text.length * 2 + document.tokens * TREE_BYTES_PER_TOKEN,
    });
    this.#refused = new LRUCache({
      max: MAX_REFUSED,
      maxSize: MAX_REFUSED_CHARACTERS,
      sizeCalculation: (_refusal, text) => 1024 + text.length,
    });
  }

  document(text: string): CheckedDocument | undefined {
    return this.#documents.get(text);
  }

  refusal(text: string): Refusal | undefined {
    return this.#refused.get(text);
  }

  accept(text: string, document: CheckedDocument): void {
    this.#documents.set(text, document);
  }

  refuse(text: string, refusal: Refusal): void {
    this.#refused.set(text, refusal);
  }

  /** Remembers one operation of a document. */
  keep(document: CheckedDocument, name: string | undefined, operation: Operation | Refusal): void {
    if (document.operations.size >= MAX_OPERATIONS_PER_DOCUMENT) document.operations.clear();
    document.operations.set(name, operation);
  }

  /** For tests and metrics. */
  get size(): { readonly documents: number; readonly refused: number } {
    return { documents: this.#documents.size, refused: this.#refused.size };
  }
}
