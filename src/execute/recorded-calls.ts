import type { SubgraphAnswer } from '../subgraph/types.js';
import type { ExecutableEntityFetch, ExecutableFetch } from './types.js';

/** A call that was made for a plan's node, and its answer, which may still be under way. */
export interface RecordedCall {
  readonly call: ExecutableFetch | ExecutableEntityFetch;
  /** The request's body, one character per byte. */
  readonly body: string;
  readonly answer: Promise<SubgraphAnswer>;
}

/**
 * The recorded answer for a node that is executed again: of the same request, and of a mutation always, which is how none
 * runs twice. Undefined: the call is to be made.
 */
export const recordedAnswer = (
  recorded: readonly RecordedCall[],
  call: RecordedCall['call'],
  body: string,
): Promise<SubgraphAnswer> | undefined => {
  for (const record of recorded) {
    if (record.call !== call) continue;
    const same =
      call.operationKind === 'mutation' || record.body === Buffer.from(body, 'utf8').toString('latin1');
    if (same) return record.answer;
  }
  return undefined;
};
