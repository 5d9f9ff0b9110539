import type { TableLayout } from '../execute/types.js';
import type { LeafShape } from '../respond/types.js';

/** Thrown when a plan does not fit the text way; the object way runs it. The message is a reason for the counters. */
export class Unfit extends Error {}

/** Numbers for the runtime types of one plan; 0 stands for a type that the answer does not tell. */
export class TypeNumbers {
  private readonly numbers = new Map<string, number>();
  readonly names: string[] = [''];
  /** By number: interfaces and unions. */
  readonly abstract: boolean[] = [false];
  private readonly abstractNames: ReadonlySet<string>;

  constructor(abstractNames: ReadonlySet<string>) {
    this.abstractNames = abstractNames;
  }

  of(name: string): number {
    let number = this.numbers.get(name);
    if (number === undefined) {
      number = this.names.length;
      this.names.push(name);
      this.abstract.push(this.abstractNames.has(name));
      this.numbers.set(name, number);
    }
    return number;
  }
}

/** Values that clients may not see are not told from unknown ones: with either, the answer is read as objects. */
export type LeafModel = Omit<LeafShape, 'hiddenValues'>;

/** What one fetch answers at a key, as the schema and the selection say. */
export type ValueModel =
  | { readonly kind: 'leaf'; readonly nonNull: boolean; readonly leaf: LeafModel }
  | { readonly kind: 'list'; readonly nonNull: boolean; readonly of: ValueModel }
  | { readonly kind: 'object'; readonly nonNull: boolean; readonly table: TableModel };

export interface FieldModel {
  /** Key in the subgraph's answer. */
  readonly key: string;
  /** Key in the merged data: the same, unless the planner renames it. */
  name: string;
  /** Known JSON text of the value, for `__typename`. */
  readonly constant: string | null;
  readonly value: ValueModel;
}

/** The fields of one runtime type, or of several that look the same in an answer without `__typename`. */
export interface VariantModel {
  /** Number of the type that the merged object gets from this answer; 0: none. */
  type: number;
  readonly fields: readonly FieldModel[];
}

/** Where a value's text starts and ends; the first row below it and how many there are. */
export type CellKind = 'start' | 'end' | 'first' | 'count';

/** Results of an entity fetch (or the root fields of a fetch) that are merged into the rows of a table. */
export interface Attachment {
  readonly slot: number;
  readonly table: TableModel;
  /** Index of the fetch. */
  readonly fetch: number;
  /** Types of rows that something was asked for. */
  readonly asked: ReadonlySet<number>;
}

/** The objects at one place of one fetch's answer, and what is merged into them. */
export class TableModel {
  readonly id: number;
  readonly fetch: number;
  variants: readonly VariantModel[] = [];
  readonly attached: Attachment[] = [];
  /** Places in the merged data: keys joined by dots. Several when one entity result belongs to targets at several paths. */
  readonly places = new Set<string>();
  /** True when its rows are needed: somebody reads their cells or asks for entities by them. */
  noted = false;
  readonly layout: { id: number; stride: number };
  private readonly cells = new Map<string, number>();
  /** Layouts of the lists around these objects beyond the innermost, by level. */
  private readonly listLayouts: TableLayout[] = [];

  constructor(id: number, fetch: number) {
    this.id = id;
    this.fetch = fetch;
    this.layout = { id, stride: 1 };
  }

  /** The cell for one thing about a value; made when it is asked for first. */
  cell(name: string, what: CellKind): number {
    const key = `${what}:${name}`;
    let cell = this.cells.get(key);
    if (cell === undefined) {
      cell = this.layout.stride++;
      this.cells.set(key, cell);
    }
    return cell;
  }

  /** 0 when nobody asked for it. */
  knownCell(name: string, what: CellKind): number {
    return this.cells.get(`${what}:${name}`) ?? 0;
  }

  /** Cells that tell of values of other names, and are read first: what a variant without these values must set. */
  cellsExcept(names: ReadonlySet<string>): number[] {
    const out: number[] = [];
    for (const [key, cell] of this.cells) {
      const colon = key.indexOf(':');
      const what = key.slice(0, colon);
      if ((what === 'start' || what === 'first') && !names.has(key.slice(colon + 1))) out.push(cell);
    }
    return out;
  }

  listLayout(level: number, create: () => TableLayout): TableLayout {
    return (this.listLayouts[level] ??= create());
  }

  /**
   * The field of that name in objects of this type; when the answer does not tell of that type, in all of its objects.
   * @throws Unfit when these differ in what stands below it.
   */
  field(type: number, name: string): FieldModel | undefined {
    const known = type > 0 ? this.variants.find((variant) => variant.type === type) : undefined;
    if (known !== undefined) return known.fields.find((field) => field.name === name);
    let found: FieldModel | undefined;
    for (const { fields } of this.variants) {
      const field = fields.find((candidate) => candidate.name === name);
      if (field === undefined) continue;
      if (found !== undefined && lookOfValue(found.value) !== lookOfValue(field.value))
        throw new Unfit('types that are not told apart');
      found ??= field;
    }
    return found;
  }

  get tellsType(): boolean {
    return this.variants.some(({ type }) => type > 0);
  }
}

/** The table at the end of a value and how many lists are around it; null for leaves. */
export const tableOf = (value: ValueModel): { readonly table: TableModel; readonly lists: number } | null => {
  let lists = 0;
  let at = value;
  for (; at.kind === 'list'; at = at.of) lists++;
  return at.kind === 'object' ? { table: at.table, lists } : null;
};

/** Equal for values that are read in the same way. */
export const lookOfValue = (value: ValueModel): string => {
  const end = value.nonNull ? '!' : '';
  if (value.kind === 'leaf') return value.leaf.type + end;
  return value.kind === 'list' ? `[${lookOfValue(value.of)}]${end}` : `#${value.table.id}${end}`;
};
