import type { CompiledRewrite } from '../execute/types.js';
import {
  tableOf,
  Unfit,
  type TableModel,
  type TypeNumbers,
  type VariantModel,
} from './compile-text-model.js';

/** Applies the planner's rewrites of an answer to what is known of it, in order. @throws Unfit */
export const renameOutput = (
  table: TableModel,
  rewrites: readonly CompiledRewrite[],
  types: TypeNumbers,
): void => {
  for (const rewrite of rewrites) new Renamer(rewrite, types).apply(table, 0, null);
};

class Renamer {
  private readonly rewrite: CompiledRewrite;
  private readonly types: TypeNumbers;

  constructor(rewrite: CompiledRewrite, types: TypeNumbers) {
    this.rewrite = rewrite;
    this.types = types;
  }

  /** `names`: types that objects must have, as far as the path says. */
  apply(table: TableModel, index: number, names: ReadonlySet<string> | null): void {
    const segment = this.rewrite.path[index];
    if (segment === undefined) return;
    if (segment.types !== null) return this.apply(table, index + 1, segment.types);
    const last = index === this.rewrite.path.length - 1;
    const below = new Set<TableModel>();
    for (const variant of table.variants) {
      if (names !== null && variant.type > 0 && !names.has(this.types.names[variant.type] as string))
        continue;
      if (last) this.change(variant, segment.field);
      else {
        const field = variant.fields.find(({ name }) => name === segment.field);
        const target = field === undefined ? null : tableOf(field.value);
        if (target !== null) below.add(target.table);
      }
    }
    for (const model of below) this.apply(model, index + 1, null);
  }

  private change(variant: VariantModel, key: string): void {
    const field = variant.fields.find(({ name }) => name === key);
    const { renameTo, value } = this.rewrite;
    if (field === undefined || renameTo === key) return;
    if (renameTo === null) {
      if (key !== '__typename' || typeof value !== 'string' || variant.type === 0)
        throw new Unfit('a value that is set');
      variant.type = this.types.of(value);
      return;
    }
    if (key === '__typename' || variant.fields.some(({ name }) => name === renameTo))
      throw new Unfit('a key that is taken');
    field.name = renameTo;
  }
}
