import { SegmentedCache, type CacheStats } from '../lib/index.js';
import type { Operation } from '../operation/types.js';

/** Bytes; longer bodies are read anew. */
const MAX_BODY = 8 * 1024;
const MAX_BODIES = 2000;
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * The operations of bodies that hold no variables, by the bytes of the body: clients send the same ones again and again, and
 * then nothing of them needs to be read. Belongs to one schema.
 */
export class KnownBodies {
  readonly #operations = new SegmentedCache<Operation>({
    maxEntries: MAX_BODIES,
    maxBytes: MAX_BYTES,
    estimateBytes: ({ bytes }, key) => key.length + bytes,
  });

  /** One character per byte, which is exact and quick; undefined for bodies that are not kept. */
  keyOf(bytes: Buffer): string | undefined {
    return bytes.length > MAX_BODY ? undefined : bytes.toString('latin1');
  }

  find(key: string | undefined): Operation | undefined {
    return key === undefined ? undefined : this.#operations.get(key);
  }

  keep(key: string | undefined, operation: Operation): void {
    if (key !== undefined) this.#operations.set(key, operation);
  }

  get stats(): CacheStats {
    return this.#operations.stats;
  }

  /** To be called when another schema is served. */
  clear(): void {
    this.#operations.clear();
  }
}
