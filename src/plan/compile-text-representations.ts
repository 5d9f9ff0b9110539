import type {
  ByType,
  CompiledRequires,
  CompiledRewrite,
  RepresentationPiece,
  RepresentationProgram,
  TableLayout,
} from '../execute/types.js';
import { tableOf, Unfit, type FieldModel, type TableModel, type TypeNumbers } from './compile-text-model.js';
import { byType, candidates, rowsSource, spanSource, type Candidate } from './compile-text-sources.js';

type Part = string | Omit<RepresentationPiece, 'literal'>;

export interface RepresentationContext {
  readonly types: TypeNumbers;
  /** Numbers of literal texts: equal programs get equal ones. */
  readonly literals: Map<string, number>;
  newListLayout(): TableLayout;
}

interface Rewritten {
  /** What is written as `__typename` for a type name that is known, or that the fragments tell. */
  typeName(name: string): string;
}

/** Compiles how the representations of a table's rows are written, as `writeRepresentation` does it for objects. */
export class RepresentationCompiler {
  private readonly context: RepresentationContext;
  private readonly before: ReadonlySet<number>;
  /** Fetches that the programs read from. */
  readonly uses = new Set<number>();
  /** Types of rows that a representation is written for. */
  readonly asked = new Set<number>();
  plain = true;

  constructor(context: RepresentationContext, before: ReadonlySet<number>) {
    this.context = context;
    this.before = before;
  }

  /** `types`: names of the types that are meant; null: all. @throws Unfit */
  compile(
    table: TableModel,
    types: ReadonlySet<string> | null,
    batch: {
      readonly requires: readonly CompiledRequires[];
      readonly inputRewrites: readonly CompiledRewrite[];
    },
  ): ByType<RepresentationProgram> {
    for (const { fetch, table: result } of table.attached)
      if (this.before.has(fetch) && result.tellsType) this.uses.add(fetch);
    const rewritten = this.rewrites(batch.inputRewrites);
    return byType(table, { before: this.before, types: this.context.types }, (type) => {
      const name = this.nameOf(type);
      if (types !== null && type > 0 && !types.has(name)) return null;
      const parts = this.parts(table, type, { requires: batch.requires, rewritten });
      if (parts === null || parts.length === 0) return null;
      const whole = type === 0 ? withTypename(batch.requires, parts, rewritten) : parts;
      const program = whole === null ? null : this.program(['{', ...whole, '}']);
      if (program !== null) this.asked.add(type);
      return program;
    });
  }

  /** The parts between the braces, commas included; null: a value is never there. */
  private parts(
    table: TableModel,
    type: number,
    from: { readonly requires: readonly CompiledRequires[]; readonly rewritten: Rewritten | null },
  ): Part[] | null {
    const out: Part[] = [];
    for (const selection of from.requires) {
      const part = this.selection(table, type, { selection, rewritten: from.rewritten });
      if (part === null) return null;
      if (part.length === 0) continue;
      if (out.length > 0) out.push(',');
      out.push(...part);
    }
    return out;
  }

  private selection(
    table: TableModel,
    type: number,
    { selection, rewritten }: { readonly selection: CompiledRequires; readonly rewritten: Rewritten | null },
  ): Part[] | null {
    if (selection.kind === 'fragment') {
      if (selection.skipIf !== undefined || selection.includeIf !== undefined) throw new Unfit('conditions');
      const applies = type === 0 || (selection.types?.has(this.nameOf(type)) ?? true);
      return applies ? this.parts(table, type, { requires: selection.selections, rewritten }) : [];
    }
    if (selection.key === '__typename') return this.typename(selection, type, rewritten);
    const found = candidates(table, { name: selection.key, type }, this.before);
    if (found.length === 0) return null;
    for (const candidate of found) this.uses.add(candidate.slot < 0 ? table.fetch : candidate.table.fetch);
    return [selection.keyText, this.value(found, selection.selections)];
  }

  private nameOf(type: number): string {
    return this.context.types.names[type] as string;
  }

  private typename(
    { name, keyText }: CompiledRequires & { kind: 'field' },
    type: number,
    rewritten: Rewritten | null,
  ): Part[] {
    if (name !== '__typename') throw new Unfit('a type name under another name');
    if (type === 0) return [];
    const known = this.nameOf(type);
    return [keyText + JSON.stringify(rewritten?.typeName(known) ?? known)];
  }

  private value(found: readonly Candidate[], selections: readonly CompiledRequires[] | null): Part {
    const [first] = found as [Candidate];
    const below = tableOf(first.field.value);
    if (below === null) {
      if (found.length > 1) this.plain = false;
      return { sources: found.map(spanSource), nested: null, below: null, lists: null };
    }
    if (selections === null) throw new Unfit('an object without selections in a representation');
    if (this.isSame(below.table, selections))
      return { sources: [spanSource(first)], nested: null, below: null, lists: null };
    this.plain = false;
    below.table.noted = true;
    const nested = byType(below.table, { before: this.before, types: this.context.types }, (type) => {
      const parts = this.parts(below.table, type, { requires: selections, rewritten: null });
      return parts === null ? null : this.program(['{', ...parts, '}']);
    });
    const lists = Array.from({ length: Math.max(0, below.lists - 1) }, (_, level) =>
      below.table.listLayout(level, () => this.context.newListLayout()),
    );
    return {
      sources: [rowsSource(first)],
      nested,
      below: below.table.layout,
      lists: below.lists === 0 ? null : lists,
    };
  }

  /** True when the answer's text of an object is what would be written. */
  private isSame(table: TableModel, selections: readonly CompiledRequires[]): boolean {
    const [variant] = table.variants;
    if (variant === undefined || table.variants.length > 1) return false;
    if (table.attached.length > 0 || variant.fields.length !== selections.length) return false;
    return variant.fields.every((field, i) => this.isSameField(field, selections[i] as CompiledRequires));
  }

  private isSameField(field: FieldModel, selection: CompiledRequires): boolean {
    if (selection.kind !== 'field' || selection.key !== field.name) return false;
    if (field.name !== field.key || selection.name !== selection.key) return false;
    const below = tableOf(field.value);
    if (below === null) return selection.selections === null;
    return selection.selections !== null && this.isSame(below.table, selection.selections);
  }

  private program(parts: readonly Part[]): RepresentationProgram {
    const pieces: RepresentationPiece[] = [];
    let literal = '';
    for (const part of parts) {
      if (typeof part === 'string') literal += part;
      else {
        pieces.push({ literal, ...part });
        literal = '';
      }
    }
    const key = [...pieces.map((piece) => piece.literal), literal].join('\u0000');
    const { literals } = this.context;
    const number = literals.get(key) ?? literals.size + 1;
    literals.set(key, number);
    return { literals: number, pieces, tail: literal };
  }

  private rewrites(rewrites: readonly CompiledRewrite[]): Rewritten {
    for (const { path, renameTo, value } of rewrites) {
      const keys = path.filter(({ field }) => field !== null);
      if (
        renameTo !== null ||
        keys.length !== 1 ||
        keys[0]?.field !== '__typename' ||
        typeof value !== 'string'
      )
        throw new Unfit('a rewrite of representations');
    }
    return {
      typeName: (name) =>
        rewrites.reduce(
          (current, { path, value }) =>
            path.every(({ types }) => types === null || types.has(current)) ? String(value) : current,
          name,
        ),
    };
  }
}

const withTypename = (
  requires: readonly CompiledRequires[],
  parts: readonly Part[],
  rewritten: Rewritten,
): Part[] | null => {
  const [first] = requires;
  const name = first?.kind === 'fragment' ? first.typeName : undefined;
  return name === undefined ? null : [`"__typename":${JSON.stringify(rewritten.typeName(name))},`, ...parts];
};
