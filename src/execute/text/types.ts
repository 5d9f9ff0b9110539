import type { ExecutableEntityFetch, ExecutableFetch } from '../types.js';

/**
 * The text way: a subgraph's answer stays text, and tables of integers say where in it things are. Made by
 * `plan/compile-text.ts`. "Byte text" is a string with one character per byte of UTF-8 (latin1).
 */
export interface TextPlan {
  readonly tables: readonly TableLayout[];
  /** In plan order. */
  readonly fetches: readonly TextFetch[];
  /** Columns of result rows: one per pair of target table and fetch of entities. */
  readonly slotCount: number;
  /** The table that stands for the answer's root: one row without cells, to which root fetches are attached. */
  readonly root: TableLayout;
}

/**
 * A row per object (or inner list) at one place of one answer. Cell 0 is the type: its number in the plan, 0 when the
 * answer does not tell, -1 for null. Other cells are positions in the text, or first row and count for what is below.
 */
export interface TableLayout {
  readonly id: number;
  /** Cells per row. */
  readonly stride: number;
}

export interface TextFetch {
  readonly index: number;
  readonly call: ExecutableFetch | ExecutableEntityFetch;
  /** Byte text of the request's body up to and including `"variables":{`. */
  readonly prefix: string;
  /** For fetches of root fields; null: entities, as in `batches`. */
  readonly root: RootScan | null;
  readonly batches: readonly TextBatch[];
  /** Layouts that this fetch's answer fills. */
  readonly tables: readonly number[];
  /** Fetches that must have been read before this one is sent. */
  readonly waitsFor: number;
  /** Fetches that wait for this one. */
  readonly next: readonly number[];
}

export interface RootScan {
  readonly shape: ShapeScan;
  readonly slot: number;
}

/** One aliased `_entities` field. */
export interface TextBatch {
  /** `"representationsVariable":[` */
  readonly keyText: string;
  /** What stands before the first entity: `{"_entities":[`, `,"_e1":[`. */
  readonly open: string;
  readonly shape: ShapeScan;
  readonly targets: readonly RepresentationTarget[];
  /** True when every representation is made of literals and spans of one source each. */
  readonly plain: boolean;
}

/** Where a value is: in a row of the table itself (`slot` -1), or in the result row that a column of it points to. */
export interface ValueSource {
  readonly slot: number;
  readonly table: TableLayout;
  /** Cells of the value: start and end, or first row and count. */
  readonly start: number;
  readonly end: number;
}

/** Says the type of a merged object: the first source that knows more of it than an interface. */
export interface TypeSource {
  readonly slot: number;
  readonly table: TableLayout;
}

/** Chooses by type; `fixed` when all rows are of one type. */
export interface ByType<T> {
  readonly fixed: T | null;
  readonly from: readonly TypeSource[];
  /** By type number; null: not for this type. */
  readonly programs: readonly (T | null)[];
  /** By type number: interfaces, which an `@interfaceObject` subgraph names for want of the type. */
  readonly abstract: readonly boolean[];
}

export interface RepresentationTarget {
  readonly table: TableLayout;
  readonly slot: number;
  readonly choose: ByType<RepresentationProgram>;
}

export interface RepresentationProgram {
  /** Equal for programs with the same literals. */
  readonly literals: number;
  readonly pieces: readonly RepresentationPiece[];
  readonly tail: string;
}

export interface RepresentationPiece {
  readonly literal: string;
  /** Latest first; one almost always. */
  readonly sources: readonly ValueSource[];
  /** For objects written key by key: what each of them gives; null: the span of the value. */
  readonly nested: ByType<RepresentationProgram> | null;
  /** Layout of the objects when nested. */
  readonly below: TableLayout | null;
  /** Layouts of the lists around the objects beyond the first one, outermost first; null: no list at all. */
  readonly lists: readonly TableLayout[] | null;
}

/** How the objects at one place are read: by the first variant whose first literal fits. */
export interface ShapeScan {
  /** Null: checked, but not noted. */
  readonly table: TableLayout | null;
  readonly variants: readonly ObjectScan[];
}

/** An object, or what is left of it behind the fields that several types begin with. */
export interface ObjectScan {
  readonly steps: readonly ScanStep[];
  /** How it may go on after the steps, chosen by the first literal; empty: with the tail. */
  readonly next: readonly ObjectScan[];
  /** What stands after the last value: `}`, or the whole object when it holds constants only. */
  readonly tail: string;
  readonly type: number;
  /** Cells that this variant has no value for. */
  readonly absent: readonly number[];
}

export type ScanKind = 'String' | 'ID' | 'Int' | 'Float' | 'Boolean' | 'Enum' | 'Json' | 'object' | 'list';

export interface ScanValue {
  readonly kind: ScanKind;
  readonly nonNull: boolean;
  /** For enums: the values, with quotes, that clients may see. */
  readonly enumTexts: ReadonlySet<string> | null;
  /** For objects. */
  readonly shape: ShapeScan | null;
  /** For lists. */
  readonly item: ScanValue | null;
  /** The layout whose rows are the object, the items of the list, or the inner lists; null: the value is one span. */
  readonly below: TableLayout | null;
}

export interface ScanStep {
  readonly literal: string;
  readonly value: ScanValue;
  /** Cells to note; 0: none. Where the value is in the text, and, for what has rows, the first row and the count. */
  readonly start: number;
  readonly end: number;
  readonly first: number;
  readonly count: number;
}
