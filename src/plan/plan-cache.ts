import { LRUCache } from 'lru-cache';
import { ClientError } from '../errors/index.js';
import { SegmentedCache, type CacheStats, type SegmentedCacheOptions } from '../lib/index.js';

export interface PlanCacheOptions<T> extends Partial<SegmentedCacheOptions<T>> {
  /** Default 2000. */
  readonly maxEntries?: number;
  /** Default 64 MiB. A value above 80 % of it is returned but not kept. */
  readonly maxBytes?: number;
  /** Default: eight times the key's length, at least 4 KiB. */
  readonly estimateBytes?: (value: T, key: string, reused: boolean) => number;
  /** Milliseconds for which an operation that was too complex is not tried again; default 60 000. */
  readonly negativeTtl?: number;
  /** Clock in milliseconds; default `performance.now`. */
  readonly now?: () => number;
}

const MAX_ENTRIES = 2000;
const MAX_BYTES = 64 * 1024 * 1024;
const MIN_ENTRY_BYTES = 4096;
const BYTES_PER_KEY_CHARACTER = 8;
const NEGATIVE_ENTRIES = 1000;
const NEGATIVE_TTL_MS = 60_000;

const defaultEstimate = (_value: unknown, key: string): number =>
  Math.max(MIN_ENTRY_BYTES, key.length * BYTES_PER_KEY_CHARACTER);

/** A value being created; `shared` when more than one caller waits for it. */
interface Creation<T> {
  readonly promise: Promise<T>;
  shared: boolean;
}

/** What is made of operations by planning, by key. Each key is created once at a time; floods push out only what is cheap. */
export class PlanCache<T extends object> {
  readonly #values: SegmentedCache<T>;
  readonly #refusals: LRUCache<string, ClientError>;
  readonly #creating = new Map<string, Creation<T>>();
  #refused = 0;

  constructor(options: PlanCacheOptions<T> = {}) {
    this.#values = new SegmentedCache({
      maxEntries: options.maxEntries ?? MAX_ENTRIES,
      maxBytes: options.maxBytes ?? MAX_BYTES,
      estimateBytes: options.estimateBytes ?? defaultEstimate,
      ...(options.isExpensive && { isExpensive: options.isExpensive }),
    });
    this.#refusals = new LRUCache({
      max: NEGATIVE_ENTRIES,
      ttl: options.negativeTtl ?? NEGATIVE_TTL_MS,
      ...(options.now ? { perf: { now: options.now }, ttlResolution: 0 } : {}),
    });
  }

  /** The stored value. Counts as a use, or as a miss. */
  find(key: string): T | undefined {
    return this.#values.get(key);
  }

  /**
   * For a key that was not found: the promise of the value being created. Failures reach every waiting caller and are not
   * stored, except ClientError `OPERATION_TOO_COMPLEX`.
   */
  create(key: string, create: () => Promise<T>): Promise<T> {
    const refusal = this.#refusals.get(key);
    if (refusal) {
      this.#refused++;
      return Promise.reject(refusal);
    }
    const creation = this.#creating.get(key);
    if (creation === undefined) return this.#start(key, create);
    creation.shared = true;
    return creation.promise;
  }

  /** The stored value, synchronously, or the promise of the one being created. */
  getOrCreate(key: string, create: () => Promise<T>): T | Promise<T> {
    return this.find(key) ?? this.create(key, create);
  }

  /** Protects a stored value from floods, as a second use does. */
  protect(key: string): void {
    this.#values.protect(key);
  }

  /** The stored values, in no order that means anything. */
  values(): Iterable<T> {
    return this.#values.values();
  }

  /** A hit is a stored value or a stored refusal; a miss creates a value or waits for one being created. */
  get stats(): CacheStats {
    const { hits, misses, ...rest } = this.#values.stats;
    return { ...rest, hits: hits + this.#refused, misses: misses - this.#refused };
  }

  /** Forgets every value and refusal; what is being created still reaches its callers and is stored. */
  clear(): void {
    this.#values.clear();
    this.#refusals.clear();
  }

  #start(key: string, create: () => Promise<T>): Promise<T> {
    const creation: Creation<T> = {
      promise: this.#run(key, create).finally(() => this.#creating.delete(key)),
      shared: false,
    };
    this.#creating.set(key, creation);
    return creation.promise;
  }

  async #run(key: string, create: () => Promise<T>): Promise<T> {
    try {
      const value = await create();
      this.#values.set(key, value, this.#creating.get(key)?.shared);
      return value;
    } catch (error) {
      if (error instanceof ClientError && error.code === 'OPERATION_TOO_COMPLEX')
        this.#refusals.set(key, error);
      throw error;
    }
  }
}
