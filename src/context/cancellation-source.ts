import type { Cancellation } from './types.js';

/** A cancellation that is aborted from here. Costs one small object, where an AbortController costs an event target. */
export class CancellationSource implements Cancellation {
  aborted = false;
  reason: unknown = undefined;
  #listeners: (() => void)[] | null = null;

  /** Calls every listener, once in its life. */
  abort(reason: unknown): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    const listeners = this.#listeners ?? [];
    this.#listeners = null;
    for (const listener of listeners) listener();
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    if (this.aborted) return;
    if (this.#listeners === null) this.#listeners = [listener];
    else this.#listeners.push(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    const listeners = this.#listeners;
    const index = listeners === null ? -1 : listeners.indexOf(listener);
    if (listeners === null || index < 0) return;
    listeners[index] = listeners[listeners.length - 1] as () => void;
    listeners.pop();
  }
}

/** The same as an AbortSignal, for whoever needs the real thing. */
export const toAbortSignal = (cancellation: Cancellation): AbortSignal => {
  if (cancellation instanceof AbortSignal) return cancellation;
  const controller = new AbortController();
  if (cancellation.aborted) controller.abort(cancellation.reason);
  else cancellation.addEventListener('abort', () => controller.abort(cancellation.reason));
  return controller.signal;
};
