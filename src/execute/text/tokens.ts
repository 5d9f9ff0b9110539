/**
 * Reads JSON tokens out of a text that is known to hold neither control characters nor invalid UTF-8. One text at a time:
 * reading is synchronous, so the module keeps it instead of passing it through every call.
 */

let text = '';
/** The next backslash at or behind where reading is; `text.length` when there is none. */
let nextBackslash = 0;

const QUOTE = 34;
const BACKSLASH = 92;
/** Custom scalars nested deeper than this are left to the parser. */
const MAX_DEPTH = 64;
/** Digits that certainly stay finite as a double. */
const SAFE_DIGITS = 300;

export const openText = (value: string): void => {
  text = value;
  nextBackslash = findBackslash(0);
};

/** Lets the text go. */
export const closeText = (): void => {
  text = '';
};

const findBackslash = (from: number): number => {
  const at = text.indexOf('\\', from);
  return at < 0 ? text.length : at;
};

/** End of the string whose opening quote is at `from`; -1: not a valid string. */
export const scanString = (from: number): number => {
  const end = text.indexOf('"', from + 1);
  return end < nextBackslash ? end + 1 || -1 : scanEscaped(from + 1);
};

/** End of a string that may have escapes; `from` is behind its opening quote. */
const scanEscaped = (from: number): number => {
  let at = from;
  if (nextBackslash < at) nextBackslash = findBackslash(at);
  for (;;) {
    const end = text.indexOf('"', at);
    if (end < 0) return -1;
    if (end < nextBackslash) return end + 1;
    at = skipEscape(nextBackslash + 1);
    if (at < 0) return -1;
    nextBackslash = findBackslash(at);
  }
};

/** End of an escape whose letter is at `from`; -1: there is no such escape. */
const skipEscape = (from: number): number => {
  switch (text.charCodeAt(from)) {
    case QUOTE:
    case BACKSLASH:
    case 47: // /
    case 98: // b
    case 102: // f
    case 110: // n
    case 114: // r
    case 116: // t
      return from + 1;
    case 117: // u
      return isHex(from + 1) && isHex(from + 2) && isHex(from + 3) && isHex(from + 4) ? from + 5 : -1;
    default:
      return -1;
  }
};

const isHex = (at: number): boolean => {
  const code = text.charCodeAt(at);
  return isDigit(code) || ((code | 32) >= 97 && (code | 32) <= 102);
};

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

const skipDigits = (from: number): number => {
  let at = from;
  while (isDigit(text.charCodeAt(at))) at++;
  return at;
};

/** End of the integer part at `from`; -1: none, or one with a leading zero. */
const skipInteger = (from: number): number => {
  const first = text.charCodeAt(from);
  if (first === 48) return from + 1;
  return isDigit(first) ? skipDigits(from + 1) : -1;
};

const MINUS = 45;
const MAX_INT = 2_147_483_647;
const MIN_INT = -2_147_483_648;

/** End of a plain integer within 32 bits; -1 for every other text, also for integers written as `1.0` or `1e3`. */
export const scanInt = (from: number): number => {
  const negative = text.charCodeAt(from) === MINUS;
  const digits = negative ? from + 1 : from;
  const end = skipInteger(digits);
  if (end < 0) return -1;
  if (end - digits < 10)
    return isFractional(end) || (negative && end - digits === 1) ? checkSmall(from, end) : end;
  const value = Number(text.substring(from, end));
  return value > MAX_INT || value < MIN_INT || isFractional(end) ? -1 : end;
};

const isFractional = (at: number): boolean => {
  const code = text.charCodeAt(at);
  return code === 46 || code === 101 || code === 69;
};

/** Of the short ones only `-0` is refused: as a value it is 0. */
const checkSmall = (from: number, end: number): number =>
  isFractional(end) || text.charCodeAt(from + 1) === 48 ? -1 : end;

/** End of a number; -1: not a number, not finite, or negative zero. */
export const scanFloat = (from: number): number => {
  const negative = text.charCodeAt(from) === MINUS;
  let end = skipInteger(negative ? from + 1 : from);
  if (end < 0) return -1;
  if (text.charCodeAt(end) === 46) {
    const fraction = skipDigits(end + 1);
    if (fraction === end + 1) return -1;
    end = fraction;
  }
  const exponent = (text.charCodeAt(end) | 32) === 101;
  if (exponent) end = skipExponent(end + 1);
  if (end < 0) return -1;
  const plain = !exponent && end - from < SAFE_DIGITS && !(negative && text.charCodeAt(from + 1) === 48);
  return plain || isSafe(Number(text.substring(from, end))) ? end : -1;
};

const skipExponent = (from: number): number => {
  const code = text.charCodeAt(from);
  const digits = code === 43 || code === MINUS ? from + 1 : from;
  const end = skipDigits(digits);
  return end === digits ? -1 : end;
};

const isSafe = (value: number): boolean => Number.isFinite(value) && !Object.is(value, -0);

/** End of `true` or `false`; -1: neither. */
export const scanBoolean = (from: number): number => {
  if (text.startsWith('true', from)) return from + 4;
  return text.startsWith('false', from) ? from + 5 : -1;
};

/** End of any JSON value without white space between its tokens; -1: not one. */
export const scanJson = (from: number): number => scanJsonBelow(from, 0);

const scanJsonBelow = (from: number, depth: number): number => {
  switch (text.charCodeAt(from)) {
    case QUOTE:
      return scanString(from);
    case 123: // {
      return depth >= MAX_DEPTH ? -1 : scanJsonMembers(from + 1, depth + 1);
    case 91: // [
      return depth >= MAX_DEPTH ? -1 : scanJsonItems(from + 1, depth + 1);
    case 110: // n
      return text.startsWith('null', from) ? from + 4 : -1;
    case 116: // t
    case 102: // f
      return scanBoolean(from);
    default:
      return scanFloat(from);
  }
};

const scanJsonMembers = (from: number, depth: number): number => {
  if (text.charCodeAt(from) === 125) return from + 1;
  let at = from;
  for (;;) {
    if (text.charCodeAt(at) !== QUOTE) return -1;
    at = scanString(at);
    if (at < 0 || text.charCodeAt(at) !== 58) return -1;
    at = scanJsonBelow(at + 1, depth);
    if (at < 0) return -1;
    const next = text.charCodeAt(at++);
    if (next === 125) return at;
    if (next !== 44) return -1;
  }
};

const scanJsonItems = (from: number, depth: number): number => {
  if (text.charCodeAt(from) === 93) return from + 1;
  let at = from;
  for (;;) {
    at = scanJsonBelow(at, depth);
    if (at < 0) return -1;
    const next = text.charCodeAt(at++);
    if (next === 93) return at;
    if (next !== 44) return -1;
  }
};
