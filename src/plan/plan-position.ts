import type { RequiresSelection } from './types.js';

/** The object types that a type condition lets through. */
type TypesOf = (condition: string) => readonly string[];

/** Fields of an object, by response key. */
export type Fields = ReadonlyMap<string, Position>;

/** A place in the merged data as a plan fills it: the fields that are there, by the object's type. */
export class Position {
  /** Object types that may turn up here; none for leaves. */
  types: readonly string[];
  private readonly fields = new Map<string, Map<string, Position>>();

  constructor(types: readonly string[]) {
    this.types = types;
  }

  get(type: string, key: string): Position | undefined {
    return this.fields.get(type)?.get(key);
  }

  /** Whether objects of the type have their `__typename`, or need none because no other type may turn up. */
  tells(type: string): boolean {
    return this.types.length === 1 || this.get(type, '__typename') !== undefined;
  }

  /** What objects of the type have, by key; undefined when nothing. */
  of(type: string): Fields | undefined {
    return this.fields.get(type);
  }

  /** What there is, for each type that has something. */
  byType(): Fields[] {
    return [...this.fields.values()];
  }

  /** The field's position, made when it is not there yet, and open to these types too. */
  child(type: string, key: string, types: readonly string[]): Position {
    let fields = this.fields.get(type);
    if (fields === undefined) this.fields.set(type, (fields = new Map()));
    let child = fields.get(key);
    if (child === undefined) fields.set(key, (child = new Position(types)));
    else child.types = [...new Set([...child.types, ...types])];
    return child;
  }

  /** What these types have under the key, with the type that has it. */
  children(types: readonly string[], key: string): { position: Position; parent: string }[] {
    return types.flatMap((parent) => {
      const position = this.get(parent, key);
      return position === undefined ? [] : [{ position, parent }];
    });
  }

  rename(types: readonly string[], from: string, to: string): void {
    for (const type of types) {
      const fields = this.fields.get(type);
      const child = fields?.get(from);
      if (child === undefined) continue;
      fields?.delete(from);
      fields?.set(to, child);
    }
  }

  /** Outermost names of what objects of the type lack for their representation. */
  lacking(type: string, requires: readonly RequiresSelection[], typesOf: TypesOf): ReadonlySet<string> {
    const names = new Set<string>();
    for (const selection of requires) {
      if (selection.kind === 'field') {
        if (!this.has(type, selection, typesOf)) names.add(selection.name);
        continue;
      }
      const { typeCondition, selections } = selection;
      if (typeCondition !== undefined && !typesOf(typeCondition).includes(type)) continue;
      for (const name of this.lacking(type, selections, typesOf)) names.add(name);
    }
    return names;
  }

  private has(type: string, selection: RequiresSelection, typesOf: TypesOf): boolean {
    if (selection.kind === 'fragment') {
      const { typeCondition, selections } = selection;
      if (typeCondition !== undefined && !typesOf(typeCondition).includes(type)) return true;
      return selections.every((inner) => this.has(type, inner, typesOf));
    }
    if (selection.name === '__typename') return true;
    const child = this.get(type, selection.key);
    if (child === undefined) return false;
    const { selections } = selection;
    return (
      selections === undefined ||
      child.types.every((below) => selections.every((inner) => child.has(below, inner, typesOf)))
    );
  }
}

/** Keys that representations of objects of the type have, outermost level. */
export const givenKeys = (
  type: string,
  requires: readonly RequiresSelection[],
  typesOf: TypesOf,
): ReadonlySet<string> =>
  new Set(
    requires.flatMap((selection) => {
      if (selection.kind === 'field') return [selection.name];
      const { typeCondition, selections } = selection;
      if (typeCondition !== undefined && !typesOf(typeCondition).includes(type)) return [];
      return [...givenKeys(type, selections, typesOf)];
    }),
  );
