import type { FormattedError } from '../errors/index.js';
import type { RecordedCall } from './recorded-calls.js';
import type { ExecutionRequest, JsonObject } from './types.js';

/** Errors of one answer at the most; more would only amplify what a failing subgraph sends. That there are more is told. */
export const MAX_ERRORS = 25;
const MAX_MESSAGE = 1024;

/** What one execution carries from node to node. */
export class ExecutionState {
  readonly request: ExecutionRequest;
  readonly abstractTypes: ReadonlySet<string>;
  readonly data: JsonObject = {};
  readonly errors: FormattedError[] = [];
  /** Whether there were errors beyond `MAX_ERRORS`. */
  moreErrors = false;
  /** Calls that were made for the same plan before. */
  readonly recorded: readonly RecordedCall[];
  private readonly variableTexts = new Map<string, string | undefined>();

  constructor(
    request: ExecutionRequest,
    abstractTypes: ReadonlySet<string>,
    recorded: readonly RecordedCall[] = [],
  ) {
    this.request = request;
    this.abstractTypes = abstractTypes;
    this.recorded = recorded;
  }

  addError(error: FormattedError): void {
    if (this.errors.length >= MAX_ERRORS) {
      this.moreErrors = true;
      return;
    }
    if (error.message.length > MAX_MESSAGE) error.message = error.message.slice(0, MAX_MESSAGE) + '…';
    this.errors.push(error);
  }

  /** JSON text of a client variable, made once; undefined when the client gave none. */
  variableText(name: string): string | undefined {
    let text = this.variableTexts.get(name);
    if (text === undefined && !this.variableTexts.has(name)) {
      const value = this.request.variables[name];
      text = value === undefined ? undefined : JSON.stringify(value);
      this.variableTexts.set(name, text);
    }
    return text;
  }
}
