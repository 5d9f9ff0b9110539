/** Exit codes of every command; part of the contract. */
export const EXIT_CODES = {
  /** Done. */
  ok: 0,
  /** Something went wrong that is none of the others. */
  failure: 1,
  /** The command line or the configuration is wrong. */
  usage: 2,
  /** The subgraphs do not compose. */
  composition: 3,
  /** The address or port cannot be listened on. */
  listen: 4,
} as const;

export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

/** Shown at the end of every `--help`. */
export const EXIT_CODES_HELP = `
Exit codes:
  0  done
  1  failure
  2  bad usage or configuration
  3  composition failed
  4  cannot listen`;

export interface CliErrorOptions {
  /** Default 1. */
  readonly exitCode?: ExitCode;
  /** What to do next, one sentence. */
  readonly hint?: string;
  /** Further facts for `--json`. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** Ends a command with one clear sentence, a hint and an exit code; no stack trace is shown. */
export class CliError extends Error {
  readonly exitCode: ExitCode;
  readonly hint: string | undefined;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(message: string, options: CliErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'CliError';
    this.exitCode = options.exitCode ?? EXIT_CODES.failure;
    this.hint = options.hint;
    this.details = options.details;
  }
}
