import type { ServerResponse } from 'node:http';
import { CancellationSource } from '../context/index.js';

/**
 * The time that one request has. It is aborted when the client goes away, the deadline passes or the server cuts it;
 * `run` then ends at once, whatever the work does about it.
 */
export class RequestScope extends CancellationSource {
  readonly startedAt: number;
  readonly deadline: number;
  readonly response: ServerResponse;
  /**
   * Who is told when the request's wait for its work ends. An object, because V8 allocates a function literal that is
   * assigned to a property in the old generation, where it would keep the request alive until the next full collection.
   */
  owner: { interrupt(error: unknown): void } | null = null;
  /** Neighbours in the list of {@link Traffic}. */
  previous: RequestScope | null = null;
  next: RequestScope | null = null;

  constructor(response: ServerResponse, startedAt: number, timeout: number) {
    super();
    this.response = response;
    this.startedAt = startedAt;
    this.deadline = startedAt + timeout;
  }

  /** Ends the request with this error as its answer. */
  override abort(error: unknown): void {
    if (this.aborted) return;
    super.abort(error);
    this.owner?.interrupt(error);
  }

  /** @throws what the work throws, or the error the scope was aborted with. */
  run<Result>(work: () => Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.owner = { interrupt: reject };
      if (this.aborted) reject(this.reason as Error);
      else work().then(resolve, reject);
    });
  }
}
