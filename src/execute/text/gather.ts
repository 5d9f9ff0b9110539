import { FLAT_LENGTH, flattened } from '../../lib/index.js';
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
export const gather = (run: TextRun, batch: TextBatch): Gathered => {
  if (!batch.plain) return gatherTexts(run, batch);
  const gathered = new SpanGatherer(run, batch).gather();
  located.text = '';
  return gathered;
};

const countRows = (run: TextRun, { targets }: TextBatch): number => {
  let rows = 0;
  for (let i = 0; i < targets.length; i++)
    rows += (run.tables[(targets[i] as RepresentationTarget).table.id] as TextTable).rows;
  return rows;
};

/** Places that are looked at for an equal representation. Where all are taken one is sent twice, which costs time only. */
const MAX_PROBES = 64;

/** Tells equal representations by their spans, so that no text is made of those that are not sent. */
class SpanGatherer {
  private readonly run: TextRun;
  private readonly batch: TextBatch;
  private readonly mask: number;
  /** Number + 1 of the representation whose hash leads here; 0: free. */
  private readonly buckets: Int32Array;
  /** For each representation: its hash, the row that it was written from, and its first span. */
  private readonly hashes: Int32Array;
  private readonly rows: Int32Array;
  private readonly starts: Int32Array;
  private readonly ends: Int32Array;
  private readonly texts: string[] = [];
  private readonly programs: RepresentationProgram[] = [];
  /** The first part of the text, and what is behind it. */
  private flat = '';
  private text = '';
  private asked = 0;

  constructor(run: TextRun, batch: TextBatch) {
    this.run = run;
    this.batch = batch;
    const rows = countRows(run, batch);
    this.buckets = takeInts(rows * 2);
    this.mask = this.buckets.length - 1;
    this.buckets.fill(0);
    this.hashes = takeInts(rows);
    this.rows = takeInts(rows);
    this.starts = takeInts(rows);
    this.ends = takeInts(rows);
  }

  gather(): Gathered {
    const { targets } = this.batch;
    for (let i = 0; i < targets.length; i++) this.target(targets[i] as RepresentationTarget);
    for (const ints of [this.buckets, this.hashes, this.rows, this.starts, this.ends]) giveInts(ints);
    const count = this.programs.length;
    if (this.asked > count) markShared(this.run, this.batch);
    return { text: this.flat + this.text, count };
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
    const { buckets, mask, run } = this;
    const { pieces } = program;
    const hash = hashOf(run, program, row);
    if (hash < 0) return -1;
    this.asked++;
    // Of one piece the span is still the one that was located last.
    if (pieces.length > 1) locate(run, pieces[0] as RepresentationPiece, row);
    let at = hash & mask;
    for (let probes = 0; probes < MAX_PROBES; probes++) {
      const known = (buckets[at] as number) - 1;
      if (known < 0) {
        buckets[at] = this.programs.length + 1;
        this.hashes[this.programs.length] = hash;
        break;
      }
      if (this.hashes[known] === hash && this.equals(program, row, known)) return known;
      at = (at + 1) & mask;
    }
    return this.write(program, row);
  }

  private equals(program: RepresentationProgram, row: number, known: number): boolean {
    const other = this.programs[known] as RepresentationProgram;
    if (other.literals !== program.literals) return false;
    if (program.pieces.length === 0) return true;
    const from = this.starts[known] as number;
    const first = isSpan(this.texts[known] as string, from, this.ends[known] as number);
    return first && (program.pieces.length === 1 || this.equalsRest(program, row, known));
  }

  private equalsRest({ pieces }: RepresentationProgram, row: number, known: number): boolean {
    const other = this.programs[known] as RepresentationProgram;
    let equal = true;
    for (let i = 1; equal && i < pieces.length; i++) {
      locate(this.run, other.pieces[i] as RepresentationPiece, this.rows[known] as number);
      const { text, start, end } = located;
      locate(this.run, pieces[i] as RepresentationPiece, row);
      equal = isSpan(text, start, end);
    }
    if (!equal) locate(this.run, pieces[0] as RepresentationPiece, row);
    return equal;
  }

  /** The first span is located. */
  private write(program: RepresentationProgram, row: number): number {
    const { pieces } = program;
    const number = this.programs.length;
    this.rows[number] = row;
    this.starts[number] = located.start;
    this.ends[number] = located.end;
    this.texts.push(located.text);
    this.programs.push(program);
    let text = number === 0 ? '' : ',';
    for (let i = 0; i < pieces.length; i++) {
      const piece = pieces[i] as RepresentationPiece;
      if (i > 0) locate(this.run, piece, row);
      text += piece.literal + located.text.substring(located.start, located.end);
    }
    this.text += text + program.tail;
    if (this.text.length > FLAT_LENGTH) {
      this.flat += flattened(this.text);
      this.text = '';
    }
    return number;
  }
}

/** Different in every process, so that values with equal hashes are hard to prepare. */
const SEED = Math.trunc(Math.random() * 2 ** 31);

/** Non-negative; -1: a value is missing. */
const hashOf = (run: TextRun, { pieces, literals }: RepresentationProgram, row: number): number => {
  let hash = literals ^ SEED;
  for (let i = 0; i < pieces.length; i++) {
    if (!locate(run, pieces[i] as RepresentationPiece, row)) return -1;
    const { text, start, end } = located;
    // FNV-1a
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  // Neighbouring numbers would fill neighbouring buckets: finalizer of MurmurHash3.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) & 0x7fffffff;
};

/** The span that `locate` found last: one object for the module, because looking is synchronous. */
const located = { text: '', start: 0, end: 0 };

/** True when the located span has the same characters. */
const isSpan = (text: string, start: number, end: number): boolean => {
  const { text: own, start: from } = located;
  if (end - start !== located.end - from) return false;
  for (let at = start, to = from; at < end; at++, to++)
    if (text.charCodeAt(at) !== own.charCodeAt(to)) return false;
  return true;
};

/** Finds the span of a plain piece; false: there is no value. */
const locate = (run: TextRun, piece: RepresentationPiece, row: number): boolean => {
  const source = piece.sources[0] as ValueSource;
  const at = source.slot < 0 ? row : sourceRow(run, source, row);
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
