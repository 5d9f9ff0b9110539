/** Entries after which a fresh table is taken; far fewer than are added between two collections of young objects. */
const RENEW_AFTER = 256;

/**
 * A Map for entries that come and go with requests. V8 chains the tables that a Map outgrows, and it outgrows one every few
 * dozen additions and removals; once a table of the chain has become old, everything that any later one ever held stays
 * alive until the next full collection. Here the chain is cut before that.
 */
export class ChurnMap<K, V> {
  #entries = new Map<K, V>();
  #added = 0;

  get(key: K): V | undefined {
    return this.#entries.get(key);
  }

  set(key: K, value: V): void {
    if (++this.#added > RENEW_AFTER) {
      this.#added = 0;
      this.#entries = new Map(this.#entries);
    }
    this.#entries.set(key, value);
  }

  delete(key: K): void {
    this.#entries.delete(key);
  }

  clear(): void {
    this.#entries = new Map();
  }

  get size(): number {
    return this.#entries.size;
  }
}
