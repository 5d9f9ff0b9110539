import { LRUCache } from 'lru-cache';

export interface SegmentedCacheOptions<V> {
  /** Entries of both segments together, at least 1. */
  readonly maxEntries: number;
  /** Bound on the sum of the estimates of both segments, in bytes. A value above 80 % of it is not kept. */
  readonly maxBytes: number;
  /** Estimate of the heap that an entry takes, in bytes. `reused`: as soon as it is, or may be, used again. */
  readonly estimateBytes: (value: V, key: string, reused: boolean) => number;
  /** Whether a value costs so much to make that it is protected before it is used again. Default: none does. */
  readonly isExpensive?: (value: V) => boolean;
}

/** What a cache holds, and how often it was asked since it was made. */
export interface CacheStats {
  readonly entries: number;
  readonly maxEntries: number;
  /** Sum of the estimates. */
  readonly bytes: number;
  readonly maxBytes: number;
  readonly hits: number;
  readonly misses: number;
}

/** The part of the bounds that protected entries may take; the rest is always open to new ones. */
const PROTECTED_SHARE = 0.8;

/**
 * A segmented LRU (Karedla et al. 1994). What was used at least twice, or is expensive to make, is protected: a flood of values
 * that are used once pushes out only one another. New values may take all that protected ones leave; protected ones that are
 * not used for long become like new ones again.
 */
export class SegmentedCache<V extends object> {
  readonly #options: SegmentedCacheOptions<V>;
  readonly #protected: LRUCache<string, V>;
  readonly #probation: LRUCache<string, V>;
  #hits = 0;
  #misses = 0;

  constructor(options: SegmentedCacheOptions<V>) {
    const { maxEntries, maxBytes } = options;
    this.#options = options;
    this.#probation = new LRUCache({
      max: Math.max(1, maxEntries),
      maxSize: maxBytes,
      sizeCalculation: (value, key) => this.#bytes(value, key, false),
    });
    this.#protected = new LRUCache({
      max: Math.max(1, Math.floor(maxEntries * PROTECTED_SHARE)),
      maxSize: Math.max(1, Math.floor(maxBytes * PROTECTED_SHARE)),
      sizeCalculation: (value, key) => this.#bytes(value, key, true),
      dispose: (value, key, reason) => void (reason === 'evict' && this.#probation.set(key, value)),
    });
  }

  /** Counts as a use. */
  get(key: string): V | undefined {
    const kept = this.#protected.get(key);
    if (kept !== undefined) {
      this.#hits++;
      return kept;
    }
    const value = this.#probation.peek(key);
    if (value === undefined) {
      this.#misses++;
      return undefined;
    }
    this.#hits++;
    this.#promote(key, value);
    return value;
  }

  /** Without counting a use. */
  peek(key: string): V | undefined {
    return this.#protected.peek(key) ?? this.#probation.peek(key);
  }

  delete(key: string): boolean {
    const kept = this.#protected.delete(key);
    return this.#probation.delete(key) || kept;
  }

  /** @param reused whether the value is known to be used again. */
  set(key: string, value: V, reused = false): void {
    if (reused || this.#isProtected(key, value)) {
      this.#promote(key, value);
      return;
    }
    this.#protected.delete(key);
    this.#probation.set(key, value);
    this.#trim();
  }

  /** Protects an entry, if it is there, as a second use does, without counting one. */
  protect(key: string): void {
    const value = this.#probation.peek(key);
    if (value !== undefined) this.#promote(key, value);
  }

  clear(): void {
    this.#protected.clear();
    this.#probation.clear();
  }

  /** Protected values first, those used last first. */
  *values(): Generator<V> {
    yield* this.#protected.values();
    yield* this.#probation.values();
  }

  get stats(): CacheStats {
    const { maxEntries, maxBytes } = this.#options;
    return {
      entries: this.#entries,
      maxEntries: Math.max(1, maxEntries),
      bytes: this.#held,
      maxBytes,
      hits: this.#hits,
      misses: this.#misses,
    };
  }

  get #entries(): number {
    return this.#protected.size + this.#probation.size;
  }

  get #held(): number {
    return this.#protected.calculatedSize + this.#probation.calculatedSize;
  }

  #bytes(value: V, key: string, reused: boolean): number {
    return Math.max(1, Math.ceil(this.#options.estimateBytes(value, key, reused)));
  }

  /** Also what is too large for the part that is always open to new values: it would push out all of them. */
  #isProtected(key: string, value: V): boolean {
    if (this.#options.isExpensive?.(value) === true) return true;
    return this.#bytes(value, key, false) > this.#options.maxBytes - this.#protected.maxSize;
  }

  #promote(key: string, value: V): void {
    this.#probation.delete(key);
    this.#protected.set(key, value);
    this.#trim();
  }

  #trim(): void {
    const { maxEntries, maxBytes } = this.#options;
    while (this.#probation.size > 0 && (this.#entries > Math.max(1, maxEntries) || this.#held > maxBytes))
      this.#probation.pop();
  }
}
