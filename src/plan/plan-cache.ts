import { LRUCache } from 'lru-cache';
import { ClientError } from '../errors/index.js';

export interface PlanCacheOptions<T> {
  /** Default 2000. */
  readonly maxEntries?: number;
  /** Bound on the sum of the estimates; default 64 MiB. A value above the bound is returned but not kept. */
  readonly maxBytes?: number;
  /** Estimate of what one value occupies, in bytes. Default: eight times the key's length, at least 4 KiB. */
  readonly estimateBytes?: (value: T, key: string) => number;
  /** Milliseconds for which an operation that was too complex is not tried again; default 60 000. */
  readonly negativeTtl?: number;
  /** Clock in milliseconds; default `performance.now`. */
  readonly now?: () => number;
}

export interface PlanCacheStats {
  /** Calls answered from a stored value or a stored refusal. */
  readonly hits: number;
  /** Calls that created a value or waited for one being created. */
  readonly misses: number;
  /** Values stored. */
  readonly size: number;
}

const MAX_ENTRIES = 2000;
const MAX_BYTES = 64 * 1024 * 1024;
const MIN_ENTRY_BYTES = 4096;
const BYTES_PER_KEY_CHARACTER = 8;
const NEGATIVE_ENTRIES = 1000;
const NEGATIVE_TTL_MS = 60_000;

const defaultEstimate = (_value: unknown, key: string): number =>
  Math.max(MIN_ENTRY_BYTES, key.length * BYTES_PER_KEY_CHARACTER);

/** Compiled plans by key (schema id, normalised document, operation name). Each key is created once at a time. */
export class PlanCache<T extends object> {
  readonly #values: LRUCache<string, T>;
  readonly #refusals: LRUCache<string, ClientError>;
  readonly #creating = new Map<string, Promise<T>>();
  #hits = 0;
  #misses = 0;

  constructor(options: PlanCacheOptions<T> = {}) {
    const estimate = options.estimateBytes ?? defaultEstimate;
    this.#values = new LRUCache({
      max: options.maxEntries ?? MAX_ENTRIES,
      maxSize: options.maxBytes ?? MAX_BYTES,
      sizeCalculation: (value, key) => Math.max(1, Math.ceil(estimate(value, key))),
    });
    this.#refusals = new LRUCache({
      max: NEGATIVE_ENTRIES,
      ttl: options.negativeTtl ?? NEGATIVE_TTL_MS,
      ...(options.now ? { perf: { now: options.now }, ttlResolution: 0 } : {}),
    });
  }

  /**
   * The stored value, synchronously, or the promise of the one being created.
   * Failures reach every waiting caller and are not stored, except ClientError `OPERATION_TOO_COMPLEX`.
   */
  getOrCreate(key: string, create: () => Promise<T>): T | Promise<T> {
    const value = this.#values.get(key);
    if (value !== undefined) {
      this.#hits++;
      return value;
    }
    const refusal = this.#refusals.get(key);
    if (refusal) {
      this.#hits++;
      return Promise.reject(refusal);
    }
    this.#misses++;
    return this.#creating.get(key) ?? this.#create(key, create);
  }

  get stats(): PlanCacheStats {
    return { hits: this.#hits, misses: this.#misses, size: this.#values.size };
  }

  /** Forgets every value and refusal; what is being created still reaches its callers and is stored. */
  clear(): void {
    this.#values.clear();
    this.#refusals.clear();
  }

  #create(key: string, create: () => Promise<T>): Promise<T> {
    const promise = this.#run(key, create).finally(() => this.#creating.delete(key));
    this.#creating.set(key, promise);
    return promise;
  }

  async #run(key: string, create: () => Promise<T>): Promise<T> {
    try {
      const value = await create();
      this.#values.set(key, value);
      return value;
    } catch (error) {
      if (error instanceof ClientError && error.code === 'OPERATION_TOO_COMPLEX')
        this.#refusals.set(key, error);
      throw error;
    }
  }
}
