import { giveInts, NO_INTS, takeInts } from './int-pool.js';
import type { TableLayout, TextPlan } from './types.js';

const FIRST_ROWS = 16;

/** Rows of one layout for one request. */
export class TextTable {
  readonly stride: number;
  cells: Int32Array = NO_INTS;
  rows = 0;
  /** The answer that the cells point into. */
  text = '';
  /** Written texts of rows that several places share, by the writer's group; made on demand. */
  memos: ((string | undefined)[] | undefined)[] | null = null;

  constructor({ stride }: TableLayout) {
    this.stride = stride;
  }

  /** Adds a row of this type; its other cells are not set. Returns the index of its first cell. */
  add(type: number): number {
    const base = this.rows * this.stride;
    if (base + this.stride > this.cells.length) this.grow();
    this.cells[base] = type;
    this.rows++;
    return base;
  }

  clear(): void {
    giveInts(this.cells);
    this.cells = NO_INTS;
    this.rows = 0;
    this.text = '';
    this.memos = null;
  }

  private grow(): void {
    const old = this.cells;
    this.cells = takeInts(Math.max(this.stride * FIRST_ROWS, old.length * 4));
    this.cells.set(old);
    giveInts(old);
  }
}

/** A column of row numbers: which result row belongs to each row of a table; -1: none. */
export class SlotColumn {
  rows: Int32Array = NO_INTS;
  /** True when several rows point to one result. */
  shared = false;

  /** Room for so many rows, with arbitrary content. */
  reserve(length: number): Int32Array {
    giveInts(this.rows);
    this.rows = takeInts(length);
    return this.rows;
  }

  clear(): void {
    giveInts(this.rows);
    this.rows = NO_INTS;
    this.shared = false;
  }
}

/** Everything that one execution notes: tables and columns by their numbers in the plan. */
export class TextRun {
  readonly tables: readonly TextTable[];
  readonly slots: readonly SlotColumn[];

  constructor(plan: TextPlan) {
    this.tables = plan.tables.map((layout) => new TextTable(layout));
    this.slots = Array.from({ length: plan.slotCount }, () => new SlotColumn());
  }

  clear(): void {
    for (let i = 0; i < this.tables.length; i++) this.tables[i]?.clear();
    for (let i = 0; i < this.slots.length; i++) this.slots[i]?.clear();
  }
}
