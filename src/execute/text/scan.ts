import type { SlotColumn, TextRun, TextTable } from './table.js';
import { closeText, openText, scanBoolean, scanFloat, scanInt, scanJson, scanString } from './tokens.js';
import type {
  ObjectScan,
  ScanStep,
  ScanValue,
  ShapeScan,
  TableLayout,
  TextBatch,
  TextFetch,
} from './types.js';

/**
 * Checks an answer against the shapes that its selection must have and notes in tables where things are. Every function
 * returns where reading goes on, or -1 when the text is not exactly what was expected.
 */

// Reading is synchronous, so one text and one run for the module serve all requests without parameters in every call.
let text = '';
let tables: readonly TextTable[] = [];

const QUOTE = 34;
const COMMA = 44;
const LIST_OPEN = 91;
const LIST_CLOSE = 93;
const LETTER_N = 110;

const DATA = '{"data":';
const EXTENSIONS = ',"extensions":';

/**
 * Reads the answer of a fetch into the run's tables.
 * @returns false when it is not what was expected: other keys, other order, errors, white space, a null where none may be,
 *   a value that needs coercion.
 */
export const scanAnswer = (answer: string, fetch: TextFetch, run: TextRun): boolean => {
  openText((text = answer));
  tables = run.tables;
  for (let i = 0; i < fetch.tables.length; i++)
    (tables[fetch.tables[i] as number] as TextTable).text = answer;
  const end = answer.startsWith(DATA) ? scanData(fetch, run) : -1;
  const whole = end >= 0 && scanEnd(end);
  text = '';
  closeText();
  return whole;
};

const scanData = (fetch: TextFetch, run: TextRun): number => {
  if (fetch.root !== null) {
    (run.slots[fetch.root.slot] as SlotColumn).reserve(1)[0] = 0;
    return scanShape(fetch.root.shape, DATA.length);
  }
  let at = DATA.length;
  for (let i = 0; at >= 0 && i < fetch.batches.length; i++) {
    const batch = fetch.batches[i] as TextBatch;
    at = text.startsWith(batch.open, at) ? scanEntities(batch, at + batch.open.length) : -1;
  }
  return at >= 0 && text.charCodeAt(at) === 125 ? at + 1 : -1;
};

/** What may follow `data`: extensions, which nobody reads, and white space at the end. */
const scanEnd = (from: number): boolean => {
  let at = from;
  if (text.startsWith(EXTENSIONS, at)) {
    at = scanJson(at + EXTENSIONS.length);
    if (at < 0) return false;
  }
  return text.charCodeAt(at) === 125 && at + 1 === text.length;
};

/** Entities become rows one to one, nulls too. */
const scanEntities = ({ shape }: TextBatch, from: number): number => {
  let at = from;
  if (text.charCodeAt(at) === LIST_CLOSE) return at + 1;
  for (;;) {
    at = text.charCodeAt(at) === LETTER_N ? scanNullRow(shape, at) : scanShape(shape, at);
    if (at < 0) return -1;
    const next = text.charCodeAt(at++);
    if (next === LIST_CLOSE) return at;
    if (next !== COMMA) return -1;
  }
};

const scanNull = (from: number): number => (text.startsWith('null', from) ? from + 4 : -1);

const scanNullRow = ({ table }: ShapeScan, from: number): number => {
  if (table !== null) (tables[table.id] as TextTable).add(-1);
  return scanNull(from);
};

const chooseVariant = (variants: readonly ObjectScan[], at: number): ObjectScan | undefined => {
  for (let i = 0; i < variants.length; i++) {
    const variant = variants[i] as ObjectScan;
    if (text.startsWith(variant.steps[0]?.literal ?? variant.tail, at)) return variant;
  }
  return undefined;
};

const scanShape = ({ table, variants }: ShapeScan, from: number): number => {
  const variant = variants.length === 1 ? variants[0] : chooseVariant(variants, from);
  if (variant === undefined) return -1;
  return table === null ? scanObject(variant, from) : scanRow(variant, tables[table.id] as TextTable, from);
};

/** An object that is part of a span. */
const scanObject = (first: ObjectScan, from: number): number => {
  let part: ObjectScan | undefined = first;
  let at = from;
  for (;;) {
    const { steps, next, tail }: ObjectScan = part;
    for (let i = 0; i < steps.length; i++) {
      const { literal, value } = steps[i] as ScanStep;
      if (!text.startsWith(literal, at)) return -1;
      at = scanValue(value, at + literal.length);
      if (at < 0) return -1;
    }
    if (next.length === 0) return text.startsWith(tail, at) ? at + tail.length : -1;
    part = chooseVariant(next, at);
    if (part === undefined) return -1;
  }
};

/** An object that becomes a row. */
const scanRow = (first: ObjectScan, table: TextTable, from: number): number => {
  const base = table.add(first.type);
  // Rows below are in other tables, so these cells stay where they are.
  const { cells } = table;
  let part: ObjectScan | undefined = first;
  let at = from;
  for (;;) {
    const { steps, next, tail, absent }: ObjectScan = part;
    for (let i = 0; i < steps.length; i++) {
      const step = steps[i] as ScanStep;
      if (!text.startsWith(step.literal, at)) return -1;
      at += step.literal.length;
      if (step.start !== 0) cells[base + step.start] = at;
      if (step.value.below === null) at = scanValue(step.value, at);
      else {
        at = scanBelow(step.value, at);
        if (step.first !== 0) {
          cells[base + step.first] = belowFirst;
          cells[base + step.count] = belowCount;
        }
      }
      if (at < 0) return -1;
      if (step.end !== 0) cells[base + step.end] = at;
    }
    if (next.length === 0) {
      for (let i = 0; i < absent.length; i++) cells[base + (absent[i] as number)] = -1;
      return text.startsWith(tail, at) ? at + tail.length : -1;
    }
    part = chooseVariant(next, at);
    if (part === undefined) return -1;
    cells[base] = part.type;
  }
};

// What the last `scanBelow` found: the first row and how many; -1: null.
let belowFirst = -1;
let belowCount = 0;

/** An object or list of objects that becomes rows. */
const scanBelow = (value: ScanValue, at: number): number => {
  if (text.charCodeAt(at) === LETTER_N) {
    belowFirst = -1;
    return value.nonNull ? -1 : scanNull(at);
  }
  const rows = tables[(value.below as TableLayout).id] as TextTable;
  const first = rows.rows;
  const next = value.kind === 'object' ? scanShape(value.shape as ShapeScan, at) : scanItems(value, at);
  belowFirst = first;
  belowCount = rows.rows - first;
  return next;
};

/** The items of a list, each of which becomes a row. */
const scanItems = (list: ScanValue, from: number): number => {
  if (text.charCodeAt(from) !== LIST_OPEN) return -1;
  let at = from + 1;
  if (text.charCodeAt(at) === LIST_CLOSE) return at + 1;
  const item = list.item as ScanValue;
  for (;;) {
    if (text.charCodeAt(at) === LETTER_N) at = scanNullItem(list, at);
    else at = item.kind === 'object' ? scanShape(item.shape as ShapeScan, at) : scanInnerList(list, at);
    if (at < 0) return -1;
    const next = text.charCodeAt(at++);
    if (next === LIST_CLOSE) return at;
    if (next !== COMMA) return -1;
  }
};

const scanNullItem = ({ below, item }: ScanValue, from: number): number => {
  if ((item as ScanValue).nonNull) return -1;
  (tables[(below as TableLayout).id] as TextTable).add(-1);
  return scanNull(from);
};

/** A list in a list: its row has the first row and the count of what it holds. */
const scanInnerList = ({ below, item }: ScanValue, from: number): number => {
  const lists = tables[(below as TableLayout).id] as TextTable;
  const inner = item as ScanValue;
  const rows = tables[(inner.below as TableLayout).id] as TextTable;
  const base = lists.add(0);
  const first = rows.rows;
  const at = scanItems(inner, from);
  lists.cells[base + 1] = first;
  lists.cells[base + 2] = rows.rows - first;
  return at;
};

/** A value that is part of a span. */
const scanValue = (value: ScanValue, from: number): number => {
  if (text.charCodeAt(from) === LETTER_N) return value.nonNull ? -1 : scanNull(from);
  switch (value.kind) {
    case 'String':
    case 'ID':
      return text.charCodeAt(from) === QUOTE ? scanString(from) : -1;
    case 'Int':
      return scanInt(from);
    case 'Float':
      return scanFloat(from);
    case 'Boolean':
      return scanBoolean(from);
    case 'Enum':
      return scanEnum(value.enumTexts as ReadonlySet<string>, from);
    case 'Json':
      return scanJson(from);
    case 'object':
      return scanShape(value.shape as ShapeScan, from);
    case 'list':
      return scanList(value, from);
  }
};

const scanEnum = (texts: ReadonlySet<string>, from: number): number => {
  const end = text.charCodeAt(from) === QUOTE ? text.indexOf('"', from + 1) + 1 : 0;
  return end > 0 && texts.has(text.substring(from, end)) ? end : -1;
};

const scanList = (list: ScanValue, from: number): number => {
  if (text.charCodeAt(from) !== LIST_OPEN) return -1;
  let at = from + 1;
  if (text.charCodeAt(at) === LIST_CLOSE) return at + 1;
  const item = list.item as ScanValue;
  for (;;) {
    at = scanValue(item, at);
    if (at < 0) return -1;
    const next = text.charCodeAt(at++);
    if (next === LIST_CLOSE) return at;
    if (next !== COMMA) return -1;
  }
};
