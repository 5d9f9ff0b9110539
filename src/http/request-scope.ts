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
    this.#timer = setTimeout(() => this.abort(outOfTime(response)), timeout);
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

/** Who was too slow: the client, while its body was on the way, or the gateway. */
const outOfTime = ({ req }: ServerResponse): ClientError =>
  req.complete
    ? new ClientError('GATEWAY_TIMEOUT', undefined)
    : new ClientError('BAD_REQUEST', 'The request body did not arrive in time.', { status: 408 });

/** The requests under way, of every route, for a stop that waits for them. */
export class Traffic {
  readonly #responses = new Set<ServerResponse>();
  readonly #scopes = new Set<RequestScope>();
  #onIdle: (() => void) | undefined;

  /** Counts a request until its response is closed. */
  enter(response: ServerResponse): void {
    this.#responses.add(response);
    response.once('close', () => {
      this.#responses.delete(response);
      if (this.#responses.size === 0) this.#onIdle?.();
    });
  }

  /** Gives a request `timeout` milliseconds, and an answer when it is cut. */
  open(response: ServerResponse, timeout: number): RequestScope {
    const scope = new RequestScope(response, timeout);
    this.#scopes.add(scope);
    response.once('close', () => {
      scope.close();
      this.#scopes.delete(scope);
    });
    return scope;
  }

  /** Resolves when nothing is under way, at the latest after `milliseconds`. */
  idle(milliseconds: number): Promise<void> {
    if (this.#responses.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#onIdle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Answers the operations under way with SHUTTING_DOWN. Returns how many requests, of any route, were left. */
  cut(): number {
    const cut = this.#responses.size;
    for (const scope of this.#scopes) scope.abort(new ClientError('SHUTTING_DOWN', undefined));
    return cut;
  }
}
