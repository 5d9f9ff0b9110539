import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { isMap } from 'yaml';
import { z } from 'zod';
import { fileProblem, nearest } from '../lib/index.js';
import { ConfigError, formatProblem, type ConfigProblem } from './config-error.js';
import { PROFILE_VARIABLE, processEnvironment, type Environment } from './env.js';
import { expandSource } from './expand.js';
import type { Finding } from './issues.js';
import { mergeLayer } from './layers.js';
import { formatPath, isRecord, valueAt, type Path } from './paths.js';
import { resolveInput, validateShape } from './resolve.js';
import type { Mode, ResolvedConfig } from './resolved.js';
import { configSchema, type UserConfig } from './schema.js';
import { schemasAt } from './schema-walk.js';
import { findPlainSecrets, type Warning } from './warnings.js';
import { YamlSource } from './yaml-source.js';

export interface LoadOptions {
  /** File to read; default: gateway.yaml in the working folder when it exists, else no file. */
  readonly file?: string | undefined;
  readonly mode: Mode;
  /** Laid over the file, e.g. from the command line; relative paths start from the working folder. */
  readonly overrides?: UserConfig | undefined;
  /** Default: the environment of this process. */
  readonly env?: Environment | undefined;
}

export interface LoadedConfig {
  readonly config: ResolvedConfig;
  /** One sentence each, with file, line and key. */
  readonly warnings: readonly string[];
  /** Absolute path of the file that was read; undefined when there is none. */
  readonly file: string | undefined;
}

const DEFAULT_FILE = 'gateway.yaml';
const PROFILES = 'profiles';

/** The file below the command line, before validation. */
interface Layers {
  readonly source: YamlSource | undefined;
  readonly input: unknown;
  readonly overrides: UserConfig;
  readonly profile: string | undefined;
  readonly fromEnvironment: ReadonlySet<string>;
}

/**
 * Reads, checks and completes the configuration. Top-level `profiles.NAME` is laid over the rest when NAME is the value
 * of SPORK_PROFILE, by default the mode.
 * @throws ConfigError with one line per problem: unreadable file, YAML syntax, unknown keys, wrong values, contradictions.
 */
export const loadConfig = (options: LoadOptions): LoadedConfig => {
  const file = findFile(options.file);
  const env = options.env ?? processEnvironment();
  const overrides = absoluteOverrides(options.overrides ?? {});
  const layers =
    file === undefined ? withoutFile(overrides) : readLayers(file, { env, mode: options.mode, overrides });
  const baseDir = file === undefined ? process.cwd() : dirname(file);
  const resolution = resolveInput(mergeLayer(layers.input, overrides), { mode: options.mode, baseDir });
  if (!resolution.ok) throw new ConfigError(resolution.findings.map((finding) => locate(layers, finding)));
  const secrets = options.mode === 'production' ? findPlainSecrets(layers.input, layers.fromEnvironment) : [];
  const warnings = [...resolution.warnings, ...secrets].map((warning) => formatWarning(layers, warning));
  return { config: resolution.config, warnings, file };
};

const formatWarning = (layers: Layers, warning: Warning): string =>
  formatProblem(locate(layers, { ...warning, at: 'value', kind: 'value' }));

const findFile = (file: string | undefined): string | undefined => {
  const path = resolve(file ?? DEFAULT_FILE);
  if (existsSync(path)) return path;
  if (file === undefined) return undefined;
  throw new ConfigError([
    { path: '', message: `there is no file ${file}; create it, or leave out --config to use the defaults` },
  ]);
};

const withoutFile = (overrides: UserConfig): Layers => ({
  source: undefined,
  input: {},
  overrides,
  profile: undefined,
  fromEnvironment: new Set(),
});

const absoluteOverrides = (overrides: UserConfig): UserConfig => {
  const { supergraph } = overrides;
  if (!supergraph) return overrides;
  const paths = (['config', 'file'] as const).flatMap((key) => {
    const value = supergraph[key];
    return value === undefined ? [] : [[key, resolve(value)] as const];
  });
  return { ...overrides, supergraph: { ...supergraph, ...Object.fromEntries(paths) } };
};

const readText = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError([
      { file: basename(file), path: '', message: `cannot be read: ${fileProblem(error)}` },
    ]);
  }
};

interface ReadOptions {
  readonly env: Environment;
  readonly mode: Mode;
  readonly overrides: UserConfig;
}

const readLayers = (file: string, { env, mode, overrides }: ReadOptions): Layers => {
  const source = new YamlSource(basename(file), readText(file));
  const { contents } = source.document;
  if (contents !== null && !isMap(contents)) {
    throw new ConfigError([source.problem([], 'expected a group of keys such as server: and subgraphs:')]);
  }
  const selected = env[PROFILE_VARIABLE] ?? mode;
  const expansion = expandSource(source, {
    env,
    acceptsText,
    // Variables of a profile that is not in use need not be set.
    skip: (path) => path[0] === PROFILES && path[1] !== selected,
  });
  const { [PROFILES]: profiles, ...base } = isRecord(expansion.value) ? expansion.value : {};
  const problems = [...expansion.problems, ...checkProfiles(source, { profiles, env })];
  if (problems.length > 0) throw new ConfigError(problems);
  const over = isRecord(profiles) && Object.hasOwn(profiles, selected) ? profiles[selected] : undefined;
  const input = over === undefined || over === null ? base : mergeLayer(base, over);
  const profile = over === undefined ? undefined : selected;
  return {
    source,
    input,
    overrides,
    profile,
    fromEnvironment: effective(expansion.fromEnvironment, profile),
  };
};

/** Paths below the profile in use, as they are after merging. */
const effective = (paths: ReadonlySet<string>, profile: string | undefined): ReadonlySet<string> => {
  const prefix = `${PROFILES}.${profile ?? ''}.`;
  return new Set([...paths].map((path) => (path.startsWith(prefix) ? path.slice(prefix.length) : path)));
};

const acceptsText = (path: Path, text: string): boolean => {
  const inside = path[0] === PROFILES ? path.slice(2) : path;
  return schemasAt(configSchema, inside).some((schema) => z.safeParse(schema, text).success);
};

const MODES: readonly string[] = ['development', 'production'];

/** The chosen profile exists, and the others hold no misspelt keys either: those would only show after deployment. */
const checkProfiles = (
  source: YamlSource,
  { profiles, env }: { profiles: unknown; env: Environment },
): ConfigProblem[] => {
  if (profiles !== undefined && profiles !== null && !isRecord(profiles)) {
    return [source.problem([PROFILES], 'expected profile names, each with the keys that differ')];
  }
  const written = profiles ?? {};
  const chosen = env[PROFILE_VARIABLE];
  if (chosen !== undefined && !MODES.includes(chosen) && !Object.hasOwn(written, chosen)) {
    const near = nearest(chosen, Object.keys(written));
    const advice = near === undefined ? 'add it, or unset the variable' : `did you mean "${near}"?`;
    return [
      source.problem(
        [PROFILES],
        `${PROFILE_VARIABLE} asks for the profile "${chosen}", which is not there; ${advice}`,
      ),
    ];
  }
  return Object.entries(written).flatMap(([name, content]) =>
    validateShape(content ?? {})
      .filter((finding) => finding.kind === 'unknown-key')
      .map((finding) => source.problem([PROFILES, name, ...finding.path], finding.message, finding.at)),
  );
};

/** Where a finding was written: on the command line, in the profile, or in the rest of the file. */
const locate = ({ source, overrides, profile }: Layers, finding: Finding): ConfigProblem => {
  const { path, message, at } = finding;
  const plain = { path: formatPath(path), message };
  if (source === undefined || valueAt(overrides, path) !== undefined) return plain;
  const inProfile: Path = [PROFILES, profile ?? '', ...path];
  const found = profile !== undefined && source.has(inProfile) ? inProfile : path;
  return { ...source.problem(found, message, at), ...plain };
};
