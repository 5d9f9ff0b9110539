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
/** Of longer lists, objects and texts the log keeps the beginning: what others sent must not decide how much is written. */
const MAX_ITEMS = 100;
const MAX_TEXT = 10_000;
/** What stands in the log instead of a secret. */
export const REDACTED = '[redacted]';

/** Every part is bounded, so that no text takes long. */
const USER_INFO = /([a-z][a-z0-9+.-]{0,30}:\/\/)([^/@\s:]{0,200}):([^/@\s]{1,2000})@/gi;
const cleanText = (text: string): string => {
  // Looked at a little further than it is kept, or the cut could leave half a password without the @ behind it.
  const near = text.slice(0, MAX_TEXT + 3000);
  const clean = near.includes('://') ? near.replace(USER_INFO, `$1$2:${REDACTED}@`) : near;
  return clean.length > MAX_TEXT ? `${clean.slice(0, MAX_TEXT)}…` : clean;
};

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
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => redact(item, depth + 1));
  const source = isNativeError(value) ? errorFields(value) : value;
  const entries = Object.entries(source)
    .slice(0, MAX_ITEMS)
    .map(([key, item]) => [
      key,
      isSecretName(key) && item !== null && item !== undefined ? REDACTED : redact(item, depth + 1),
    ]);
  return Object.fromEntries(entries) as Record<string, unknown>;
};
