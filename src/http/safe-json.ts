import { ClientError } from '../errors/index.js';

/** Nesting that a request's JSON may have; what is deeper would overflow the stack of whoever walks it recursively. */
export const MAX_JSON_DEPTH = 128;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** Index of the quote that ends the string opened at `start`, or the text's length. */
const endOfString = (text: string, start: number): number => {
  let index = start + 1;
  while (index < text.length) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) return index;
    index += code === BACKSLASH ? 2 : 1;
  }
  return index;
};

/** True when brackets outside strings nest deeper than `max`. */
export const isDeeperThan = (text: string, max: number): boolean => {
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) index = endOfString(text, index);
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      if (++depth > max) return true;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth--;
  }
  return false;
};

/**
 * JSON.parse for clients' text.
 * @throws ClientError BAD_REQUEST when it nests deeper than 128 levels or is not JSON.
 */
export const parseClientJson = (text: string, what: string): unknown => {
  if (isDeeperThan(text, MAX_JSON_DEPTH)) {
    throw new ClientError('BAD_REQUEST', `${what} is nested deeper than ${MAX_JSON_DEPTH} levels.`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ClientError('BAD_REQUEST', `${what} is not valid JSON.`, { cause: error });
  }
};
