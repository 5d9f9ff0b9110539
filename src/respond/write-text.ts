import type { TableLayout, TextRun, TypeSource, ValueSource } from '../execute/types.js';
import { FLAT_LENGTH, flattened } from '../lib/index.js';
import type { TextWriter, WriterGroup, WriterPiece, WriterProgram } from './types.js';

/**
 * Writes the client's answer by copying spans of the subgraphs' answers. Values were checked when they were read, so all
 * that can go wrong here is that something is missing where null is not allowed, or a type that clients may not see.
 */

// Writing is synchronous, so one run for the module serves all requests without parameters in every call.
let run: TextRun;
let failed = false;

type Table = TextRun['tables'][number];
type Slot = TextRun['slots'][number];

/** Byte text of `data`; null when it cannot be written so, because nulls would have to be propagated. */
export const writeText = (from: TextRun, writer: TextWriter): string | null => {
  run = from;
  failed = false;
  const text = writeRow(writer, 0);
  return failed ? null : text;
};

const fail = (): string => {
  failed = true;
  return '';
};

const tableOf = (layout: TableLayout): Table => run.tables[layout.id] as Table;

const sourceRow = ({ slot, table }: TypeSource, row: number): number => {
  const at = slot < 0 ? row : ((run.slots[slot] as Slot).rows[row] as number);
  if (at < 0) return -1;
  const { cells, stride } = tableOf(table);
  return (cells[at * stride] as number) < 0 ? -1 : at;
};

const choose = (writer: TextWriter, row: number): WriterProgram | null => {
  const { fixed, from, programs, abstract } = writer.choose;
  if (fixed !== null) return fixed;
  let told = 0;
  for (let i = 0; i < from.length; i++) {
    const source = from[i] as TypeSource;
    const at = sourceRow(source, row);
    if (at < 0) continue;
    const { cells, stride } = tableOf(source.table);
    const type = cells[at * stride] as number;
    if (type === 0) continue;
    told = type;
    if (abstract[type] !== true) break;
  }
  return programs[told] ?? null;
};

/** An object; the row is not null. */
const writeRow = (writer: TextWriter, row: number): string => {
  const program = choose(writer, row);
  if (program === null) return fail();
  const { groups } = program;
  let text = '';
  for (let i = 0; i < groups.length; i++) text += writeGroup(groups[i] as WriterGroup, row);
  return text + program.tail;
};

const writeGroup = (group: WriterGroup, row: number): string => {
  const at = group.slot < 0 ? row : sourceRow(group, row);
  if (at < 0) return group.absent ?? fail();
  if (group.memo < 0 || !(run.slots[group.slot] as Slot).shared) return writePieces(group, at);
  const table = tableOf(group.table);
  const memos = (table.memos ??= []);
  const memo = (memos[group.memo] ??= new Array<string | undefined>(table.rows));
  return (memo[at] ??= writePieces(group, at));
};

const writePieces = ({ pieces, table }: WriterGroup, row: number): string => {
  const { cells, stride, text: source } = tableOf(table);
  const base = row * stride;
  let text = '';
  for (let i = 0; i < pieces.length; i++) {
    const piece = pieces[i] as WriterPiece;
    if (piece.sources !== null) {
      text += writeLatest(piece, piece.sources, row);
      continue;
    }
    const start = cells[base + piece.start] as number;
    if (start < 0) {
      text += piece.absent ?? fail();
      continue;
    }
    const end = cells[base + piece.end] as number;
    text +=
      piece.writer === null
        ? piece.literal + source.substring(start - piece.back, end + piece.forward)
        : piece.literal + writeBelow(piece, start, end);
  }
  return text;
};

const writeLatest = (piece: WriterPiece, sources: readonly ValueSource[], row: number): string => {
  for (let i = 0; i < sources.length; i++) {
    const source = sources[i] as ValueSource;
    const at = sourceRow(source, row);
    if (at < 0) continue;
    const { cells, stride, text } = tableOf(source.table);
    const start = cells[at * stride + source.start] as number;
    if (start < 0) continue;
    const value = text.substring(start, cells[at * stride + source.end] as number);
    if (value !== 'null') return piece.literal + value;
  }
  return piece.absent ?? fail();
};

const writeBelow = ({ writer, lists }: WriterPiece, first: number, count: number): string => {
  if (lists === null) return writeRow(writer as TextWriter, first);
  return lists.length === 0
    ? writeItems(writer as TextWriter, first, count)
    : writeLists({ writer: writer as TextWriter, lists, level: 0 }, first, count);
};

const writeItems = (writer: TextWriter, first: number, count: number): string => {
  const { cells, stride } = tableOf(writer.table);
  let flat = '';
  let text = '[';
  for (let row = first; row < first + count; row++) {
    if (row > first) text += ',';
    text += (cells[row * stride] as number) < 0 ? 'null' : writeRow(writer, row);
    if (text.length > FLAT_LENGTH) {
      flat += flattened(text);
      text = '';
    }
  }
  return flat + text + ']';
};

interface Lists {
  readonly writer: TextWriter;
  readonly lists: readonly TableLayout[];
  readonly level: number;
}

const writeLists = ({ writer, lists, level }: Lists, first: number, count: number): string => {
  const { cells, stride } = tableOf(lists[level] as TableLayout);
  let text = '[';
  for (let row = first; row < first + count; row++) {
    const base = row * stride;
    const inner = cells[base + 1] as number;
    const length = cells[base + 2] as number;
    if (row > first) text += ',';
    if ((cells[base] as number) < 0) text += 'null';
    else if (level + 1 === lists.length) text += writeItems(writer, inner, length);
    else text += writeLists({ writer, lists, level: level + 1 }, inner, length);
  }
  return text + ']';
};
