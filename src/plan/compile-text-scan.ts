import type { ObjectScan, ScanStep, ScanValue, ShapeScan, TableLayout } from '../execute/types.js';
import {
  lookOfValue,
  tableOf,
  Unfit,
  type FieldModel,
  type TableModel,
  type ValueModel,
  type VariantModel,
} from './compile-text-model.js';

/** Compiles how answers are read; called when all cells that anybody reads are known. */
export class ScanCompiler {
  private readonly newListLayout: () => TableLayout;
  private readonly known = new Map<TableModel, ShapeScan>();

  constructor(newListLayout: () => TableLayout) {
    this.newListLayout = newListLayout;
  }

  /** @throws Unfit when an answer would not tell which of several looks it has. */
  shape(table: TableModel): ShapeScan {
    let shape = this.known.get(table);
    if (shape === undefined) {
      const variants = this.branches(table.variants.map((variant) => this.variant(table, variant)));
      this.known.set(table, (shape = { table: table.noted ? table.layout : null, variants }));
    }
    return shape;
  }

  private variant(table: TableModel, { type, fields }: VariantModel): Line {
    const steps: LineStep[] = [];
    let literal = '{';
    fields.forEach((field, i) => {
      literal += (i === 0 ? '' : ',') + JSON.stringify(field.key) + ':';
      if (field.constant === null) {
        steps.push({ step: this.step(table, field, literal), look: literal + lookOfValue(field.value) });
        literal = '';
      } else literal += field.constant;
    });
    const names = new Set(fields.map(({ name }) => name));
    const absent = table.variants.length > 1 ? table.cellsExcept(names) : [];
    return { steps, tail: literal + '}', type, absent };
  }

  /** Looks that begin with the same values go on together until they differ. */
  private branches(lines: readonly Line[]): ObjectScan[] {
    const groups = new Map<string, Line[]>();
    for (const line of lines) {
      const look = line.steps[0]?.look ?? line.tail;
      groups.set(look, [...(groups.get(look) ?? []), line]);
    }
    const scans = [...groups.values()].map((group) => this.branch(group));
    if (isAmbiguous(scans.map((scan) => scan.steps[0]?.literal ?? scan.tail)))
      throw new Unfit('types that look alike');
    return scans;
  }

  private branch(group: readonly Line[]): ObjectScan {
    const [first] = group as [Line];
    if (group.length === 1) return { ...first, steps: first.steps.map(({ step }) => step), next: [] };
    let length = 1;
    while (
      group.every(
        ({ steps }) => steps[length] !== undefined && steps[length]?.look === first.steps[length]?.look,
      )
    )
      length++;
    const rest = group.map((line) => ({ ...line, steps: line.steps.slice(length) }));
    const steps = first.steps.slice(0, length).map(({ step }) => step);
    return { steps, next: this.branches(rest), tail: '', type: 0, absent: [] };
  }

  private step(table: TableModel, field: FieldModel, literal: string): ScanStep {
    const { name } = field;
    return {
      literal,
      value: this.value(field.value, 0),
      start: table.knownCell(name, 'start'),
      end: table.knownCell(name, 'end'),
      first: table.knownCell(name, 'first'),
      count: table.knownCell(name, 'count'),
    };
  }

  /** `level`: lists around the value. */
  private value(value: ValueModel, level: number): ScanValue {
    const { nonNull } = value;
    if (value.kind === 'leaf') {
      const { type, enumTexts } = value.leaf;
      const texts = enumTexts === null ? null : new Set(enumTexts.values());
      return { kind: type, nonNull, enumTexts: texts, shape: null, item: null, below: null };
    }
    if (value.kind === 'object') {
      const shape = this.shape(value.table);
      return { kind: 'object', nonNull, enumTexts: null, shape, item: null, below: shape.table };
    }
    const item = this.value(value.of, level + 1);
    return { kind: 'list', nonNull, enumTexts: null, shape: null, item, below: this.below(value.of, level) };
  }

  /** What the items of a list become rows of. */
  private below(item: ValueModel, level: number): TableLayout | null {
    const end = tableOf(item);
    if (end === null || !end.table.noted) return null;
    return item.kind === 'object' ? end.table.layout : end.table.listLayout(level, this.newListLayout);
  }
}

/** One variant before what it has in common with others is found. */
interface Line extends Omit<ObjectScan, 'steps' | 'next'> {
  readonly steps: readonly LineStep[];
}

interface LineStep {
  readonly step: ScanStep;
  /** Equal for steps that read the same. */
  readonly look: string;
}

const isAmbiguous = (literals: readonly string[]): boolean =>
  literals.some((literal, i) => literals.some((other, j) => i !== j && other.startsWith(literal)));
