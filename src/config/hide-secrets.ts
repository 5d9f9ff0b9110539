const SECRET_KEY = /^(token|clientSecret|password|passphrase)$/;
const SECRET_HEADER = /(authorization|cookie|token|secret|api-?key|password)$/i;
const USER_INFO = /([a-z][a-z0-9+.-]*:\/\/)([^/@\s:]*):([^/@\s]+)@/gi;
const HIDDEN = '***';

const hideIn = (key: string, value: unknown, parent: object): unknown => {
  if (typeof value !== 'string') return hideSecrets(value);
  const isInsert = key === 'value' && 'name' in parent && SECRET_HEADER.test(String(parent.name));
  if (SECRET_KEY.test(key) || isInsert) return HIDDEN;
  return hideSecrets(value);
};

/** Headers by name, as in `supergraph.url.headers`: every value may be a credential under a name nobody foresaw. */
const hideHeaders = (headers: object): unknown =>
  Object.fromEntries(Object.keys(headers).map((name) => [name, HIDDEN]));

/** A copy of the configuration fit for screens and tickets. */
export const hideSecrets = (value: unknown): unknown => {
  if (typeof value === 'string') return value.replace(USER_INFO, `$1$2:${HIDDEN}@`);
  if (Array.isArray(value)) return value.map(hideSecrets);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]: [string, unknown]) => {
    const isUrlHeaders = key === 'headers' && 'href' in value && typeof item === 'object' && item !== null;
    return [key, isUrlHeaders ? hideHeaders(item) : hideIn(key, item, value)] as const;
  });
  return Object.fromEntries(entries);
};
