export type { Principal } from './principal.js';

/** Tells work that nobody waits for it any more; every AbortSignal is one, and cheaper things can be. */
export interface Cancellation {
  readonly aborted: boolean;
  /** Why; undefined as long as it is not aborted. */
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}
