import DataLoader from 'dataloader';

/**
 * What one request remembers: how often it went to the data, so that batching can be seen from outside.
 * @typedef {{ dataLoads: number }} LoadCounter
 */

/**
 * A loader for one request over records in memory. Keys asked for in the same tick are one look-up, counted once.
 * @template V
 * @param {LoadCounter} counter
 * @param {(key: string) => V | undefined} find
 * @returns {DataLoader<string, V | null>} a key that does not exist loads as null
 */
export function createLoader(counter, find) {
  return new DataLoader(async (keys) => {
    counter.dataLoads += 1;
    return keys.map((key) => find(key) ?? null);
  });
}

/**
 * @template V
 * @template {keyof V} K
 * @param {readonly V[]} records
 * @param {K} key
 * @returns {Map<V[K], V>}
 */
export function indexBy(records, key) {
  return new Map(records.map((record) => [record[key], record]));
}
