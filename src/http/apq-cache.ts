import { createHash } from 'node:crypto';
import { ClientError } from '../errors/index.js';
import { SegmentedCache, type CacheStats } from '../lib/index.js';
import type { OperationParams } from '../operation/types.js';
import { persistedHash } from './graphql-params.js';

/** Bytes of UTF-8 that a document may have to be registered. */
export const MAX_APQ_DOCUMENT = 65_536;
/** Prefix that Apollo Server puts before the hash. */
const PREFIX = 'apq:';

const MAX_BYTES = 64 * 1024 * 1024;
const ENTRY_BYTES = 200;

/** A registered text. */
interface Registered {
  readonly text: string;
}

/** Documents registered by automatic persisted queries: bounded in count, in bytes, and in the size of each. */
export class ApqCache {
  readonly #documents: SegmentedCache<Registered>;

  constructor(maxEntries: number) {
    this.#documents = new SegmentedCache({
      maxEntries,
      maxBytes: MAX_BYTES,
      estimateBytes: ({ text }, key) => ENTRY_BYTES + key.length + text.length * 2,
    });
  }

  /** The document of a hash, for our own look before Apollo Server's, which is not counted. */
  find(hash: string): string | undefined {
    return this.#documents.get(PREFIX + hash)?.text;
  }

  get(key: string): Promise<string | undefined> {
    return Promise.resolve(this.#documents.peek(key)?.text);
  }

  set(key: string, document: string): Promise<void> {
    if (Buffer.byteLength(document) <= MAX_APQ_DOCUMENT) this.#documents.set(key, { text: document });
    return Promise.resolve();
  }

  delete(key: string): Promise<boolean> {
    return Promise.resolve(this.#documents.delete(key));
  }

  get stats(): CacheStats {
    return this.#documents.stats;
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
