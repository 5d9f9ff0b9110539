import { chooseProgram, sourceRow } from './sources.js';
import type { TextRun, TextTable } from './table.js';
import type { RepresentationPiece, RepresentationProgram, TableLayout, ValueSource } from './types.js';

/** Byte text of the representation of a row; null: a value is missing, so the entity cannot be asked for. */
export const writeRepresentationText = (
  run: TextRun,
  { pieces, tail }: RepresentationProgram,
  row: number,
): string | null => {
  let text = '';
  for (let i = 0; i < pieces.length; i++) {
    const piece = pieces[i] as RepresentationPiece;
    const value = writePiece(run, piece, row);
    if (value === null) return null;
    text += piece.literal + value;
  }
  return text + tail;
};

/** The latest source that has a value other than null; null from all of them is the value null. */
const writePiece = (run: TextRun, piece: RepresentationPiece, row: number): string | null => {
  const { sources } = piece;
  let found: string | null = null;
  for (let i = 0; i < sources.length; i++) {
    const source = sources[i] as ValueSource;
    const at = sourceRow(run, source, row);
    if (at < 0) continue;
    const { cells, stride, text } = run.tables[source.table.id] as TextTable;
    const base = at * stride;
    const start = cells[base + source.start] as number;
    if (piece.nested !== null)
      return writeNested(run, piece, { start, count: cells[base + source.end] as number });
    if (start < 0) continue;
    found = text.substring(start, cells[base + source.end] as number);
    if (found !== 'null') return found;
  }
  return found;
};

interface Rows {
  /** First row; -1: null. */
  readonly start: number;
  readonly count: number;
}

const writeNested = (run: TextRun, piece: RepresentationPiece, { start, count }: Rows): string | null => {
  if (start < 0) return 'null';
  if (piece.lists === null) return writeRow(run, piece, start);
  return writeRows(run, piece, { start, count, level: 0 });
};

const writeRow = (run: TextRun, { nested, below }: RepresentationPiece, row: number): string | null => {
  const { cells, stride } = run.tables[(below as TableLayout).id] as TextTable;
  if ((cells[row * stride] as number) < 0) return 'null';
  const program = chooseProgram(run, nested as NonNullable<typeof nested>, row);
  return program === null ? null : writeRepresentationText(run, program, row);
};

const writeRows = (
  run: TextRun,
  piece: RepresentationPiece,
  { start, count, level }: Rows & { readonly level: number },
): string | null => {
  let text = '[';
  for (let row = start; row < start + count; row++) {
    const layout = (piece.lists as readonly TableLayout[])[level];
    const item =
      layout === undefined
        ? writeRow(run, piece, row)
        : writeInnerList(run, piece, { layout, row, level: level + 1 });
    if (item === null) return null;
    text += row === start ? item : ',' + item;
  }
  return text + ']';
};

const writeInnerList = (
  run: TextRun,
  piece: RepresentationPiece,
  { layout, row, level }: { readonly layout: TableLayout; readonly row: number; readonly level: number },
): string | null => {
  const { cells, stride } = run.tables[layout.id] as TextTable;
  const base = row * stride;
  if ((cells[base] as number) < 0) return 'null';
  return writeRows(run, piece, {
    start: cells[base + 1] as number,
    count: cells[base + 2] as number,
    level,
  });
};
