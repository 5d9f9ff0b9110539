import { isNativeError } from 'node:util/types';

const SECRET_NAMES: readonly string[] = [
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'apikey',
  'token',
  'accesstoken',
  'refreshtoken',
  'idtoken',
  'password',
  'passphrase',
  'secret',
  'clientsecret',
];
const SECRETS: ReadonlySet<string> = new Set(SECRET_NAMES);
const MAX_DEPTH = 8;
/** What stands in the log instead of a secret. */
export const REDACTED = '[redacted]';

const USER_INFO = /([a-z][a-z0-9+.-]*:\/\/)([^/@\s:]*):([^/@\s]+)@/gi;
const cleanText = (text: string): string =>
  text.includes('://') ? text.replace(USER_INFO, `$1$2:${REDACTED}@`) : text;

const isSecretName = (key: string): boolean => SECRETS.has(key.toLowerCase());

const errorFields = (error: Error): Record<string, unknown> => ({
  ...error,
  type: error.name,
  message: error.message,
  stack: error.stack,
  ...(error.cause === undefined ? {} : { cause: error.cause }),
});

/** A copy without secrets, at any depth and whatever the case of the names; passwords in URLs are covered too. */
export const redact = (value: unknown, depth = 0): unknown => {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  // Deeper data is cut; this also ends circular structures.
  if (depth >= MAX_DEPTH) return '[…]';
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  const source = isNativeError(value) ? errorFields(value) : value;
  const entries = Object.entries(source).map(([key, item]) => [
    key,
    isSecretName(key) && item !== null && item !== undefined ? REDACTED : redact(item, depth + 1),
  ]);
  return Object.fromEntries(entries) as Record<string, unknown>;
};
