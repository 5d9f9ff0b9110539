import { giveInts, takeInts } from './int-pool.js';
import { chooseProgram, sourceRow } from './sources.js';
import type { SlotColumn, TextRun, TextTable } from './table.js';
import type {
  RepresentationPiece,
  RepresentationProgram,
  RepresentationTarget,
  TextBatch,
  ValueSource,
} from './types.js';
import { writeRepresentationText } from './representation-text.js';

/** The representations of one batch, without brackets, and how many different ones there are. */
export interface Gathered {
  readonly text: string;
  readonly count: number;
}

/**
 * Writes the representations of all target rows, each different one once, and notes in the targets' columns which of
 * them stands for each row (-1: not asked for).
 */
export const gather = (run: TextRun, batch: TextBatch): Gathered =>
  batch.plain ? new SpanGatherer(run, batch).gather() : gatherTexts(run, batch);

const countRows = (run: TextRun, { targets }: TextBatch): number => {
  let rows = 0;
  for (let i = 0; i < targets.length; i++)
    rows += (run.tables[(targets[i] as RepresentationTarget).table.id] as TextTable).rows;
  return rows;
};

/** Tells equal representations by their spans, so that no text is made of those that are not sent. */
class SpanGatherer {
  private readonly run: TextRun;
  private readonly batch: TextBatch;
  private readonly mask: number;
  /** Number + 1 of the representation whose hash leads here; 0: free. */
  private readonly buckets: Int32Array;
  /** For each representation the row that it was written from. */
  private readonly rows: Int32Array;
  private readonly programs: RepresentationProgram[] = [];
  private text = '';
  private asked = 0;

  constructor(run: TextRun, batch: TextBatch) {
    this.run = run;
    this.batch = batch;
    const rows = countRows(run, batch);
    this.buckets = takeInts(rows * 2 + 1);
    this.mask = this.buckets.length - 1;
    this.buckets.fill(0);
    this.rows = takeInts(rows + 1);
  }

  gather(): Gathered {
    const { targets } = this.batch;
    for (let i = 0; i < targets.length; i++) this.target(targets[i] as RepresentationTarget);
    giveInts(this.buckets);
    giveInts(this.rows);
    const count = this.programs.length;
    if (this.asked > count) markShared(this.run, this.batch);
    return { text: this.text, count };
  }

  private target({ table, slot, choose }: RepresentationTarget): void {
    const { run } = this;
    const { cells, rows, stride } = run.tables[table.id] as TextTable;
    const column = (run.slots[slot] as SlotColumn).reserve(rows);
    for (let row = 0; row < rows; row++) {
      const program = (cells[row * stride] as number) < 0 ? null : chooseProgram(run, choose, row);
      column[row] = program === null ? -1 : this.find(program, row);
    }
  }

  /** Number of the row's representation, written when it is new; -1: a value is missing, so it cannot be asked for. */
  private find(program: RepresentationProgram, row: number): number {
    const { buckets, mask } = this;
    const hash = this.hash(program, row);
    if (hash < 0) return -1;
    this.asked++;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const known = (buckets[at] as number) - 1;
      if (known < 0) {
        buckets[at] = this.programs.length + 1;
        return this.write(program, row);
      }
      if (this.equals(program, row, known)) return known;
    }
  }

  /** Non-negative; -1: a value is missing. */
  private hash({ pieces, literals }: RepresentationProgram, row: number): number {
    let hash = literals;
    for (let i = 0; i < pieces.length; i++) {
      if (!locate(this.run, pieces[i] as RepresentationPiece, row)) return -1;
      // The ends of a long value tell as much as all of it.
      const from = Math.max(located.start, located.end - HASHED);
      for (let at = from; at < located.end; at++)
        hash = (Math.imul(hash, 31) + located.text.charCodeAt(at)) | 0;
    }
    return (hash ^ (hash >>> 15)) & 0x7fffffff;
  }

  private equals({ pieces, literals }: RepresentationProgram, row: number, known: number): boolean {
    const other = this.programs[known] as RepresentationProgram;
    if (other.literals !== literals) return false;
    for (let i = 0; i < pieces.length; i++) {
      locate(this.run, pieces[i] as RepresentationPiece, row);
      const { text, start, end } = located;
      locate(this.run, other.pieces[i] as RepresentationPiece, this.rows[known] as number);
      if (end - start !== located.end - located.start) return false;
      for (let at = start, to = located.start; at < end; at++, to++)
        if (text.charCodeAt(at) !== located.text.charCodeAt(to)) return false;
    }
    return true;
  }

  private write(program: RepresentationProgram, row: number): number {
    const { pieces } = program;
    const number = this.programs.length;
    let text = number === 0 ? '' : ',';
    for (let i = 0; i < pieces.length; i++) {
      const piece = pieces[i] as RepresentationPiece;
      locate(this.run, piece, row);
      text += piece.literal + located.text.substring(located.start, located.end);
    }
    this.text += text + program.tail;
    this.rows[number] = row;
    this.programs.push(program);
    return number;
  }
}

const HASHED = 32;

/** The span that `locate` found last: one object for the module, because looking is synchronous. */
const located = { text: '', start: 0, end: 0 };

/** Finds the span of a plain piece; false: there is no value. */
const locate = (run: TextRun, piece: RepresentationPiece, row: number): boolean => {
  const source = piece.sources[0] as ValueSource;
  const at = sourceRow(run, source, row);
  if (at < 0) return false;
  const { cells, stride, text } = run.tables[source.table.id] as TextTable;
  const base = at * stride;
  const start = cells[base + source.start] as number;
  if (start < 0) return false;
  located.text = text;
  located.start = start;
  located.end = cells[base + source.end] as number;
  return true;
};

const markShared = (run: TextRun, { targets }: TextBatch): void => {
  for (let i = 0; i < targets.length; i++)
    (run.slots[(targets[i] as RepresentationTarget).slot] as SlotColumn).shared = true;
};

/** Tells equal representations by their texts. */
const gatherTexts = (run: TextRun, batch: TextBatch): Gathered => {
  const numbers = new Map<string, number>();
  let asked = 0;
  let text = '';
  for (const { table, slot, choose } of batch.targets) {
    const { cells, rows, stride } = run.tables[table.id] as TextTable;
    const column = (run.slots[slot] as SlotColumn).reserve(rows);
    for (let row = 0; row < rows; row++) {
      const program = (cells[row * stride] as number) < 0 ? null : chooseProgram(run, choose, row);
      const representation = program === null ? null : writeRepresentationText(run, program, row);
      let number = representation === null ? -1 : numbers.get(representation);
      if (number === undefined) {
        number = numbers.size;
        numbers.set(representation as string, number);
        text += number === 0 ? representation : ',' + representation;
      }
      if (number >= 0) asked++;
      column[row] = number;
    }
  }
  if (asked > numbers.size) markShared(run, batch);
  return { text, count: numbers.size };
};
