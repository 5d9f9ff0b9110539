import { ChurnMap } from '../lib/index.js';
import type { Exchange } from './exchange.js';
import type { SubgraphRequest } from './types.js';

/** Characters of all keys together; beyond it calls are not shared, so that large bodies are not kept twice. */
const MAX_CHARACTERS = 32 * 1024 * 1024;
/** Differs with every request, and says nothing about the answer. */
const TRACE_HEADER = 'x-request-id';

const BEYOND_ASCII = /[^\0-\x7f]/u;
/** One character per byte, so that both ways of writing a body give the same key. */
const asBytes = (body: string): string => Buffer.from(body).toString('latin1');

const part = (text: string): string => `${text.length}:${text}`;

/**
 * What two calls of one subgraph must have in common to be answered by one: everything that is sent, and for whom. Each
 * part stands with its length, so no value can pass for another.
 */
export const sharingKey = ({ body, encoding, headers, identity }: SubgraphRequest): string => {
  let key = part(identity);
  for (const name in headers) {
    if (name !== TRACE_HEADER) key += part(name) + part(headers[name] ?? '');
  }
  return `${key}\n${encoding === 'utf8' && BEYOND_ASCII.test(body) ? asBytes(body) : body}`;
};

/** The exchanges of one subgraph that a further call may join. */
export class InFlight {
  private readonly exchanges = new ChurnMap<string, Exchange>();
  private characters = 0;

  find(key: string): Exchange | undefined {
    return this.exchanges.get(key);
  }

  /** @param key that of the exchange. */
  add(key: string, exchange: Exchange): void {
    if (this.characters + key.length > MAX_CHARACTERS) return;
    this.characters += key.length;
    this.exchanges.set(key, exchange);
  }

  /** To be called when an exchange has ended. */
  remove(exchange: Exchange): void {
    const { key } = exchange;
    if (key === null || this.exchanges.get(key) !== exchange) return;
    this.characters -= key.length;
    this.exchanges.delete(key);
  }

  /** Lets nobody join what has begun so far: after a mutation it may tell of the time before. */
  seal(): void {
    this.characters = 0;
    this.exchanges.clear();
  }

  get size(): number {
    return this.exchanges.size;
  }
}
