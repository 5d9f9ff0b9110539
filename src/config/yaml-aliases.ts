import { isAlias, isCollection, isPair, isScalar, type Alias, type Document } from 'yaml';

/** Most values that aliases may bring into a file: 500 subgraphs that repeat 30 settings each are a sixth of it. */
const MAX_VALUES = 100_000;
/** Most aliases inside one another. */
const MAX_DEPTH = 100;

export interface AliasProblem {
  readonly alias: Alias;
  readonly message: string;
}

/**
 * The alias that holds itself, that others nest in too deeply, or with which aliases bring more than 100,000 values;
 * undefined when there is none. A few lines can stand for billions of values, so this comes before aliases are followed.
 */
export const findBadAlias = (document: Document): AliasProblem | undefined => {
  const check = new AliasCheck();
  check.visit(document.contents);
  return check.problem;
};

class AliasCheck {
  problem: AliasProblem | undefined;
  readonly #anchors = new Map<string, unknown>();
  /** The aliases that are being followed, by what they stand for, outermost first. */
  readonly #followed = new Map<unknown, Alias>();
  /** Anchored values that are being visited where they are written. */
  readonly #open = new Set<unknown>();
  #values = 0;

  visit(node: unknown): void {
    if (this.problem) return;
    if (isAlias(node)) return this.#follow(node);
    if (isPair(node)) return this.visit(node.value);
    const [outermost] = this.#followed.values();
    if (outermost && ++this.#values > MAX_VALUES)
      return this.#refuse(outermost, `stands for too much: aliases bring more than ${MAX_VALUES} values`);
    if (!isCollection(node) && !isScalar(node)) return;
    if (node.anchor !== undefined && !outermost) this.#anchors.set(node.anchor, node);
    if (!isCollection(node)) return;
    this.#open.add(node);
    for (const item of node.items) this.visit(item);
    this.#open.delete(node);
  }

  #follow(alias: Alias): void {
    const target = this.#anchors.get(alias.source);
    if (this.#open.has(target)) return this.#refuse(alias, 'holds itself');
    if (this.#followed.size === MAX_DEPTH)
      return this.#refuse(alias, 'is nested too deeply in other aliases');
    this.#followed.set(target, alias);
    this.visit(target);
    this.#followed.delete(target);
  }

  #refuse(alias: Alias, reason: string): void {
    this.problem ??= { alias, message: `the alias *${alias.source} ${reason}; write the value out` };
  }
}
