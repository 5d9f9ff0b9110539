import { deepEqual, formatPath, isRecord, valueAt, type Path } from './paths.js';

/**
 * Keys that are part of the format and whose feature is not built yet. `*` stands for `all` and for every subgraph name.
 * Building a feature means removing its row: the test of the configuration then asks for nothing more.
 */
export const NOT_BUILT: readonly string[] = [
  'server.tls',
  'server.trustedProxies',
  'supergraph.registry',
  'subgraphs.*.endpoints',
  'subgraphs.*.discovery',
  'subgraphs.*.retry',
  'subgraphs.*.hedge.enabled',
  'subgraphs.*.circuitBreaker',
  'subgraphs.*.loadBalancing',
  'subgraphs.*.outlierDetection',
  'subgraphs.*.healthCheck.enabled',
  'subgraphs.*.headers.response',
  'auth.required',
  'auth.jwt',
  'auth.revocation',
  'auth.roles',
  'auth.apiKeys',
  'auth.sessions',
  'auth.oauth',
  'auth.directives',
  'auth.forward',
  'limits.rateLimit',
  'limits.concurrency',
  'limits.cost',
  'limits.overload',
  'cache.response',
  'cache.entity',
  'cache.invalidate',
  'cache.private',
  'rest.routes',
  'rest.validation',
  'rest.uploads',
  'rest.hardening',
  'redis',
  'database',
  'telemetry.metrics',
  'telemetry.tracing.enabled',
  'telemetry.sla',
  'persistedDocuments',
];

/** Values of keys that are otherwise built. */
const NOT_BUILT_VALUES: readonly { readonly path: string; readonly value: unknown }[] = [
  { path: 'server.introspection', value: 'filtered' },
];

/** Keys that are checked, so that a file is ready for the feature, while nothing uses them yet. */
const RESERVED: readonly string[] = ['admin'];

const SENTENCE = 'is not available in this version';

export interface Unavailable {
  readonly path: Path;
  readonly message: string;
}

/** The row of the table that covers this path, with names filled in; undefined when the feature is built. */
export const notBuiltPrefix = (path: Path): Path | undefined => {
  for (const row of NOT_BUILT) {
    const parts = row.split('.');
    if (parts.length <= path.length && parts.every((part, index) => part === '*' || part === path[index])) {
      return path.slice(0, parts.length);
    }
  }
  return undefined;
};

export const unavailable = (path: Path, value?: string): Unavailable => ({
  path,
  message: `${formatPath(path)}${value === undefined ? '' : ` ${value}`} ${SENTENCE}; remove it`,
});

const pathsOf = (row: string, subgraphNames: readonly string[]): Path[] => {
  const parts = row.split('.');
  const star = parts.indexOf('*');
  return star === -1 ? [parts] : subgraphNames.map((name) => parts.with(star, name));
};

/** Keys whose value differs from the default although nothing listens to them yet. */
export const findUnavailable = (parsed: unknown, defaults: unknown): Unavailable[] => {
  const subgraphs = valueAt(parsed, ['subgraphs']);
  const names = isRecord(subgraphs) ? Object.keys(subgraphs) : [];
  const keys = NOT_BUILT.flatMap((row) => pathsOf(row, names))
    .filter((path) => differs(valueAt(parsed, path), valueAt(defaults, asAll(path))))
    .map((path) => unavailable(path));
  const values = NOT_BUILT_VALUES.filter(({ path, value }) => valueAt(parsed, path.split('.')) === value).map(
    ({ path, value }) => unavailable(path.split('.'), String(value)),
  );
  return [...keys, ...values];
};

/** Keys of the file that nothing uses yet, where they differ from the default. */
export const findReserved = (parsed: unknown, defaults: unknown): Unavailable[] =>
  RESERVED.filter((key) => differs(valueAt(parsed, [key]), valueAt(defaults, [key]))).map((key) => ({
    path: [key],
    message: `is reserved: this version has no ${key} listener, and nothing uses these keys`,
  }));

/** True for a key that is reserved, or below one that is. */
export const isReserved = (path: Path): boolean => RESERVED.includes(String(path[0]));

/** A copy without the keys of features that are not built, and without groups that hold nothing else. */
export const onlyBuilt = (config: unknown): unknown => {
  const subgraphs = valueAt(config, ['subgraphs']);
  const names = isRecord(subgraphs) ? Object.keys(subgraphs) : [];
  const gone = new Set(
    // The settings of a feature that cannot be switched on say nothing without it.
    [...NOT_BUILT, ...RESERVED]
      .flatMap((row) => pathsOf(row.replace(/\.enabled$/, ''), names))
      .map(formatPath),
  );
  return prune(config, [], gone);
};

const prune = (value: unknown, path: Path, gone: ReadonlySet<string>): unknown => {
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).flatMap(([key, item]) => {
    const at = [...path, key];
    if (gone.has(formatPath(at))) return [];
    const kept = prune(item, at, gone);
    const emptied = isRecord(kept) && isRecord(item) && isEmptied(kept, item);
    return emptied ? [] : [[key, kept] as const];
  });
  return Object.fromEntries(entries);
};

const isEmptied = (kept: object, item: object): boolean =>
  Object.keys(kept).length === 0 && Object.keys(item).length > 0;

const asAll = (path: Path): Path => (path[0] === 'subgraphs' ? path.with(1, 'all') : path);

/** An override that is absent, or written in part with default values, does not differ. */
const differs = (value: unknown, standard: unknown): boolean => {
  if (value === undefined) return false;
  if (isRecord(value) && isRecord(standard)) {
    return Object.entries(value).some(([key, item]) =>
      !Object.hasOwn(standard, key) ? item !== undefined : differs(item, standard[key]),
    );
  }
  return !deepEqual(value, standard);
};
