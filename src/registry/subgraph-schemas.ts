import { dirname, resolve } from 'node:path';
import type { ComposeInput } from './compose.js';
import { readTextFile } from './file-source.js';
import { introspectSubgraph } from './introspect.js';
import { LoadError, messageOf } from './load-error.js';
import { readSupergraphConfig, type SubgraphConfig, type SupergraphConfig } from './supergraph-config.js';

export interface ConfigLocation {
  /** Path of `supergraph.yaml`; schema files are relative to its folder. */
  readonly file: string;
  /** Values for `${env.NAME}`. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Reads `supergraph.yaml` from disk. @throws LoadError. */
export const readConfigFile = async ({ file, env }: ConfigLocation): Promise<SupergraphConfig> =>
  readSupergraphConfig(await readTextFile(file, 'The configuration'), { file, env });

/** Absolute paths of the schema files that a configuration names. */
export const schemaFiles = (config: SupergraphConfig, configFile: string): string[] =>
  config.subgraphs.flatMap(({ schema }) =>
    schema.kind === 'file' ? [resolve(dirname(configFile), schema.file)] : [],
  );

/** SDL of introspected subgraphs as they last gave it, by name and URL. */
export type KnownSchemas = Map<string, string>;

export interface LoadSchemasOptions {
  readonly configFile: string;
  /** Stands in for subgraphs that do not answer; updated by those that do. */
  readonly known: KnownSchemas;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for one introspection. Default 5000. */
  readonly timeout?: number | undefined;
}

export interface LoadedSchemas {
  readonly inputs: readonly ComposeInput[];
  /** One sentence for each subgraph whose last known schema was used because it does not answer. */
  readonly down: readonly string[];
}

type Loaded = { readonly sdl: string; readonly down?: string } | { readonly failure: string };

const loadSchema = async ({ name, schema }: SubgraphConfig, options: LoadSchemasOptions): Promise<Loaded> => {
  if (schema.kind === 'sdl') return { sdl: schema.sdl };
  try {
    if (schema.kind === 'file') {
      return {
        sdl: await readTextFile(
          resolve(dirname(options.configFile), schema.file),
          `The schema of subgraph ${name},`,
        ),
      };
    }
    const { headers, url } = schema;
    const { signal, timeout = 5000 } = options;
    const sdl = await introspectSubgraph(name, url, { headers, signal, timeout });
    options.known.set(`${name} ${url}`, sdl);
    return { sdl };
  } catch (error) {
    const known = schema.kind === 'introspection' ? options.known.get(`${name} ${schema.url}`) : undefined;
    return known === undefined ? { failure: messageOf(error) } : { sdl: known, down: messageOf(error) };
  }
};

/**
 * Gets the SDL of every subgraph, all at the same time.
 * @throws LoadError that names every subgraph whose schema is not to be had.
 */
export const loadSchemas = async (
  config: SupergraphConfig,
  options: LoadSchemasOptions,
): Promise<LoadedSchemas> => {
  const loaded = await Promise.all(config.subgraphs.map((subgraph) => loadSchema(subgraph, options)));
  const inputs: ComposeInput[] = [];
  const down: string[] = [];
  const failures: string[] = [];
  config.subgraphs.forEach(({ name, routingUrl }, index) => {
    const one = loaded[index];
    if (!one) return;
    if ('failure' in one) {
      failures.push(one.failure);
      return;
    }
    inputs.push({ name, url: routingUrl, sdl: one.sdl });
    if (one.down !== undefined) down.push(one.down);
  });
  if (failures.length > 0) {
    const problems = failures.map(
      (message) => ({ severity: 'error', code: 'SCHEMA_NOT_LOADED', message, locations: [] }) as const,
    );
    throw new LoadError(failures.join('\n'), problems);
  }
  return { inputs, down };
};
