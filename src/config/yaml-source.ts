import {
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  type Node,
  type Pair,
  type YAMLError,
} from 'yaml';
import { ConfigError, type ConfigProblem } from './config-error.js';
import { formatPath, type Path } from './paths.js';
import { findBadAlias, type AliasProblem } from './yaml-aliases.js';

/** Finds line and column of a path in a parsed file. */
export class YamlSource {
  readonly file: string;
  readonly document: Document.Parsed;
  readonly #lines: LineCounter;

  /** @throws ConfigError with the line for syntax errors, duplicate keys, and aliases that hold themselves or too much. */
  constructor(file: string, text: string) {
    this.file = file;
    this.#lines = new LineCounter();
    this.document = parseDocument(text, {
      lineCounter: this.#lines,
      uniqueKeys: true,
      prettyErrors: false,
      merge: true,
    });
    const { errors } = this.document;
    if (errors.length > 0) throw new ConfigError(errors.map((error) => this.#syntaxProblem(error, text)));
    const bad = findBadAlias(this.document);
    if (bad) throw new ConfigError([this.#aliasProblem(bad)]);
  }

  /** A problem at the value (or, with `key`, at the key) of this path, or at the closest parent that is written. */
  problem(path: Path, message: string, at: 'key' | 'value' = 'value'): ConfigProblem {
    const offset = this.#offset(path, at);
    return { file: this.file, ...this.#place(offset), path: formatPath(path), message };
  }

  /** True when something is written at this path. */
  has(path: Path): boolean {
    return this.document.hasIn(path);
  }

  #place(offset: number): { line: number; column: number } {
    const { line, col } = this.#lines.linePos(offset);
    return { line, column: col };
  }

  #offset(path: Path, at: 'key' | 'value'): number {
    let node: unknown = this.document.contents;
    let offset = startOf(node) ?? 0;
    for (const [index, part] of path.entries()) {
      const pair = isMap(node) ? node.items.find((item) => keyOf(item) === String(part)) : undefined;
      if (pair === undefined && !isSeq(node)) return offset;
      node = pair === undefined ? (isSeq(node) ? node.items[Number(part)] : undefined) : pair.value;
      const last = index === path.length - 1;
      offset = (last && at === 'key' ? startOf(pair?.key) : (startOf(node) ?? startOf(pair?.key))) ?? offset;
    }
    return offset;
  }

  #aliasProblem({ alias, message }: AliasProblem): ConfigProblem {
    return { file: this.file, ...this.#place(startOf(alias) ?? 0), path: '', message };
  }

  #syntaxProblem(error: YAMLError, text: string): ConfigProblem {
    const place = this.#place(error.pos[0]);
    const line = text.split('\n')[place.line - 1] ?? '';
    const message =
      error.code === 'DUPLICATE_KEY' ? 'this key is written twice' : `not valid YAML: ${error.message}`;
    // In { } and [ ] a brace ends an unquoted value, which is the usual way to get here.
    const hint = /[{[].*[^"']\$\{env\./.test(line)
      ? '; inside { } or [ ] write "${env.NAME}" with quotes'
      : '';
    return { file: this.file, ...place, path: '', message: message + hint };
  }
}

/** A key as text; the merge key, which the parser gives as a symbol, is `<<`. */
export const keyOf = (pair: Pair): string => {
  const key: unknown = isScalar(pair.key) ? pair.key.value : pair.key;
  return typeof key === 'symbol' ? '<<' : String(key);
};

const startOf = (node: unknown): number | undefined => (node as Node | null | undefined)?.range?.[0];
