import { isNativeError } from 'node:util/types';
import { CommanderError } from 'commander';
import { ConfigError } from '../config/index.js';
import { InternalError, isSporkError } from '../errors/index.js';
import type { LoadError } from '../registry/index.js';
import { print, printError } from '../telemetry/index.js';

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

/** A process of ours has told the error already and ended with this exit code. */
export class ToldError extends Error {
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode) {
    super('The error was told by a worker.');
    this.name = 'ToldError';
    this.exitCode = exitCode;
  }
}

interface ErrorReport {
  readonly message: string;
  readonly hint: string | undefined;
  readonly exitCode: ExitCode;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

const LISTEN_ERRORS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'Stop what uses it, or choose another with --port.',
  EACCES: 'Choose a port above 1023 with --port, or run with the right to listen there.',
  EADDRNOTAVAIL: 'Choose an address of this machine with --host.',
  ENOTFOUND: 'Choose an address of this machine with --host.',
  EAI_AGAIN: 'Choose an address of this machine with --host.',
};

const LISTEN_REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is in use',
  EACCES: 'the permission for it is missing',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host cannot be looked up',
};

/** Only listening looks up a name here without saying so in a sentence of its own; a worker's listener is bound for it. */
const LISTEN_CALLS: ReadonlySet<unknown> = new Set(['listen', 'bind', 'getaddrinfo']);

/** What failed while a supergraph was loaded, by the code of the first problem; other codes are those of composition. */
const LOAD_HINTS: Readonly<Record<string, { readonly hint: string; readonly exitCode: ExitCode }>> = {
  SUPERGRAPH_NOT_LOADED: {
    hint: 'Correct what is named above; --supergraph takes another composed supergraph, and spork dev --samples needs none.',
    exitCode: EXIT_CODES.failure,
  },
  CONFIG_INVALID: { hint: 'Correct supergraph.yaml at the place given.', exitCode: EXIT_CODES.usage },
  SCHEMA_NOT_LOADED: {
    hint: 'Start the subgraphs named above, or give their schemas as files in supergraph.yaml.',
    exitCode: EXIT_CODES.composition,
  },
};

/** By its shape, so that a command that only tells an error does not load all that can compose. */
const isLoadError = (error: unknown): error is LoadError => isSporkError(error) && 'problems' in error;

const fromLoad = ({ message, problems }: LoadError): ErrorReport => {
  const known = LOAD_HINTS[problems[0]?.code ?? 'SUPERGRAPH_NOT_LOADED'];
  const hint =
    known?.hint ?? 'Correct the schemas at the places given; spork compose shows each with advice.';
  return { message, hint, exitCode: known?.exitCode ?? EXIT_CODES.composition, details: { problems } };
};

/** Commander says `error: unknown command 'confg'`, then `(Did you mean config?)` on a line of its own. */
const fromCommander = (error: CommanderError): ErrorReport => {
  const [first = '', ...rest] = error.message.replace(/^error: /, '').split('\n');
  const suggestion = /\(Did you mean (.+)\?\)/.exec(rest.join('\n'))?.[1];
  const hint =
    suggestion === undefined ? 'Run spork --help to see what there is.' : `Did you mean ${suggestion}?`;
  const sentence = first.replace(/\.+$/, '');
  return {
    message: `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`,
    hint,
    exitCode: EXIT_CODES.usage,
  };
};

const fromConfig = (error: ConfigError): ErrorReport => {
  const { length } = error.problems;
  const count = length === 1 ? 'one problem' : `${length} problems`;
  return {
    message: `The configuration has ${count}:\n${error.message.replace(/^/gm, '  ')}`,
    hint: 'Correct the keys named above; docs/configuration.md lists every key. Then run spork config validate.',
    exitCode: EXIT_CODES.usage,
    details: { problems: error.problems },
  };
};

const fromListen = (
  error: Error & { code?: unknown; address?: unknown; hostname?: unknown; port?: unknown },
): ErrorReport | undefined => {
  const hint = typeof error.code === 'string' ? LISTEN_ERRORS[error.code] : undefined;
  const { syscall } = error as { syscall?: unknown };
  if (hint === undefined || !LISTEN_CALLS.has(syscall)) return undefined;
  const host = String(error.address ?? error.hostname);
  const place = error.port === undefined ? host : `${host}:${String(error.port)}`;
  const reason = LISTEN_REASONS[String(error.code)] ?? String(error.code);
  return { message: `Cannot listen on ${place}: ${reason}.`, hint, exitCode: EXIT_CODES.listen };
};

const otherHint = (error: Error): string | undefined => {
  // The only fault of ours that a command waits for: no planner takes the supergraph.
  if (error instanceof InternalError)
    return 'Compose the supergraph again with spork compose, or choose another planner with planner.engine.';
  return isSporkError(error)
    ? undefined
    : 'If this is not expected, report it with the command that you ran.';
};

const reportOf = (error: unknown): ErrorReport => {
  if (error instanceof CliError) return error;
  if (error instanceof CommanderError) return fromCommander(error);
  if (error instanceof ConfigError) return fromConfig(error);
  if (isLoadError(error)) return fromLoad(error);
  if (isNativeError(error)) {
    const listen = fromListen(error);
    if (listen) return listen;
    return { message: error.message, hint: otherHint(error), exitCode: EXIT_CODES.failure };
  }
  return { message: String(error), hint: undefined, exitCode: EXIT_CODES.failure };
};

/** Shows an error (text on stderr, or with `json` one object on stdout) and returns the exit code. */
export const reportError = (error: unknown, json: boolean): ExitCode => {
  if (error instanceof ToldError) return error.exitCode;
  const { message, hint, exitCode, details } = reportOf(error);
  if (json) {
    print(JSON.stringify({ ok: false, error: { message, hint, exitCode, ...details } }, null, 2));
    return exitCode;
  }
  printError(`Error: ${message}`);
  if (hint !== undefined) printError(`Hint: ${hint}`);
  return exitCode;
};
