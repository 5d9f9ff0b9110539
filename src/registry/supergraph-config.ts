import {
  isAlias,
  isMap,
  isScalar,
  LineCounter,
  parseDocument,
  type Node,
  type Pair,
  type YAMLMap,
  type Document,
} from 'yaml';
import { nearest } from '../lib/index.js';
import { LoadError } from './load-error.js';

/** Where the schema of a subgraph comes from. */
export type SchemaSource =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'sdl'; readonly sdl: string }
  | {
      readonly kind: 'introspection';
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
    };

export interface SubgraphConfig {
  readonly name: string;
  readonly routingUrl: string;
  readonly schema: SchemaSource;
}

/** `supergraph.yaml`, in the format of rover. */
export interface SupergraphConfig {
  readonly federationVersion: string | undefined;
  readonly subgraphs: readonly SubgraphConfig[];
}

export interface ReadConfigOptions {
  /** Name of the file, for messages. */
  readonly file: string;
  /** Values for `${env.NAME}`. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

const NAME = /^[A-Za-z][\w-]{0,63}$/;
const VERSION = /^=?[12](\.\d+\.\d+[\w.-]*)?$|^latest-[12]$/;
const VARIABLE = /\$\{([^}]*)\}/g;

interface Entry {
  readonly key: Node;
  readonly value: Node | null;
}

/** Reads nodes of one file and says where something is wrong in it. */
class ConfigReader {
  readonly #file: string;
  readonly #env: ReadConfigOptions['env'];
  readonly #lines = new LineCounter();
  readonly #document: Document.Parsed;

  /** @throws LoadError for text that is not YAML */
  constructor(text: string, { file, env }: ReadConfigOptions) {
    this.#file = file;
    this.#env = env;
    this.#document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false });
    const [broken] = this.#document.errors;
    if (broken) throw this.fail(broken.pos[0], `This is not valid YAML: ${broken.message}.`);
  }

  get contents(): Node | null {
    return this.#document.contents;
  }

  fail(at: Node | number | null | undefined, message: string): LoadError {
    const offset = typeof at === 'number' ? at : (at?.range?.[0] ?? 0);
    const { line, col } = this.#lines.linePos(offset);
    const text = `${this.#file}:${Math.max(line, 1)}:${Math.max(col, 1)}: ${message}`;
    return new LoadError(text, [{ severity: 'error', code: 'CONFIG_INVALID', message: text, locations: [] }]);
  }

  map(node: Node | null | undefined, what: string, parent: Node | null): YAMLMap {
    if (isMap(node)) return node;
    throw this.fail(node ?? parent, `${what} must be a mapping of keys to values.`);
  }

  /** Entries by key; with `known`, every other key is refused. */
  entries(map: YAMLMap, what: string, known?: readonly string[]): Map<string, Entry> {
    const entries = new Map<string, Entry>();
    for (const pair of map.items as Pair<Node, Node | null>[]) {
      const key = isScalar(pair.key) ? String(pair.key.value) : '';
      if (known && !known.includes(key)) {
        const near = nearest(key, known);
        const advice = near ? `Did you mean \`${near}\`?` : `Known keys: ${known.join(', ')}.`;
        throw this.fail(pair.key, `Unknown key \`${key}\` in ${what}. ${advice}`);
      }
      // Followed where a key asks for the value, so that no number of aliases can stand for more than the format has.
      const value = isAlias(pair.value) ? pair.value.resolve(this.#document) : pair.value;
      entries.set(key, { key: pair.key, value: value ?? null });
    }
    return entries;
  }

  text({ key, value }: Entry, what: string): string {
    const raw = isScalar(value) ? value.value : undefined;
    if (typeof raw !== 'string' && typeof raw !== 'number')
      throw this.fail(value ?? key, `${what} must be a text.`);
    const text = this.#expand(
      isScalar(value) && typeof raw === 'number' ? (value.source ?? String(raw)) : String(raw),
      value,
    );
    if (text.trim() === '') throw this.fail(value ?? key, `${what} is empty.`);
    return text;
  }

  /** A text taken as it is: SDL may hold anything. */
  verbatim({ key, value }: Entry, what: string): string {
    if (isScalar(value) && typeof value.value === 'string' && value.value.trim() !== '') return value.value;
    throw this.fail(value ?? key, `${what} must be a text that is not empty.`);
  }

  url(entry: Entry, what: string): string {
    const text = this.text(entry, what);
    const protocol = URL.canParse(text) ? new URL(text).protocol : '';
    if (protocol === 'http:' || protocol === 'https:') return text;
    throw this.fail(entry.value, `${what} must be an http or https URL, not \`${text}\`.`);
  }

  #expand(text: string, at: Node | null): string {
    return text.replace(VARIABLE, (whole, inner: string) => {
      const match = /^env\.(\w+)(?::-(.*))?$/.exec(inner);
      if (!match?.[1]) throw this.fail(at, `\`${whole}\` is not understood. Write \`\${env.NAME}\`.`);
      const value = this.#env[match[1]] ?? match[2];
      if (value === undefined) throw this.fail(at, `The environment variable ${match[1]} is not set.`);
      return value;
    });
  }
}

const readHeaders = (reader: ConfigReader, entry: Entry | undefined): Record<string, string> => {
  const headers: Record<string, string> = {};
  if (!entry) return headers;
  const map = reader.map(entry.value, '`introspection_headers`', entry.key);
  for (const [name, value] of reader.entries(map, '`introspection_headers`')) {
    if (!/^[!#$%&'*+.^`|~\w-]+$/.test(name))
      throw reader.fail(value.key, `\`${name}\` is not a header name.`);
    headers[name.toLowerCase()] = reader.text(value, `Header \`${name}\``);
  }
  return headers;
};

const readSchema = (reader: ConfigReader, entry: Entry, name: string): SchemaSource => {
  const where = `\`subgraphs.${name}.schema\``;
  const map = reader.map(entry.value, where, entry.key);
  const entries = reader.entries(map, where, [
    'file',
    'sdl',
    'subgraph_url',
    'introspection_headers',
    'graphref',
    'subgraph',
  ]);
  const graphref = entries.get('graphref') ?? entries.get('subgraph');
  if (graphref) {
    throw reader.fail(
      graphref.key,
      `${where} takes its schema from GraphOS, which is not supported. Use \`file\`, \`subgraph_url\` or \`sdl\`.`,
    );
  }
  const [file, sdl, url] = [entries.get('file'), entries.get('sdl'), entries.get('subgraph_url')];
  const given = [file, sdl, url].filter((one) => one !== undefined);
  if (given.length !== 1)
    throw reader.fail(
      given[1]?.key ?? entry.key,
      `${where} needs exactly one of \`file\`, \`subgraph_url\` or \`sdl\`.`,
    );
  const headers = entries.get('introspection_headers');
  if (headers && !url)
    throw reader.fail(headers.key, '`introspection_headers` only goes with `subgraph_url`.');
  if (file) return { kind: 'file', file: reader.text(file, '`file`') };
  if (sdl) return { kind: 'sdl', sdl: reader.verbatim(sdl, '`sdl`') };
  if (url)
    return {
      kind: 'introspection',
      url: reader.url(url, '`subgraph_url`'),
      headers: readHeaders(reader, headers),
    };
  throw reader.fail(entry.key, `${where} is empty.`);
};

const readSubgraph = (reader: ConfigReader, name: string, entry: Entry): SubgraphConfig => {
  if (!NAME.test(name)) {
    throw reader.fail(
      entry.key,
      `\`${name}\` is not a subgraph name: use a letter, then at most 63 letters, digits, \`_\` or \`-\`.`,
    );
  }
  const where = `\`subgraphs.${name}\``;
  const entries = reader.entries(reader.map(entry.value, where, entry.key), where, ['routing_url', 'schema']);
  const schemaEntry = entries.get('schema');
  if (!schemaEntry) throw reader.fail(entry.key, `${where} has no \`schema\`.`);
  const schema = readSchema(reader, schemaEntry, name);
  const routing = entries.get('routing_url');
  if (routing) return { name, schema, routingUrl: reader.url(routing, '`routing_url`') };
  if (schema.kind === 'introspection') return { name, schema, routingUrl: schema.url };
  throw reader.fail(
    entry.key,
    `${where} has no \`routing_url\`; only \`schema.subgraph_url\` can stand in for it.`,
  );
};

/**
 * Reads `supergraph.yaml`.
 * @throws LoadError with `file:line:column` and what is wrong.
 */
export const readSupergraphConfig = (text: string, options: ReadConfigOptions): SupergraphConfig => {
  const reader = new ConfigReader(text, options);
  const root = reader.entries(reader.map(reader.contents, 'supergraph.yaml', null), 'supergraph.yaml', [
    'federation_version',
    'subgraphs',
  ]);
  const version = root.get('federation_version');
  const federationVersion = version && reader.text(version, '`federation_version`');
  if (federationVersion !== undefined && !VERSION.test(federationVersion)) {
    throw reader.fail(
      version?.value,
      `\`federation_version\` must be like \`2\` or \`=2.9.0\`, not \`${federationVersion}\`.`,
    );
  }
  const list = root.get('subgraphs');
  if (!list) throw reader.fail(reader.contents, 'There is no `subgraphs` key: name at least one subgraph.');
  const entries = reader.entries(reader.map(list.value, '`subgraphs`', list.key), '`subgraphs`');
  if (entries.size === 0) throw reader.fail(list.key, '`subgraphs` is empty: name at least one subgraph.');
  return {
    federationVersion,
    subgraphs: [...entries].map(([name, entry]) => readSubgraph(reader, name, entry)),
  };
};
