import { Kind, type FieldNode } from 'graphql';
import type { Fields } from './plan-position.js';
import type { Asked, PlanSimulation } from './plan-simulation.js';

/** Response keys from an entity to a field of it. */
export type KeyPath = string;

export const keyPath = (above: KeyPath, field: FieldNode): KeyPath => `${above}/${keyOf(field)}`;

/** What the client asks for at one or more places, taken together. */
export class Wanted {
  private readonly places: readonly Fields[];
  private readonly inside = new Map<string, Wanted>();

  constructor(places: readonly Fields[]) {
    this.places = places;
  }

  has(key: string): boolean {
    return this.places.some((fields) => fields.has(key));
  }

  below(key: string): Wanted {
    let below = this.inside.get(key);
    if (below === undefined) {
      below = new Wanted(this.places.flatMap((fields) => fields.get(key)?.byType() ?? []));
      this.inside.set(key, below);
    }
    return below;
  }
}

/** What is wanted of some objects, and of all that the same fetch serves. */
interface Wants {
  readonly here: Wanted;
  readonly anywhere: Wanted;
}

interface Context {
  readonly simulation: PlanSimulation;
  /** Keys that the plan itself needs. */
  readonly required: ReadonlySet<string>;
}

/**
 * Paths to what a fetch asks of some objects because the client wants it of others, where a failure would take away what
 * the client does want: non-null fields.
 */
export const surplusOf = (asked: Asked, wants: Wants, context: Context): ReadonlySet<KeyPath> => {
  const surplus = new Set<KeyPath>();
  collect(asked, { above: '', wants, context, surplus });
  return surplus;
};

/** Whether anything in the selection could fail so that it takes its object away; only then anything can be surplus. */
export const hasNonNull = ({ set, document, types }: Asked, context: Context): boolean => {
  const { simulation, required } = context;
  return set.selections.some((selection) => {
    if (!simulation.visit()) return false;
    if (selection.kind !== Kind.FIELD) {
      const inner = simulation.inside(selection, { document, types });
      return inner !== undefined && hasNonNull(inner, context);
    }
    const name = selection.name.value;
    if (!required.has(keyOf(selection)) && types.some((type) => simulation.isNonNull(type, name)))
      return true;
    if (selection.selectionSet === undefined) return false;
    const below = fieldTypes(types, name, simulation);
    return hasNonNull({ set: selection.selectionSet, document, types: below }, context);
  });
};

const fieldTypes = (types: readonly string[], field: string, simulation: PlanSimulation): string[] => [
  ...new Set(types.flatMap((type) => simulation.typesBelow(type, field))),
];

interface Level {
  readonly above: KeyPath;
  readonly wants: Wants;
  readonly context: Context;
  readonly surplus: Set<KeyPath>;
}

const collect = ({ set, document, types }: Asked, level: Level): void => {
  const { simulation } = level.context;
  for (const selection of set.selections) {
    if (!simulation.visit()) return;
    if (selection.kind === Kind.FIELD) {
      collectField(selection, { document, types }, level);
      continue;
    }
    const inner = simulation.inside(selection, { document, types });
    if (inner !== undefined) collect(inner, level);
  }
};

const collectField = (field: FieldNode, { document, types }: Omit<Asked, 'set'>, level: Level): void => {
  const { above, wants, context, surplus } = level;
  const { simulation, required } = context;
  const key = keyOf(field);
  const name = field.name.value;
  if (!wants.here.has(key)) {
    // What nobody asks for is there for the plan itself.
    const isOthers = wants.anywhere.has(key) && !required.has(key);
    if (isOthers && types.some((type) => simulation.isNonNull(type, name)))
      surplus.add(keyPath(above, field));
    return;
  }
  if (field.selectionSet === undefined) return;
  const inner = fieldTypes(types, name, simulation);
  const below = { here: wants.here.below(key), anywhere: wants.anywhere.below(key) };
  collect(
    { set: field.selectionSet, document, types: inner },
    { ...level, above: keyPath(above, field), wants: below },
  );
};

const keyOf = (field: FieldNode): string => (field.alias ?? field.name).value;
