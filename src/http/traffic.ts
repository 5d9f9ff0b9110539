import type { ServerResponse } from 'node:http';
import { ClientError } from '../errors/index.js';
import { ClientGone } from './read-body.js';
import { RequestScope } from './request-scope.js';

/** The requests under way, of every route, for a stop that waits for them. */
export class Traffic {
  readonly #timeout: number;
  // A list instead of a Set: V8 chains the outgrown tables of a Set, and one that got old would keep every request alive
  // until the next full collection.
  #first: RequestScope | null = null;
  #last: RequestScope | null = null;
  #count = 0;
  #timer: NodeJS.Timeout | undefined;
  #waiting: (() => void)[] = [];

  /** @param timeout milliseconds that each operation has. */
  constructor(timeout: number) {
    this.#timeout = timeout;
  }

  /** Counts a request until its response is closed. */
  enter(response: ServerResponse): void {
    this.#count++;
    response.once('close', () => {
      if (--this.#count > 0) return;
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const onIdle of waiting) onIdle();
    });
  }

  /** Gives an operation a deadline, and an answer when it is cut. */
  open(response: ServerResponse): RequestScope {
    const scope = new RequestScope(response, performance.now(), this.#timeout);
    this.#append(scope);
    this.#timer ??= this.#wakeIn(this.#timeout);
    response.once('close', () => {
      this.#remove(scope);
      if (!response.writableFinished) scope.abort(new ClientGone('The client went away.'));
    });
    return scope;
  }

  /** Resolves when nothing is under way, at the latest after `milliseconds`. */
  idle(milliseconds: number): Promise<void> {
    if (this.#count === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** Lets each operation under way end its connection with its answer, which says so. */
  closeAfterAnswers(): void {
    for (let scope = this.#first; scope !== null; scope = scope.next) scope.response.shouldKeepAlive = false;
  }

  /** Answers the operations under way with SHUTTING_DOWN. Returns how many requests, of any route, were left. */
  cut(): number {
    const cut = this.#count;
    for (let scope = this.#first; scope !== null; scope = this.#first) {
      this.#remove(scope);
      scope.abort(new ClientError('SHUTTING_DOWN', undefined));
    }
    return cut;
  }

  /** All have the same time, so the list is in the order of the deadlines. */
  #append(scope: RequestScope): void {
    scope.previous = this.#last;
    if (this.#last === null) this.#first = scope;
    else this.#last.next = scope;
    this.#last = scope;
  }

  #remove(scope: RequestScope): void {
    const { previous, next } = scope;
    if (previous !== null) previous.next = next;
    else if (this.#first === scope) this.#first = next;
    if (next !== null) next.previous = previous;
    else if (this.#last === scope) this.#last = previous;
    scope.previous = null;
    scope.next = null;
  }

  /** One timer for all: it waits for the oldest operation, and holds no process open. */
  #wakeIn(milliseconds: number): NodeJS.Timeout {
    return setTimeout(() => this.#expire(), milliseconds).unref();
  }

  #expire(): void {
    this.#timer = undefined;
    const now = performance.now();
    for (let scope = this.#first; scope !== null; scope = this.#first) {
      if (scope.deadline > now) {
        this.#timer = this.#wakeIn(scope.deadline - now);
        return;
      }
      this.#remove(scope);
      scope.abort(outOfTime(scope.response));
    }
  }
}

/** Who was too slow: the client, while its body was on the way, or the gateway. */
const outOfTime = ({ req }: ServerResponse): ClientError =>
  req.complete
    ? new ClientError('GATEWAY_TIMEOUT', undefined)
    : new ClientError('BAD_REQUEST', 'The request body did not arrive in time.', { status: 408 });
