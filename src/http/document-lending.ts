import type { DocumentNode } from 'graphql';

const HASH_LENGTH = 64;

/**
 * A document store for Apollo Server that holds only the documents of requests under way. They were parsed and validated
 * by the runtime, whose own cache keeps them, so a second cache here would only hold memory.
 */
export class DocumentLending {
  readonly #lent = new Map<string, { document: DocumentNode; users: number }>();

  /** Makes a document available until `giveBack` was called as often as `lend`. */
  lend(hash: string, document: DocumentNode): void {
    const entry = this.#lent.get(hash);
    if (entry) entry.users++;
    else this.#lent.set(hash, { document, users: 1 });
  }

  giveBack(hash: string): void {
    const entry = this.#lent.get(hash);
    if (entry && --entry.users === 0) this.#lent.delete(hash);
  }

  /** Documents lent at the moment. */
  get size(): number {
    return this.#lent.size;
  }

  /** Apollo Server puts a prefix of its own before the hash. */
  get(key: string): Promise<DocumentNode | undefined> {
    return Promise.resolve(this.#lent.get(key.slice(-HASH_LENGTH))?.document);
  }

  set(): Promise<void> {
    return Promise.resolve();
  }

  delete(): Promise<boolean> {
    return Promise.resolve(false);
  }
}
