import { isAbsolute, resolve } from 'node:path';
import { findReserved, findUnavailable, notBuiltPrefix, unavailable } from './availability.js';
import { findContradictions } from './checks.js';
import { ConfigError } from './config-error.js';
import { findingsFrom, type Finding } from './issues.js';
import { deepFreeze, deepMerge, formatPath, type Path } from './paths.js';
import type { Mode, ResolvedConfig, ResolvedSubgraph } from './resolved.js';
import { configSchema, type ParsedConfig, type UserConfig } from './schema.js';
import { findRisks, type Warning } from './warnings.js';

export interface ResolveOptions {
  readonly mode: Mode;
  /** Folder that relative paths start from. */
  readonly baseDir: string;
}

/** What came of checking an input: a configuration, or everything that is wrong with it. */
export type Resolution =
  | { readonly ok: true; readonly config: ResolvedConfig; readonly warnings: readonly Warning[] }
  | { readonly ok: false; readonly findings: readonly Finding[] };

const MODE_DEFAULTS: Readonly<Record<Mode, UserConfig>> = {
  development: { subgraphs: { all: { errors: { expose: true } } } },
  production: {},
};

const DEFAULT_SUPERGRAPH = './supergraph.yaml';
/** Parsed once: what an absent file means. */
const STANDARD: ParsedConfig = configSchema.parse({});

/** A wrong value below a key whose feature is missing: the reader needs to know the latter. Misspelt keys stay. */
const withAvailability = (finding: Finding): Finding => {
  const prefix = finding.kind === 'unknown-key' ? undefined : notBuiltPrefix(finding.path);
  return prefix === undefined ? finding : { ...finding, ...refusal(prefix) };
};

const refusal = (path: Path, value?: string): Finding => ({
  ...unavailable(path, value),
  at: 'key',
  kind: 'value',
});

const unique = (findings: readonly Finding[]): Finding[] => [
  ...new Map(findings.map((finding) => [`${formatPath(finding.path)} ${finding.message}`, finding])).values(),
];

/** Syntax of the keys and values alone; nothing between them. */
export const validateShape = (input: unknown): Finding[] => {
  const parsed = configSchema.safeParse(input ?? {});
  return parsed.success
    ? []
    : unique(findingsFrom(configSchema, parsed.error.issues, input).map(withAvailability));
};

/** Checks an input from any origin and completes it. */
export const resolveInput = (input: unknown, options: ResolveOptions): Resolution => {
  const shape = validateShape(input);
  if (shape.length > 0) return { ok: false, findings: shape };
  const parsed = configSchema.parse(deepMerge(MODE_DEFAULTS[options.mode], input ?? {}));
  const missing = findUnavailable(parsed, STANDARD).map(({ path, message }): Finding => ({
    path,
    message,
    at: 'key',
    kind: 'value',
  }));
  const config = complete(parsed, options);
  const wrong = findContradictions(config).map(({ path, message }): Finding => ({
    path,
    message,
    at: 'value',
    kind: 'value',
  }));
  if (missing.length + wrong.length > 0) return { ok: false, findings: [...missing, ...wrong] };
  const warnings = [...findReserved(parsed, STANDARD), ...findRisks(config, options.mode)];
  return { ok: true, config, warnings };
};

const complete = (parsed: ParsedConfig, { mode, baseDir }: ResolveOptions): ResolvedConfig => {
  const { server } = parsed;
  const development = mode === 'development';
  const config = {
    ...parsed,
    server: {
      ...server,
      playground: server.playground === 'auto' ? (development ? 'graphiql' : 'off') : server.playground,
      introspection: server.introspection === 'auto' ? development : server.introspection,
    },
    supergraph: completeSupergraph(parsed.supergraph, baseDir),
    subgraphs: completeSubgraphs(parsed.subgraphs),
    plugins: parsed.plugins.map((plugin) => (plugin.startsWith('.') ? resolve(baseDir, plugin) : plugin)),
  } satisfies ResolvedConfig;
  return deepFreeze(config);
};

const completeSupergraph = (
  supergraph: ParsedConfig['supergraph'],
  baseDir: string,
): ParsedConfig['supergraph'] => {
  const absolute = (path: string): string => (isAbsolute(path) ? path : resolve(baseDir, path));
  const { config, file, url, registry } = supergraph;
  if (file !== undefined) return { file: absolute(file) };
  if (url !== undefined) return { url };
  if (registry !== undefined) return { registry };
  return { config: absolute(config ?? DEFAULT_SUPERGRAPH) };
};

const completeSubgraphs = (subgraphs: ParsedConfig['subgraphs']): ResolvedConfig['subgraphs'] => {
  const entries = Object.entries(subgraphs).map(([name, own]) => [
    name,
    name === 'all' ? own : (deepMerge(subgraphs.all, own) as ResolvedSubgraph),
  ]);
  return Object.fromEntries(entries) as ResolvedConfig['subgraphs'];
};

/** Identity with types, for editors: `export default defineConfig({ … })`. */
export const defineConfig = (config: UserConfig): UserConfig => config;

/**
 * Completes a configuration given as code. Relative paths start from `baseDir`, by default the working folder.
 * @throws ConfigError with one line per problem.
 */
export const resolveConfig = (
  input: UserConfig,
  mode: Mode,
  baseDir: string = process.cwd(),
): ResolvedConfig => {
  const resolution = resolveInput(input, { mode, baseDir });
  if (resolution.ok) return resolution.config;
  throw new ConfigError(
    resolution.findings.map(({ path, message }) => ({ path: formatPath(path), message })),
  );
};
