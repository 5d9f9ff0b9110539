import { ClientError } from '../errors/index.js';

export interface ScanLimits {
  /** Lexical tokens as the GraphQL specification counts them: comments, commas and white space are none. */
  readonly maxTokens: number;
  /** Levels of `{}`, `[]` and `()` inside one another, all kinds together. */
  readonly maxBracketDepth: number;
}

export interface ScanResult {
  readonly tokens: number;
  readonly bracketDepth: number;
  /** Characters looked at; at most the length of the text. */
  readonly scanned: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** Character classes of ASCII: what a token that starts here is. */
const IGNORED = 1;
const WORD = 2;
const OPEN = 3;
const CLOSE = 4;
const COMMENT = 5;
const STRING = 6;
const DOT = 7;

const CLASSES = new Uint8Array(128);
for (const character of '\t\n\r ,') CLASSES[character.charCodeAt(0)] = IGNORED;
for (let code = 0; code < 128; code += 1)
  if (/[A-Za-z0-9_-]/.test(String.fromCharCode(code))) CLASSES[code] = WORD;
for (const character of '{[(') CLASSES[character.charCodeAt(0)] = OPEN;
for (const character of '}])') CLASSES[character.charCodeAt(0)] = CLOSE;
CLASSES['#'.charCodeAt(0)] = COMMENT;
CLASSES[QUOTE] = STRING;
CLASSES['.'.charCodeAt(0)] = DOT;

/** Characters of a name or number; the work that a document makes grows with it in many places, and errors repeat it. */
const MAX_NAME_LENGTH = 1000;

const BYTE_ORDER_MARK = 0xfeff;

/**
 * Looks at the text of a document before it is parsed: counts tokens and levels of brackets, so that the recursive parser
 * can neither run long nor overflow the stack. Says nothing about syntax; where the text is not GraphQL the counts are
 * exact up to the place at which the parser stops.
 *
 * @throws ClientError `MAX_TOKENS_LIMIT`, `MAX_DEPTH_LIMIT` or `OPERATION_TOO_COMPLEX`, at the first token past the limit.
 */
export function scanDocument(text: string, limits: ScanLimits): ScanResult {
  const { maxTokens, maxBracketDepth } = limits;
  const length = text.length;
  let tokens = 0;
  let depth = 0;
  let deepest = 0;
  let index = 0;
  while (index < length) {
    const code = text.charCodeAt(index);
    const kind = classOf(code);
    if (kind === IGNORED) {
      index += 1;
      continue;
    }
    if (kind === COMMENT) {
      index = endOfLine(text, index);
      continue;
    }
    tokens += 1;
    if (tokens > maxTokens) {
      throw new ClientError('MAX_TOKENS_LIMIT', `The document has more than ${maxTokens} tokens.`);
    }
    if (kind === WORD) index = endOfName(text, index);
    else if (kind === STRING) index = endOfString(text, index);
    else if (kind === DOT) index += 3;
    else {
      index += 1;
      if (kind === OPEN) {
        depth += 1;
        if (depth > deepest) deepest = depth;
        if (depth > maxBracketDepth) {
          throw new ClientError(
            'MAX_DEPTH_LIMIT',
            `The document has more than ${maxBracketDepth} levels of brackets.`,
          );
        }
      } else if (kind === CLOSE && depth > 0) depth -= 1;
    }
  }
  return { tokens, bracketDepth: deepest, scanned: Math.min(index, length) };
}

function classOf(code: number): number {
  if (code < 128) return CLASSES[code] ?? 0;
  return code === BYTE_ORDER_MARK ? IGNORED : 0;
}

function endOfLine(text: string, from: number): number {
  let index = from;
  for (; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === NEWLINE || code === RETURN) break;
  }
  return index;
}

/** Names, and numbers with their sign, fraction and exponent. */
function endOfName(text: string, from: number): number {
  const end = endOfWord(text, from);
  if (end - from > MAX_NAME_LENGTH) {
    throw new ClientError(
      'OPERATION_TOO_COMPLEX',
      `The document has a name or number of more than ${MAX_NAME_LENGTH} characters.`,
    );
  }
  return end;
}

function endOfWord(text: string, from: number): number {
  const first = text.charCodeAt(from);
  const number = first < 0x40;
  let index = from + 1;
  for (; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 128 && CLASSES[code] === WORD) continue;
    // A dot or a plus inside of a number belongs to it: `1.5`, `1e+5`.
    if (number && (code === 0x2e || code === 0x2b)) continue;
    break;
  }
  return index;
}

/** Index after the closing quotes; the end of the text (or line) where there are none, at which the parser stops too. */
function endOfString(text: string, from: number): number {
  if (text.startsWith('"""', from)) return endOfBlockString(text, from + 3);
  let index = from + 1;
  for (; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) return index + 1;
    if (code === NEWLINE || code === RETURN) return index;
    if (code === BACKSLASH) index += 1;
  }
  return text.length;
}

function endOfBlockString(text: string, from: number): number {
  let index = from;
  for (;;) {
    const end = text.indexOf('"""', index);
    if (end === -1) return text.length;
    if (text.charCodeAt(end - 1) !== BACKSLASH || end === from) return end + 3;
    index = end + 3;
  }
}
