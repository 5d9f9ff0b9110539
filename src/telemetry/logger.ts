import { pino, type DestinationStream } from 'pino';
import { prettyLine } from './pretty-line.js';
import { redact } from './redact.js';

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
/** Named values beside the message. An Error goes under `err`. */
export type LogFields = Readonly<Record<string, unknown>>;

export interface LoggerOptions {
  /** Least severe level written. Default `info`. */
  readonly level?: LogLevel;
  /** `auto` (default): pretty on a terminal or in development, JSON otherwise. */
  readonly format?: 'auto' | 'json' | 'pretty';
  /** Default `production`. */
  readonly mode?: 'development' | 'production';
  /** Default: on a terminal. */
  readonly colors?: boolean;
  /** Where lines go; default stdout. */
  readonly destination?: DestinationStream;
}

/** Writes one line per call. Fields named like secrets (authorization, cookie, token, password, …) are redacted. */
export interface Logger {
  readonly level: string;
  trace(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  fatal(message: string, fields?: LogFields): void;
  /** False when lines of this level are not written: lets callers skip costly fields. */
  isEnabled(level: LogLevel): boolean;
  /** A logger that adds these fields to every line. */
  child(fields: LogFields): Logger;
}

const stdout: DestinationStream = { write: (text) => void process.stdout.write(text) };

const pretty = (destination: DestinationStream, colors: boolean): DestinationStream => ({
  write: (line) => destination.write(prettyLine(line, colors)),
});

const isPretty = ({ format = 'auto', mode = 'production', destination }: LoggerOptions): boolean => {
  if (format !== 'auto') return format === 'pretty';
  return mode === 'development' || (destination === undefined && process.stdout.isTTY === true);
};

/** Creates a logger on stdout. Lines are written synchronously, so none is lost when the process ends. */
export const createLogger = (options: LoggerOptions = {}): Logger => {
  const onTerminal = options.destination === undefined && process.stdout.isTTY === true;
  const target = options.destination ?? stdout;
  const stream = isPretty(options) ? pretty(target, options.colors ?? onTerminal) : target;
  const base = { pid: process.pid };
  return wrap(
    pino({ level: options.level ?? 'info', base, serializers: { err: (error: unknown) => error } }, stream),
  );
};

type PinoLogger = ReturnType<typeof pino>;
type WrittenLevel = Exclude<LogLevel, 'silent'>;

const wrap = (target: PinoLogger): Logger => {
  const at =
    (level: WrittenLevel) =>
    (message: string, fields?: LogFields): void => {
      if (!target.isLevelEnabled(level)) return;
      const text = redact(message) as string;
      if (fields === undefined) target[level](text);
      else target[level](redact(fields), text);
    };
  return {
    level: target.level,
    trace: at('trace'),
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    fatal: at('fatal'),
    isEnabled: (level) => level !== 'silent' && target.isLevelEnabled(level),
    child: (fields) => wrap(target.child(redact(fields) as Record<string, unknown>)),
  };
};

/** Writes one line (or several) for people or pipes to stdout, as it is. */
export const print = (text: string): void => {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
};

/** The same to stderr: errors and hints of commands, so that a pipe gets results only. */
export const printError = (text: string): void => {
  process.stderr.write(text.endsWith('\n') ? text : `${text}\n`);
};

const ignoreClosed = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EPIPE') throw error;
};

/** A reader that has enough (`| head`) is no fault: a command comes to its end, and a gateway goes on without its log. */
export const ignoreClosedPipes = (): void => {
  for (const stream of [process.stdout, process.stderr])
    stream.off('error', ignoreClosed).on('error', ignoreClosed);
};
