import type { TableLayout } from '../execute/types.js';
import type {
  FieldProjection,
  ObjectShape,
  Shape,
  TextWriter,
  WriterGroup,
  WriterPiece,
  WriterProgram,
} from '../respond/types.js';
import {
  tableOf,
  Unfit,
  type FieldModel,
  type TableModel,
  type TypeNumbers,
  type ValueModel,
  type VariantModel,
} from './compile-text-model.js';
import {
  byType,
  candidates,
  rowsSource,
  spanSource,
  typing,
  type Candidate,
} from './compile-text-sources.js';

export interface WriterContext {
  readonly types: TypeNumbers;
  newListLayout(): TableLayout;
}

/** A client's field and where its value is; none: a constant. */
interface Planned {
  readonly field: FieldProjection;
  readonly found: readonly Candidate[];
  /** For objects that are written field by field. */
  readonly writer: TextWriter | null;
}

/** Compiles how the client's answer is written, as `project` does it for objects. */
export class WriterCompiler {
  private readonly context: WriterContext;
  private readonly known = new Map<ObjectShape, Map<TableModel, TextWriter>>();
  private readonly memos = new Map<TableModel, number>();

  constructor(context: WriterContext) {
    this.context = context;
  }

  /** @throws Unfit */
  compile(shape: ObjectShape, table: TableModel): TextWriter {
    let tables = this.known.get(shape);
    if (tables === undefined) this.known.set(shape, (tables = new Map<TableModel, TextWriter>()));
    let writer = tables.get(table);
    if (writer === undefined) {
      table.noted = true;
      const choose = byType(table, { before: null, types: this.context.types }, (type) =>
        this.program(shape, table, type),
      );
      tables.set(table, (writer = { table: table.layout, choose }));
    }
    return writer;
  }

  /** Null: a type that clients may not see here, or that is not there. */
  private program(shape: ObjectShape, table: TableModel, type: number): WriterProgram | null {
    const fields = fieldsOf(shape, this.context.types.names[type] as string);
    if (fields === null) return null;
    const planned: Planned[] = [];
    for (const field of fields) {
      const one = this.plan(field, table, type);
      if (one === null) return null;
      planned.push(one);
    }
    if (planned.length === 0) return { groups: [], tail: '{}' };
    return new ProgramWriter(planned, {
      table,
      type,
      memo: (of) => this.memo(of),
      newListLayout: () => this.context.newListLayout(),
    }).write();
  }

  private memo(table: TableModel): number {
    const memo = this.memos.get(table) ?? 0;
    this.memos.set(table, memo + 1);
    return memo;
  }

  /** Null: no fetch gives a field that may not be null. The subgraphs asked do not have objects of such a type. */
  private plan(field: FieldProjection, table: TableModel, type: number): Planned | null {
    if (field.constant !== undefined) return { field, found: [], writer: null };
    const found = candidates(table, { name: field.source, type }, null);
    for (const {
      field: { value },
    } of found)
      checkKinds(field.shape, value);
    const [first] = found;
    if (first === undefined) {
      return field.shape.nonNull ? null : { field, found, writer: null };
    }
    const below = tableOf(first.field.value);
    const shape = objectShapeOf(field.shape);
    if (below === null || shape === null || this.isSame(shape, below.table))
      return { field, found, writer: null };
    return { field, found, writer: this.compile(shape, below.table) };
  }

  /** True when the text of an object is what the client wants. */
  private isSame(shape: ObjectShape, table: TableModel): boolean {
    return table.variants.every(({ type, fields }) => {
      const wanted = fieldsOf(shape, this.context.types.names[type] as string);
      if (wanted?.length !== fields.length) return false;
      const touched = table.attached.some(
        ({ table: result }) =>
          result.tellsType || fields.some(({ name }) => result.field(type, name) !== undefined),
      );
      return !touched && fields.every((field, i) => this.isSameField(wanted[i] as FieldProjection, field));
    });
  }

  private isSameField(wanted: FieldProjection, field: FieldModel): boolean {
    if (wanted.key !== field.key || wanted.source !== field.name || field.name !== field.key) return false;
    if (wanted.constant !== undefined || field.constant !== null) return wanted.constant === field.constant;
    checkKinds(wanted.shape, field.value);
    const below = tableOf(field.value);
    const shape = objectShapeOf(wanted.shape);
    return below === null || shape === null || this.isSame(shape, below.table);
  }
}

const fieldsOf = (shape: ObjectShape, typeName: string): readonly FieldProjection[] | null =>
  shape.fields ?? shape.fieldsFor(typeName === '' ? shape.fallbackType : typeName);

const objectShapeOf = (shape: Shape): ObjectShape | null => {
  let at = shape;
  while (at.kind === 'list') at = at.of;
  return at.kind === 'object' ? at : null;
};

/** What was checked when the answer was read must be what the client's shape asks for. @throws Unfit */
const checkKinds = (shape: Shape, value: ValueModel): void => {
  if (shape.nonNull && !value.nonNull) throw new Unfit('nullability');
  if (shape.kind === 'list' && value.kind === 'list') checkKinds(shape.of, value.of);
  else if (shape.kind === 'leaf' && value.kind === 'leaf') {
    const { type, enumTexts } = value.leaf;
    const sameEnum = enumTexts?.size === shape.enumTexts?.size;
    if (shape.type !== type || !sameEnum) throw new Unfit('leaf types');
  } else if (shape.kind !== value.kind) throw new Unfit('kinds');
};

interface ProgramContext {
  readonly table: TableModel;
  readonly type: number;
  memo(table: TableModel): number;
  newListLayout(): TableLayout;
}

interface OpenGroup {
  readonly slot: number;
  readonly model: TableModel;
  readonly pieces: WriterPiece[];
  absent: string | null;
}

/** Joins neighbouring fields into groups, and spans that are neighbours in the answer too into one. */
class ProgramWriter {
  private readonly planned: readonly Planned[];
  private readonly context: ProgramContext;
  private readonly groups: WriterGroup[] = [];
  private open: OpenGroup | null = null;
  /** Constants and separators that wait for the next value. */
  private literal = '';
  private tail = '}';

  constructor(planned: readonly Planned[], context: ProgramContext) {
    this.planned = planned;
    this.context = context;
  }

  write(): WriterProgram {
    for (let i = 0; i < this.planned.length;) i += this.step(i);
    this.close();
    return { groups: this.groups, tail: this.literal + this.tail };
  }

  /** Writes the field at `index` and those that are copied with it; returns how many. */
  private step(index: number): number {
    const { field, found, writer } = this.planned[index] as Planned;
    const key = (index === 0 ? '{' : ',') + field.keyText;
    const [first] = found;
    if (first === undefined) {
      this.literal += key + (field.constant ?? 'null');
      return 1;
    }
    if (found.length > 1) return this.several(found, key, field.shape.nonNull);
    this.enter(first.slot, first.table);
    if (writer === null) return this.span(index, key, first);
    const { start, end } = rowsSource(first);
    this.add(key, field.shape.nonNull, { ...PLAIN, start, end, writer, lists: this.lists(first) });
    return 1;
  }

  /** A value that several answers give is a group of its own. */
  private several(found: readonly Candidate[], key: string, nonNull: boolean): 1 {
    this.close();
    this.enter(-1, this.context.table);
    this.add(key, nonNull, { ...PLAIN, sources: found.map(spanSource) });
    this.close();
    return 1;
  }

  private span(index: number, key: string, first: Candidate): number {
    const variant = this.variantOf(first);
    const at = variant?.fields.indexOf(first.field) ?? -1;
    const count = variant === undefined ? 1 : this.runLength(index, first, variant.fields.slice(at));
    const last = (this.planned[index + count - 1] as Planned).found[0] as Candidate;
    // The comma and the key are copied too, where they stand before the value in the answer.
    const { field } = this.planned[index] as Planned;
    const back = this.literal === '' && index > 0 && at > 0 && first.field.key === field.key ? key.length : 0;
    const whole =
      index + count === this.planned.length && variant !== undefined && at + count === variant.fields.length;
    const span = { start: spanSource(first).start, end: spanSource(last).end, back, forward: whole ? 1 : 0 };
    if (whole) this.tail = '';
    this.add(key, field.shape.nonNull, { ...PLAIN, ...span });
    for (let i = index + 1; i < index + count; i++) this.alsoAbsent((this.planned[i] as Planned).field);
    const group = this.open as OpenGroup;
    if (whole && group.absent !== null) group.absent += '}';
    return count;
  }

  /** The look of the row that the candidate is in, when it is certain. */
  private variantOf({ slot, table }: Candidate): VariantModel | undefined {
    if (table.variants.length === 1) return table.variants[0];
    const certain = slot < 0 && this.context.type > 0 && typing(table, null).from.length === 1;
    return certain ? table.variants.find(({ type }) => type === this.context.type) : undefined;
  }

  /** How many fields from `index` on stand in the answer just as the client wants them; the last is no constant. */
  private runLength(index: number, first: Candidate, fields: readonly FieldModel[]): number {
    let length = 1;
    for (let i = 1; i < fields.length && index + i < this.planned.length; i++) {
      const { field, found, writer } = this.planned[index + i] as Planned;
      const source = fields[i] as FieldModel;
      if (source.key !== field.key || source.name !== source.key) break;
      const [only] = found;
      if (only === undefined) {
        if (field.constant === undefined || field.constant !== source.constant) break;
        continue;
      }
      const same = found.length === 1 && only.slot === first.slot && only.table === first.table;
      if (!same || writer !== null || only.field !== source) break;
      length = i + 1;
    }
    return length;
  }

  private lists({ field }: Candidate): readonly TableLayout[] | null {
    const below = tableOf(field.value);
    if (below === null || below.lists === 0) return null;
    return Array.from({ length: below.lists - 1 }, (_, level) =>
      below.table.listLayout(level, () => this.context.newListLayout()),
    );
  }

  private enter(slot: number, model: TableModel): void {
    if (this.open?.slot === slot && this.open.model === model) return;
    this.close();
    this.open = { slot, model, pieces: [], absent: '' };
  }

  private add(key: string, nonNull: boolean, piece: Omit<WriterPiece, 'literal' | 'absent'>): void {
    const group = this.open as OpenGroup;
    const literal = this.literal + key;
    const absent = nonNull ? null : `${literal}null${piece.forward > 0 ? '}' : ''}`;
    group.pieces.push({ ...piece, literal: piece.back > 0 ? '' : literal, absent });
    group.absent = group.absent === null || nonNull ? null : `${group.absent}${literal}null`;
    this.literal = '';
  }

  /** What stands for a field that is copied together with the ones before it, when there is no row. */
  private alsoAbsent({ keyText, constant, shape }: FieldProjection): void {
    const group = this.open as OpenGroup;
    const gone = shape.nonNull && constant === undefined;
    group.absent = group.absent === null || gone ? null : `${group.absent},${keyText}${constant ?? 'null'}`;
  }

  private close(): void {
    if (this.open === null) return;
    const { slot, model, pieces, absent } = this.open;
    this.open = null;
    this.groups.push({
      slot,
      table: model.layout,
      pieces,
      absent,
      memo: slot < 0 ? -1 : this.context.memo(model),
    });
  }
}

const PLAIN = { back: 0, forward: 0, start: 0, end: 0, sources: null, writer: null, lists: null };
