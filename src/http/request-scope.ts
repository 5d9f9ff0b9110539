import type { ServerResponse } from 'node:http';
import { ClientError } from '../errors/index.js';
import { ClientGone } from './read-body.js';

/**
 * The time that one request has. Its signal is aborted when the client goes away, the deadline passes or the server
 * cuts it; `run` then ends at once, whatever the work does about the signal.
 */
export class RequestScope {
  readonly startedAt: number;
  readonly deadline: number;
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #response: ServerResponse;
  #interrupt: ((error: Error) => void) | undefined;

  constructor(response: ServerResponse, timeout: number) {
    this.startedAt = performance.now();
    this.deadline = this.startedAt + timeout;
    this.#response = response;
    this.#timer = setTimeout(() => this.abort(new ClientError('GATEWAY_TIMEOUT', undefined)), timeout);
    response.once('close', this.#onClose);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Ends the request with this error as its answer. */
  abort(error: Error): void {
    this.#controller.abort(error);
    this.#interrupt?.(error);
  }

  /** @throws what the work throws, or the error the scope was aborted with. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    const interrupted = new Promise<never>((_, reject) => (this.#interrupt = reject));
    const running = work();
    // Whoever loses the race may still reject later; by then its answer has been given.
    running.catch(() => undefined);
    interrupted.catch(() => undefined);
    return Promise.race([running, interrupted]);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#response.off('close', this.#onClose);
  }

  readonly #onClose = (): void => {
    if (!this.#response.writableFinished) this.abort(new ClientGone('The client went away.'));
  };
}

/** The requests under way, for a stop that waits for them. */
export class Traffic {
  readonly #scopes = new Set<RequestScope>();
  #onIdle: (() => void) | undefined;

  open(response: ServerResponse, timeout: number): RequestScope {
    const scope = new RequestScope(response, timeout);
    this.#scopes.add(scope);
    response.once('close', () => this.#end(scope));
    return scope;
  }

  get size(): number {
    return this.#scopes.size;
  }

  /** Resolves when nothing is under way, at the latest after `milliseconds`. */
  idle(milliseconds: number): Promise<void> {
    if (this.#scopes.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#onIdle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Answers what is under way with SHUTTING_DOWN. Returns how many requests that were. */
  cut(): number {
    const cut = this.#scopes.size;
    for (const scope of this.#scopes) scope.abort(new ClientError('SHUTTING_DOWN', undefined));
    return cut;
  }

  #end(scope: RequestScope): void {
    scope.close();
    this.#scopes.delete(scope);
    if (this.#scopes.size === 0) this.#onIdle?.();
  }
}
