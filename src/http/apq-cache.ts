import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { ClientError } from '../errors/index.js';
import type { OperationParams } from '../operation/types.js';
import { persistedHash } from './graphql-params.js';

/** Bytes of UTF-8 that a document may have to be registered. */
export const MAX_APQ_DOCUMENT = 65_536;
/** Prefix that Apollo Server puts before the hash. */
const PREFIX = 'apq:';

/** Documents registered by automatic persisted queries: bounded in count and in the size of each. */
export class ApqCache {
  readonly #documents: LRUCache<string, string>;

  constructor(maxEntries: number) {
    this.#documents = new LRUCache({ max: maxEntries });
  }

  /** The document of a hash, for our own look before Apollo Server's. */
  find(hash: string): string | undefined {
    return this.#documents.get(PREFIX + hash);
  }

  get(key: string): Promise<string | undefined> {
    return Promise.resolve(this.#documents.get(key));
  }

  set(key: string, document: string): Promise<void> {
    if (Buffer.byteLength(document) <= MAX_APQ_DOCUMENT) this.#documents.set(key, document);
    return Promise.resolve();
  }

  delete(key: string): Promise<boolean> {
    return Promise.resolve(this.#documents.delete(key));
  }
}

/**
 * The text of the operation: from the request, or registered earlier under its hash. Undefined when the hash is unknown
 * or persisted queries are off; Apollo Server then says which.
 * @throws ClientError PERSISTED_QUERY_HASH_MISMATCH when the hash is of another text.
 */
export const documentOf = (params: OperationParams, cache: ApqCache | undefined): string | undefined => {
  const hash = persistedHash(params);
  if (hash === undefined) return params.query;
  if (!cache) return undefined;
  if (params.query === undefined) return cache.find(hash);
  if (createHash('sha256').update(params.query).digest('hex') !== hash) {
    throw new ClientError('PERSISTED_QUERY_HASH_MISMATCH', undefined);
  }
  return params.query;
};
