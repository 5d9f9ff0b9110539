import { ServiceUnavailable } from '../errors/index.js';
import type { CompositionProblem } from './types.js';

/** A supergraph could not be loaded or composed. The message is one or more full sentences; `problems` has the details. */
export class LoadError extends ServiceUnavailable {
  readonly problems: readonly CompositionProblem[];

  constructor(message: string, problems?: readonly CompositionProblem[], cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.problems = problems ?? [{ severity: 'error', code: 'SUPERGRAPH_NOT_LOADED', message, locations: [] }];
  }
}

/** Message of whatever was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Problems of whatever was thrown while loading. */
export const problemsOf = (error: unknown): readonly CompositionProblem[] =>
  error instanceof LoadError
    ? error.problems
    : [{ severity: 'error', code: 'SUPERGRAPH_NOT_LOADED', message: messageOf(error), locations: [] }];
