import { z } from 'zod';

const MILLISECONDS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const BYTES: Readonly<Record<string, number>> = { B: 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 };

/** Durations as they are written: digits, then `ms`, `s`, `m`, `h` or `d`. */
export const DURATION_PATTERN = /^(\d+)(ms|s|m|h|d)$/;
/** Sizes as they are written: digits, then `B`, `KB`, `MB` or `GB` (1 KB is 1024 bytes). */
export const SIZE_PATTERN = /^(\d+)(B|KB|MB|GB)$/;
/** Percentages as they are written: `0%` to `100%`, decimals allowed. */
export const PERCENTAGE_PATTERN = /^(100(?:\.0+)?|\d{1,2}(?:\.\d+)?)%$/;

interface Bounds {
  /** Smallest value allowed, written as in the file. */
  readonly min?: string;
  /** Largest value allowed, written as in the file. */
  readonly max?: string;
}

const scale = (text: string, pattern: RegExp, units: Readonly<Record<string, number>>): number => {
  const match = pattern.exec(text);
  return match ? Number(match[1]) * (units[match[2] ?? ''] ?? Number.NaN) : Number.NaN;
};

/** `10s` to 10000; NaN when it is not a duration. */
export const parseDuration = (text: string): number => scale(text, DURATION_PATTERN, MILLISECONDS);
/** `64KB` to 65536; NaN when it is not a size. */
export const parseSize = (text: string): number => scale(text, SIZE_PATTERN, BYTES);
/** `10%` to 0.1; NaN when it is not a percentage. */
export const parsePercentage = (text: string): number => {
  const match = PERCENTAGE_PATTERN.exec(text);
  // Through the decimal text: 99.9 / 100 would be 0.9990000000000001.
  return match ? Number(`${match[1]}e-2`) : Number.NaN;
};

const scalar = (options: {
  pattern: RegExp;
  parse: (text: string) => number;
  example: string;
  bounds: Bounds;
}) => {
  const { pattern, parse, example, bounds } = options;
  const min = bounds.min === undefined ? 0 : parse(bounds.min);
  const max = bounds.max === undefined ? Number.MAX_SAFE_INTEGER : parse(bounds.max);
  return z
    .string({ error: () => `expected ${example}` })
    .regex(pattern, { error: () => `expected ${example}` })
    .refine((text) => !(parse(text) < min), { error: () => `must be at least ${bounds.min ?? '0'}` })
    .refine((text) => !(parse(text) > max), {
      error: () => `must be at most ${bounds.max ?? 'a safe integer'}`,
    })
    .transform(parse);
};

/** A duration; resolves to milliseconds. Default bounds: 0 to what a timer can hold (24 days). */
export const duration = (bounds: Bounds = {}) =>
  scalar({
    pattern: DURATION_PATTERN,
    parse: parseDuration,
    example: 'a duration such as 250ms, 10s or 5m',
    bounds: { max: '24d', ...bounds },
  });

/** A size; resolves to bytes. */
export const size = (bounds: Bounds = {}) =>
  scalar({ pattern: SIZE_PATTERN, parse: parseSize, example: 'a size such as 64KB or 1MB', bounds });

/** A percentage; resolves to a fraction between 0 and 1. */
export const percentage = () =>
  scalar({
    pattern: PERCENTAGE_PATTERN,
    parse: parsePercentage,
    example: 'a percentage such as 10%',
    bounds: {},
  });

/** A TCP port; 0 lets the system choose. */
export const port = () => z.int().min(0).max(65_535);

/** A count of at least 1. */
export const count = (max = 1_000_000_000) => z.int().min(1).max(max);

/** Text that is not empty. */
export const text = () => z.string().min(1);

/** An absolute http or https URL. */
export const httpUrl = () =>
  z.string().refine((value) => /^https?:\/\//.test(value) && URL.canParse(value), {
    error: () => 'expected a URL that starts with http:// or https://',
  });

/** An HTTP header name (RFC 9110 token). */
export const headerName = () =>
  z
    .string()
    .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, { error: () => 'expected a header name such as X-Request-Id' });

/** A regular expression in JavaScript syntax, without slashes. */
export const regexText = () =>
  text().refine(
    (source) => {
      try {
        new RegExp(source);
        return true;
      } catch {
        return false;
      }
    },
    { error: () => 'expected a regular expression in JavaScript syntax' },
  );
