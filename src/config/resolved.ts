import type { ParsedConfig, SubgraphSettings } from './schema.js';

/** Read-only at every level. */
export type DeepReadonly<TValue> = TValue extends readonly (infer TItem)[]
  ? readonly DeepReadonly<TItem>[]
  : TValue extends object
    ? { readonly [TKey in keyof TValue]: DeepReadonly<TValue[TKey]> }
    : TValue;

/** `development` is `spork dev`, `production` is `spork serve`; they differ in a few defaults and in what is refused. */
export type Mode = 'development' | 'production';

type Server = Omit<ParsedConfig['server'], 'playground' | 'introspection'> & {
  /** `auto` is decided by the mode. */
  playground: 'graphiql' | 'sandbox' | 'off';
  /** `auto` is decided by the mode. */
  introspection: boolean | 'filtered';
};

/** Settings of one subgraph, complete: what is written for its name over `all`. */
export type ResolvedSubgraph = DeepReadonly<
  SubgraphSettings & { endpoints?: readonly unknown[] | undefined; discovery?: unknown }
>;

/**
 * The configuration in force: the names of gateway.yaml, every default filled in, durations in milliseconds, sizes in
 * bytes, percentages as fractions, paths absolute. Frozen.
 */
export type ResolvedConfig = DeepReadonly<Omit<ParsedConfig, 'server' | 'subgraphs'>> & {
  readonly server: DeepReadonly<Server>;
  /** `all`, and every name written in the file. Use {@link settingsOf} to read one. */
  readonly subgraphs: Readonly<Record<string, ResolvedSubgraph>> & { readonly all: ResolvedSubgraph };
};

/** Settings of a subgraph by name; those of `all` when the file has none for it. */
export const settingsOf = (subgraphs: ResolvedConfig['subgraphs'], name: string): ResolvedSubgraph =>
  (Object.hasOwn(subgraphs, name) ? subgraphs[name] : undefined) ?? subgraphs.all;
