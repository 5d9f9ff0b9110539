import { watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Milliseconds without a change before a file counts as written. */
const SETTLE_MS = 30;

/** Tells when a file was written, one call after the other. */
export class SchemaWatcher {
  #timer;
  #last = Promise.resolve();
  #watcher;

  /**
   * @param {URL} file
   * @param {() => Promise<void>} onChange never rejects
   */
  constructor(file, onChange) {
    const path = fileURLToPath(file);
    // The folder, because many editors put a new file in the place of the old one.
    this.#watcher = watch(dirname(path), (_event, name) => {
      if (name !== basename(path)) return;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => (this.#last = this.#last.then(onChange)), SETTLE_MS);
    });
    // A sample that cannot be watched is served as it was.
    this.#watcher.on('error', () => this.#watcher.close());
  }

  async close() {
    this.#watcher.close();
    clearTimeout(this.#timer);
    await this.#last;
  }
}
