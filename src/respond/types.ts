import type { ByType, TableLayout, ValueSource } from '../execute/types.js';

/** How the client's answer is written; compiled from the operation by `plan/compile-projection.ts`. */
export type Shape = LeafShape | ListShape | ObjectShape;

export interface LeafShape {
  readonly kind: 'leaf';
  readonly nonNull: boolean;
  readonly type: LeafType;
  /** For enums: the JSON text of each value that clients may see. */
  readonly enumTexts: ReadonlyMap<string, string> | null;
  /** For enums: the values that exist, but not for clients; null: there are none. They are null, and nothing went wrong. */
  readonly hiddenValues: ReadonlySet<string> | null;
}

/** Built-in scalars are checked, `Enum` is looked up, `Json` (custom scalars) is written as it came. */
export type LeafType = 'Int' | 'Float' | 'Boolean' | 'String' | 'ID' | 'Enum' | 'Json';

export interface ListShape {
  readonly kind: 'list';
  readonly nonNull: boolean;
  readonly of: Shape;
}

export interface ObjectShape {
  readonly kind: 'object';
  readonly nonNull: boolean;
  /** Fields when the type is an object type; null when the runtime type decides. */
  readonly fields: readonly FieldProjection[] | null;
  /** Fields for a runtime type name; null when the client may not see that type here. */
  fieldsFor(typeName: string): readonly FieldProjection[] | null;
  /** True for a type that exists, but not for clients: its objects are null, and nothing went wrong. */
  hides(typeName: string): boolean;
  /** Type name to take when the answer does not tell: the only possible one, or the abstract type itself. */
  readonly fallbackType: string;
}

export interface FieldProjection {
  readonly key: string;
  /** Key in the fetched data. */
  readonly source: string;
  /** `"key":` */
  readonly keyText: string;
  /** Ready text of a value that is known beforehand (`__typename`). */
  readonly constant: string | undefined;
  /** True for names that `Object.prototype` has too: read as own properties only. */
  readonly guarded: boolean;
  readonly shape: Shape;
  /** `Type.field`, for messages. */
  readonly coordinate: string;
}

/** JSON text of an answer's `data`. */
export interface DataText {
  readonly text: string;
  /** `utf8`: an ordinary string. `latin1`: one character per byte of the UTF-8 that is to be sent. */
  readonly encoding: 'utf8' | 'latin1';
}

/** The root of one operation's answer for one setting of its `@skip`/`@include` variables. */
export interface Projection {
  /** Every key (in the fetched data) that the client asks for somewhere. */
  readonly asked: ReadonlySet<string>;
  readonly root: ObjectShape;
}

/** How the client's answer is written from tables of positions; compiled by `plan/compile-text-writer.ts`. */
export interface TextWriter {
  /** The table whose rows are the objects. */
  readonly table: TableLayout;
  readonly choose: ByType<WriterProgram>;
}

/** Writes an object: each group gives its fields with the commas or the brace before them. */
export interface WriterProgram {
  readonly groups: readonly WriterGroup[];
  readonly tail: string;
}

/** Neighbouring fields that come from one place. */
export interface WriterGroup {
  /** Column that leads to the row; -1: the row itself. */
  readonly slot: number;
  readonly table: TableLayout;
  readonly pieces: readonly WriterPiece[];
  /** What is written when there is no row: nulls; null: a field that may not be null would be missing. */
  readonly absent: string | null;
  /** Number of the group among those whose texts the rows of its table may keep; -1: not kept. */
  readonly memo: number;
}

export interface WriterPiece {
  readonly literal: string;
  /** Characters before the span that are copied with it, and behind it. */
  readonly back: number;
  readonly forward: number;
  /** Cells of the span, or of first row and count. */
  readonly start: number;
  readonly end: number;
  /** What is written when the value is null or missing; null: it may not be. */
  readonly absent: string | null;
  /** For values that several answers give: all of them, latest first; the first one that is not null is written. */
  readonly sources: readonly ValueSource[] | null;
  /** For objects that are written field by field; null: a span. */
  readonly writer: TextWriter | null;
  /** Layouts of the lists around them beyond the first; null: no list at all. */
  readonly lists: readonly TableLayout[] | null;
}

/** What an operation fetched, and how the client's answer is written from it. */
export interface Fetched {
  readonly data: Readonly<Record<string, unknown>>;
  readonly projection: Projection;
  /** Keys that the plan itself needs, for representations. */
  readonly required: ReadonlySet<string>;
}
