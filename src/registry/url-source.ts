import { download } from './download.js';
import { LoadError, messageOf } from './load-error.js';
import { Publisher } from './publisher.js';
import type { SupergraphEvents, SupergraphSource } from './types.js';

export interface UrlSourceOptions {
  /** Where a composed supergraph is, http or https. */
  readonly url: string;
  /** Extra request headers. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds between requests, ± 10 % so that replicas do not ask together; 0 asks only once. Default 10 000. */
  readonly pollInterval?: number;
  /** Milliseconds for one answer. Default 10 000. */
  readonly timeout?: number;
  /** Bytes of the answer. Default 50 MB. */
  readonly maxSize?: number;
}

interface Answer {
  readonly sdl: string;
  readonly etag: string | undefined;
}

const jittered = (interval: number): number => interval * (0.9 + Math.random() * 0.2);

class UrlSource implements SupergraphSource {
  readonly #options: UrlSourceOptions;
  readonly #publisher: Publisher;
  readonly #abort = new AbortController();
  #last: Answer | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: UrlSourceOptions) {
    this.#options = options;
    this.#publisher = new Publisher(() => this.#load());
  }

  async start(events: SupergraphEvents): Promise<void> {
    try {
      await this.#publisher.start(events);
    } catch (error) {
      await this.stop();
      throw error;
    }
    this.#schedule();
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    clearTimeout(this.#timer);
    await this.#publisher.stop();
  }

  #schedule(): void {
    const { pollInterval = 10_000 } = this.#options;
    if (pollInterval <= 0 || this.#abort.signal.aborted) return;
    this.#timer = setTimeout(
      () => void this.#publisher.refresh().then(() => this.#schedule()),
      jittered(pollInterval),
    );
  }

  async #load(): Promise<string> {
    try {
      return await this.#fetch();
    } catch (error) {
      const reason = messageOf(error).replace(/\.$/, '');
      throw new LoadError(
        `The supergraph could not be loaded from ${this.#options.url}: ${reason}.`,
        undefined,
        error,
      );
    }
  }

  async #fetch(): Promise<string> {
    const { url, headers, timeout = 10_000, maxSize = 50 * 1024 * 1024 } = this.#options;
    const last = this.#last;
    const condition: Record<string, string> = last?.etag === undefined ? {} : { 'if-none-match': last.etag };
    const answer = await download(url, {
      method: 'GET',
      headers: { accept: 'text/plain, application/graphql, */*', ...headers, ...condition },
      timeout,
      maxSize,
      signal: this.#abort.signal,
    });
    if (answer.status === 304 && last) return last.sdl;
    if (answer.status !== 200) throw new LoadError(`it answered with HTTP status ${answer.status}`);
    if (/^\s*</.test(answer.text)) throw new LoadError('it answered with HTML instead of a supergraph');
    const etag = answer.headers['etag'];
    this.#last = { sdl: answer.text, etag: typeof etag === 'string' ? etag : undefined };
    return answer.text;
  }
}

/** A source that polls a composed supergraph from a URL; a failing server never takes the last good one away. */
export const createUrlSource = (options: UrlSourceOptions): SupergraphSource => new UrlSource(options);
