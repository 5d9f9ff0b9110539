import { ServiceUnavailable } from '../errors/index.js';
import type { CompositionProblem } from './types.js';

/** A supergraph could not be loaded or composed. The message is one or more full sentences; `problems` has the details. */
export class LoadError extends ServiceUnavailable {
  readonly problems: readonly CompositionProblem[];

  constructor(message: string, problems?: readonly CompositionProblem[], cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.problems = problems ?? [
      { severity: 'error', code: 'SUPERGRAPH_NOT_LOADED', message, locations: [] },
    ];
  }
}

/** Message of whatever was thrown. */
export const messageOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);

/** System code such as `ENOENT`, of the error or of what caused it. */
export const systemCode = (error: unknown): string | undefined => {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  // Connecting to a host with several addresses fails with one error per address.
  if ('errors' in error && Array.isArray(error.errors)) return systemCode(error.errors[0]);
  return 'cause' in error ? systemCode(error.cause) : undefined;
};

/** Problems of whatever was thrown while loading. */
export const problemsOf = (error: unknown): readonly CompositionProblem[] =>
  error instanceof LoadError
    ? error.problems
    : [{ severity: 'error', code: 'SUPERGRAPH_NOT_LOADED', message: messageOf(error), locations: [] }];
