/** Says how an answer differs from the expected one: data as text (so key order counts) and where errors left a null. */

/** @typedef {{ data?: unknown, errors?: readonly { message?: string, path?: readonly (string | number)[] | undefined }[] | undefined }} Answer */

/**
 * Where an error shows in the data: the longest part of its path that exists there. A non-null field that fails takes its parents
 * with it, and which of two such errors is told is left open by the specification; the null that they leave behind is not.
 * @param {unknown} data @param {readonly (string | number)[]} path
 */
function visiblePlace(data, path) {
  const place = [];
  let at = /** @type {any} */ (data);
  for (const key of path) {
    if (at === null || typeof at !== 'object' || !Object.hasOwn(at, key)) break;
    place.push(key);
    at = at[key];
  }
  return place.join('.');
}

/** @param {Answer} answer @returns {string[]} */
export const errorPlaces = (answer) =>
  [...new Set((answer.errors ?? []).map((error) => visiblePlace(answer.data, error.path ?? [])))].sort();

/** @param {unknown} a @param {unknown} b @returns {boolean} equal, whatever the order of keys */
export function sameData(a, b) {
  if (a === b) return true;
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  const other = /** @type {Record<string, unknown>} */ (b);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every(
    (key) =>
      Object.hasOwn(other, key) && sameData(/** @type {Record<string, unknown>} */ (a)[key], other[key]),
  );
}

/** The gateway tells at most this many errors, so the places of an answer with as many cannot be compared. */
const toldErrors = 25;

/**
 * @param {Answer} expected @param {Answer} actual
 * @param {{ keyOrder?: boolean, errorPlaces?: boolean }} [options] both default to true
 * @returns {string | undefined} undefined when they agree, else what differs
 */
export function difference(expected, actual, options = {}) {
  const want = expected.data ?? null;
  const have = actual.data ?? null;
  if (!sameData(want, have))
    return `data\n  expected ${JSON.stringify(want)}\n  received ${JSON.stringify(have)}`;
  if (options.keyOrder !== false && JSON.stringify(want) !== JSON.stringify(have)) {
    return `key order\n  expected ${JSON.stringify(want)}\n  received ${JSON.stringify(have)}`;
  }
  if (options.errorPlaces === false) return undefined;
  const places = errorPlaces(expected);
  const told = errorPlaces(actual);
  if ((expected.errors?.length ?? 0) >= toldErrors && told.length > 0) return undefined;
  return places.join() === told.join()
    ? undefined
    : `error places\n  expected ${JSON.stringify(places)}\n  received ${JSON.stringify(told)}`;
}
