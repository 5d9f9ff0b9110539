import { CATALOGUE, type ErrorCode } from './catalogue.js';

export interface ErrorOptions {
  /** What the client may not see; logged. */
  readonly cause?: unknown;
  /** HTTP status when it differs from the catalogue. */
  readonly status?: number;
  /** Response path of the field, outermost first. */
  readonly path?: readonly (string | number)[];
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  /** Further entries of `extensions`; `code` is set from the error. */
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** The shape of an error in a GraphQL response (spec §7.1.2). */
export interface FormattedError {
  message: string;
  locations?: readonly { readonly line: number; readonly column: number }[];
  path?: readonly (string | number)[];
  extensions: Record<string, unknown> & { code: string };
}

abstract class SporkError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly path: readonly (string | number)[] | undefined;
  readonly locations: ErrorOptions['locations'];
  readonly extensions: Readonly<Record<string, unknown>> | undefined;

  constructor(code: ErrorCode, message: string | undefined, options: ErrorOptions = {}) {
    super(
      message ?? CATALOGUE[code].message,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.name = new.target.name;
    this.code = code;
    this.status = options.status ?? CATALOGUE[code].status;
    this.path = options.path;
    this.locations = options.locations;
    this.extensions = options.extensions;
  }

  /** What a client may see of this error. */
  abstract toFormatted(): FormattedError;

  protected format(message: string): FormattedError {
    return {
      message,
      ...(this.locations ? { locations: this.locations } : {}),
      ...(this.path ? { path: this.path } : {}),
      extensions: { ...this.extensions, code: this.code },
    };
  }
}

/** An error whose message may be shown to the client. */
export class ClientError extends SporkError {
  toFormatted(): FormattedError {
    return this.format(this.message);
  }
}

/** An error that is logged in full and shown only as the catalogue's message for its code. */
export class InternalError extends SporkError {
  toFormatted(): FormattedError {
    return this.format(CATALOGUE[this.code].message);
  }
}

export class ServiceUnavailable extends ClientError {
  constructor(message?: string, options?: ErrorOptions) {
    super('SERVICE_UNAVAILABLE', message, options);
  }
}

export type { SporkError };
/** True for errors of this catalogue, whichever family. */
export const isSporkError = (error: unknown): error is SporkError =>
  error instanceof ClientError || error instanceof InternalError;
