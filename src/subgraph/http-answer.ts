import { isUtf8 } from 'node:buffer';
import { readAnswer } from './answer.js';
import type { RawAnswer } from './exchange.js';
import type { SubgraphAnswer, SubgraphResponse } from './types.js';

const CLOSING_BRACE = 125;
const SPACE = 32;

/** The answer of an HTTP exchange. */
export class HttpAnswer implements SubgraphAnswer {
  private readonly raw: RawAnswer;
  private readonly subgraph: string;

  constructor(raw: RawAnswer, subgraph: string) {
    this.raw = raw;
    this.subgraph = subgraph;
  }

  byteText(): string | null {
    const { body } = this.raw;
    let end = body.length;
    // Encoders that write line by line end with a newline.
    while (end > 0 && isWhiteSpace(body[end - 1] as number)) end--;
    if (body[end - 1] !== CLOSING_BRACE || hasControls(body, end) || !isUtf8(body)) return null;
    return body.toString('latin1', 0, end);
  }

  read(): SubgraphResponse {
    return readAnswer(this.raw, this.subgraph);
  }
}

const isWhiteSpace = (byte: number): boolean => byte === SPACE || byte === 10 || byte === 13 || byte === 9;

/** True when one of the first `end` bytes is below 0x20. Looks at four bytes at a time. */
const hasControls = (body: Buffer, end: number): boolean => {
  const head = Math.min(end, -body.byteOffset & 3);
  const words = new Int32Array(body.buffer, body.byteOffset + head, (end - head) >> 2);
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as number;
    if (((word - 0x20202020) & ~word & 0x80808080) !== 0) return true;
  }
  return hasControl(body, 0, head) || hasControl(body, head + words.length * 4, end);
};

const hasControl = (body: Buffer, from: number, end: number): boolean => {
  for (let i = from; i < end; i++) if ((body[i] as number) < SPACE) return true;
  return false;
};
