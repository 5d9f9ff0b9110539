import { print, visit, type DocumentNode, type FieldNode } from 'graphql';

/** A path of an error, as far as it is known. */
type Path = readonly (string | number)[];

/** What a supergraph means for the keys under which fields are fetched. */
export interface KeyRules {
  /** Names of fields in keys and in `@requires`; true for those that are required with arguments. */
  readonly reserved: ReadonlyMap<string, boolean>;
  /** Whether a subgraph knows objects by their interface only (`@interfaceObject`). */
  readonly interfaceObjects: boolean;
}

export const NO_RULES: KeyRules = { reserved: new Map(), interfaceObjects: false };

/**
 * The keys under which fields are fetched. Planners fetch key fields and required fields under their own names, so a client
 * that selects something else under such a name (`id: name`, `price(currency: EUR)`) would mix the two up. And where a
 * subgraph cannot tell types apart, a key that means one thing for one type and another for the next would. Such fields
 * travel under another key and get their name back in the answer.
 */
export class SourceKeys {
  private readonly rules: KeyRules;
  private readonly suffix: string;
  /** What each key means, where it may mean several things. */
  private readonly meanings: ReadonlyMap<string, readonly string[]>;

  /** @param text the client's document: no name in it has the suffix that is chosen. */
  constructor(rules: KeyRules, text: string, document: DocumentNode) {
    this.rules = rules;
    this.suffix = unusedSuffix(text, document);
    this.meanings = rules.interfaceObjects ? meaningsOf(document) : new Map();
  }

  /** The key under which a field is fetched. */
  of(field: FieldNode): string {
    const key = keyOf(field);
    const meaning = this.meanings.get(key)?.indexOf(meaningOf(field)) ?? 0;
    if (meaning <= 0 && !this.isReserved(key, field)) return key;
    return `${key}${this.suffix}${meaning > 0 ? meaning : ''}`;
  }

  /** A path in fetched data as the client knows it. */
  clientPath(path: Path): Path {
    return path.map((key) => (typeof key === 'string' ? this.clientKey(key) : key));
  }

  private clientKey(key: string): string {
    let end = key.length;
    while (isDigit(key.charCodeAt(end - 1))) end--;
    const start = end - this.suffix.length;
    return start > 0 && key.startsWith(this.suffix, start) ? key.slice(0, start) : key;
  }

  private isReserved(key: string, field: FieldNode): boolean {
    const withArguments = this.rules.reserved.get(key);
    if (withArguments === undefined) return false;
    return withArguments || field.alias !== undefined || (field.arguments?.length ?? 0) > 0;
  }
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** Underscores that names hardly ever have so many of in a row. */
const COMMON = ['_', '__', '___', '____', '_____'];

/** Underscores, one more than any name has in a row. A short one if possible: it travels with every renamed field. */
const unusedSuffix = (text: string, document: DocumentNode): string => {
  const common = COMMON.find((suffix) => !text.includes(suffix));
  if (common !== undefined) return common;
  let longest = 0;
  visit(document, {
    Name({ value }) {
      for (const run of value.match(/_+/g) ?? []) longest = Math.max(longest, run.length);
    },
  });
  return '_'.repeat(longest + 1);
};

const keyOf = (field: FieldNode): string => (field.alias ?? field.name).value;

const meaningOf = ({ name, arguments: given = [] }: FieldNode): string =>
  given.length === 0 ? name.value : `${name.value}(${given.map((argument) => print(argument)).join()})`;

const meaningsOf = (document: DocumentNode): ReadonlyMap<string, readonly string[]> => {
  const meanings = new Map<string, string[]>();
  visit(document, {
    Field(field) {
      const known = meanings.get(keyOf(field));
      const meaning = meaningOf(field);
      if (known === undefined) meanings.set(keyOf(field), [meaning]);
      else if (!known.includes(meaning)) known.push(meaning);
    },
  });
  return meanings;
};
