import type { ByType, TypeSource, ValueSource } from '../execute/types.js';
import { tableOf, Unfit, type FieldModel, type TableModel, type TypeNumbers } from './compile-text-model.js';
import type { CompiledPath } from '../execute/types.js';

/** Fetches whose answers have been merged; null: all of them. */
export type Before = ReadonlySet<number> | null;

/** One place that a value may come from. */
export interface Candidate {
  /** Column that leads to the row; -1: the row itself. */
  readonly slot: number;
  readonly table: TableModel;
  readonly field: FieldModel;
}

const isBefore = (before: Before, fetch: number): boolean => before === null || before.has(fetch);

/** Where a merged object of this type (0: unknown) has a value from, latest first. @throws Unfit for objects merged of several. */
export const candidates = (
  table: TableModel,
  { name, type }: { readonly name: string; readonly type: number },
  before: Before,
): Candidate[] => {
  const found: Candidate[] = [];
  for (const { slot, table: result, fetch } of table.attached.toReversed()) {
    const field = isBefore(before, fetch) ? result.field(type, name) : undefined;
    if (field !== undefined) found.push({ slot, table: result, field });
  }
  const own = table.field(type, name);
  if (own !== undefined) found.push({ slot: -1, table, field: own });
  if (found.length > 1 && found.some(({ field }) => tableOf(field.value) !== null))
    throw new Unfit('merged objects');
  return found;
};

/** The span of a value. */
export const spanSource = ({ slot, table, field }: Candidate): ValueSource => ({
  slot,
  table: table.layout,
  start: table.cell(field.name, 'start'),
  end: table.cell(field.name, 'end'),
});

/** The rows of a value. */
export const rowsSource = ({ slot, table, field }: Candidate): ValueSource => ({
  slot,
  table: table.layout,
  start: table.cell(field.name, 'first'),
  end: table.cell(field.name, 'count'),
});

interface Typing {
  readonly from: readonly (TypeSource & { readonly model: TableModel })[];
  /** Numbers that rows may have; 0 among them when the type may be unknown. */
  readonly possible: ReadonlySet<number>;
}

/** What tells the type of a merged object, latest first. */
export const typing = (table: TableModel, before: Before): Typing => {
  const from = table.attached
    .toReversed()
    .filter(({ table: result, fetch }) => isBefore(before, fetch) && result.tellsType)
    .map(({ slot, table: result }) => ({ slot, table: result.layout, model: result }));
  if (table.tellsType) from.push({ slot: -1, table: table.layout, model: table });
  const possible = new Set(from.flatMap(({ model }) => model.variants.map(({ type }) => type)));
  if (!table.variants.some(({ type }) => type > 0)) possible.add(0);
  return { from, possible };
};

/** A program for each type that the objects of a table may have. */
export const byType = <T>(
  table: TableModel,
  { before, types }: { readonly before: Before; readonly types: TypeNumbers },
  compile: (type: number) => T | null,
): ByType<T> => {
  const { from, possible } = typing(table, before);
  const { abstract } = types;
  const [only] = possible;
  const fixed = possible.size === 1 ? compile(only as number) : null;
  if (possible.size === 1) return { fixed, from: [], programs: [fixed], abstract };
  const programs: (T | null)[] = [];
  for (const type of [...possible].sort((a, b) => a - b)) programs[type] = compile(type);
  for (let i = 0; i < programs.length; i++) programs[i] ??= null;
  return {
    fixed,
    from: from.map(({ slot, table: layout }) => ({ slot, table: layout })),
    programs,
    abstract,
  };
};

export interface Place {
  readonly table: TableModel;
  /** Type names that objects must have, when only some of the table's are meant. */
  readonly types: ReadonlySet<string> | null;
}

/** Follows paths of merged data to tables. */
export class PathResolver {
  private readonly root: TableModel;
  private readonly typeNames: readonly string[];

  constructor(root: TableModel, typeNames: readonly string[]) {
    this.root = root;
    this.typeNames = typeNames;
  }

  /** @throws Unfit when the tables cannot tell the objects that are meant. */
  resolve(path: CompiledPath, before: ReadonlySet<number>): Place[] {
    let places: Place[] = [{ table: this.root, types: null }];
    for (const segment of path) {
      places =
        segment.types === null
          ? unique(places.flatMap((place) => this.step(place, segment.field, before)))
          : places.map((place) => this.narrow(place, segment.types, before));
    }
    return places;
  }

  private within(asked: ReadonlySet<number>, types: ReadonlySet<string> | null): boolean {
    return (
      types === null || [...asked].every((type) => type === 0 || types.has(this.typeNames[type] as string))
    );
  }

  private narrow({ table, types }: Place, names: ReadonlySet<string>, before: ReadonlySet<number>): Place {
    const { possible } = typing(table, before);
    const all = [...possible].every((type) => type === 0 || names.has(this.typeNames[type] as string));
    if (all) return { table, types };
    return { table, types: types === null ? names : new Set([...types].filter((name) => names.has(name))) };
  }

  private step({ table, types }: Place, name: string, before: ReadonlySet<number>): Place[] {
    if (
      types !== null &&
      table.attached.some(({ table: result, fetch }) => before.has(fetch) && result.tellsType)
    )
      throw new Unfit('a path through types that a later fetch tells');
    const below = new Set<TableModel>();
    const others = new Set<TableModel>();
    const add = (model: TableModel, narrow: boolean): void => {
      for (const { type, fields } of model.variants) {
        const out = narrow && types !== null && type > 0 && !types.has(this.typeNames[type] as string);
        const field = fields.find((candidate) => candidate.name === name);
        const target = field === undefined ? null : tableOf(field.value);
        if (target !== null) (out ? others : below).add(target.table);
      }
    };
    add(table, true);
    for (const model of others)
      if (below.has(model)) throw new Unfit('a path through types that share a table');
    const own = below.size;
    for (const { table: result, fetch, asked } of table.attached) {
      if (!before.has(fetch)) continue;
      const known = below.size;
      add(result, false);
      if (below.size > known && (own > 0 || known > own)) throw new Unfit('merged objects');
      if (below.size > known && !this.within(asked, types))
        throw new Unfit('a path through types of an entity');
    }
    return [...below].map((model) => ({ table: model, types: null }));
  }
}

const unique = (places: readonly Place[]): Place[] => {
  const seen = new Map<TableModel, Place>();
  for (const place of places) seen.set(place.table, place);
  return [...seen.values()];
};
