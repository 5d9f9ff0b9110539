import { CommanderError } from 'commander';
import { ConfigError } from '../config/index.js';
import { isSporkError } from '../errors/index.js';
import { print, printError } from '../telemetry/index.js';
import { CliError, EXIT_CODES, type ExitCode } from './cli-error.js';

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
};

/** Commander says `error: unknown command 'confg'`, then `(Did you mean config?)` on a line of its own. */
const fromCommander = (error: CommanderError): ErrorReport => {
  const [first = '', ...rest] = error.message.replace(/^error: /, '').split('\n');
  const suggestion = /\(Did you mean (.+)\?\)/.exec(rest.join('\n'))?.[1];
  const hint =
    suggestion === undefined ? 'Run spork --help to see what there is.' : `Did you mean ${suggestion}?`;
  return { message: `${first.charAt(0).toUpperCase()}${first.slice(1)}.`, hint, exitCode: EXIT_CODES.usage };
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
  error: Error & { code?: unknown; address?: unknown; port?: unknown },
): ErrorReport | undefined => {
  const hint = typeof error.code === 'string' ? LISTEN_ERRORS[error.code] : undefined;
  if (hint === undefined || (error as { syscall?: unknown }).syscall !== 'listen') return undefined;
  const place = `${String(error.address)}:${String(error.port)}`;
  const reason = error.code === 'EADDRINUSE' ? 'the port is in use' : String(error.code);
  return { message: `Cannot listen on ${place}: ${reason}.`, hint, exitCode: EXIT_CODES.listen };
};

const reportOf = (error: unknown): ErrorReport => {
  if (error instanceof CliError) return error;
  if (error instanceof CommanderError) return fromCommander(error);
  if (error instanceof ConfigError) return fromConfig(error);
  if (error instanceof Error) {
    const listen = fromListen(error);
    if (listen) return listen;
    const hint = isSporkError(error)
      ? undefined
      : 'If this is not expected, report it with the command that you ran.';
    return { message: error.message, hint, exitCode: EXIT_CODES.failure };
  }
  return { message: String(error), hint: undefined, exitCode: EXIT_CODES.failure };
};

/** Shows an error (text on stderr, or with `json` one object on stdout) and returns the exit code. */
export const reportError = (error: unknown, json: boolean): ExitCode => {
  const { message, hint, exitCode, details } = reportOf(error);
  if (json) {
    print(JSON.stringify({ ok: false, error: { message, hint, exitCode, ...details } }, null, 2));
    return exitCode;
  }
  printError(`Error: ${message}`);
  if (hint !== undefined) printError(`Hint: ${hint}`);
  return exitCode;
};
