import type { SlotColumn, TextRun, TextTable } from './table.js';
import type { ByType, TypeSource } from './types.js';

/** The row of a source that belongs to row `row`; -1: none, because nothing was asked for or null came back. */
export const sourceRow = (run: TextRun, { slot, table }: TypeSource, row: number): number => {
  const at = slot < 0 ? row : ((run.slots[slot] as SlotColumn).rows[row] as number);
  if (at < 0) return -1;
  const { cells, stride } = run.tables[table.id] as TextTable;
  return (cells[at * stride] as number) < 0 ? -1 : at;
};

/** What is to be done with a row: by its type, as far as the answers tell. */
export const chooseProgram = <T>(
  run: TextRun,
  { fixed, from, programs, abstract }: ByType<T>,
  row: number,
): T | null => {
  if (fixed !== null) return fixed;
  let told = 0;
  for (let i = 0; i < from.length; i++) {
    const source = from[i] as TypeSource;
    const at = sourceRow(run, source, row);
    if (at < 0) continue;
    const { cells, stride } = run.tables[source.table.id] as TextTable;
    const type = cells[at * stride] as number;
    if (type === 0) continue;
    told = type;
    if (abstract[type] !== true) break;
  }
  return programs[told] ?? null;
};
