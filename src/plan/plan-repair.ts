import { Kind, parse, type FieldNode, type SelectionSetNode } from 'graphql';
import { partialFetch } from './partial-fetch.js';
import { entitiesSelection, type PlanSimulation } from './plan-simulation.js';
import type {
  EntityBatch,
  EntityFetchNode,
  FlattenPath,
  PlanNode,
  QueryPlan,
  RequiresSelection,
} from './types.js';

/** The run of the plan, and a simulation that holds what the client asks for. */
interface Simulations {
  readonly simulation: PlanSimulation;
  readonly asked: PlanSimulation;
}

/** How objects of one type differ from what a fetch is made for. */
interface Difference {
  /** Outermost fields of the representation that they lack. */
  readonly lacking: ReadonlySet<string>;
  /** Keys that the client asks of others, and that could fail for them. */
  readonly surplus: ReadonlySet<string>;
}

/** Types at the end of a path that an entity fetch can serve, with how they differ. */
interface Served {
  readonly path: FlattenPath;
  readonly all: ReadonlySet<string>;
  readonly types: ReadonlyMap<string, Difference>;
}

/**
 * The plan with each entity fetch narrowed to the objects that it is right for, and fetches beside it for the others.
 * Planners join fetches to one place although its objects differ: in what they have of the required fields, so that some
 * could not be asked for at all; and in what the client asks of them, so that a non-null field nobody wants could fail
 * and take the object with it.
 */
export const repairPlan = (plan: QueryPlan, simulations: Simulations): QueryPlan => {
  const required = requiredNames(plan.root);
  return {
    root: simulations.simulation.run(plan.root, (node) => split(node, required, simulations)) ?? null,
  };
};

const split = (
  node: EntityFetchNode,
  required: ReadonlySet<string>,
  simulations: Simulations,
): EntityFetchNode[] => {
  const document = parse(node.operation, { noLocation: true });
  const beside: EntityFetchNode[] = [];
  const entities = node.entities.map((batch) => {
    const set = entitiesSelection(document, batch);
    const keys = set === undefined ? [] : outermostFields(set, document);
    const optional = keys.filter((field) => !required.has(field.name.value));
    const served = batch.paths.map((path) => servedBy(path, { node, batch, fields: optional }, simulations));
    beside.push(...partial(node, { batch, served }, simulations.simulation));
    return { ...batch, paths: served.flatMap(wholePaths) };
  });
  const whole = entities.some(({ paths }) => paths.length > 0) ? [{ ...node, entities }] : [];
  return [...whole, ...beside];
};

const servedBy = (
  path: FlattenPath,
  fetch: { node: EntityFetchNode; batch: EntityBatch; fields: readonly FieldNode[] },
  { simulation, asked }: Simulations,
): Served => {
  const { node, batch, fields } = fetch;
  const all = new Set<string>();
  const types = new Map<string, Difference>();
  const wanted = wantedKeys(path, asked);
  for (const place of simulation.places(path)) {
    for (const type of place.types) {
      all.add(type);
      const { position } = place;
      const lacking = simulation.lacking(type, { position, batch, subgraph: node.subgraph });
      if (lacking === undefined) continue;
      // A subgraph that knows the type tells it apart by itself.
      const surplus = simulation.types.isInterfaceObject(type, node.subgraph)
        ? fields.filter((field) => isSurplus(field, type, { wanted, simulation }))
        : [];
      types.set(type, { lacking, surplus: new Set(surplus.map(keyOf)) });
    }
  }
  return { path, all, types };
};

const keyOf = (field: FieldNode): string => (field.alias ?? field.name).value;

/** For each key at a path, the types of which the client asks for it. */
const wantedKeys = (path: FlattenPath, asked: PlanSimulation) => {
  const places = asked.places(path);
  return (key: string, type: string): boolean =>
    places.some(({ position }) => position.get(type, key) !== undefined);
};

const isSurplus = (
  field: FieldNode,
  type: string,
  { wanted, simulation }: { wanted: (key: string, type: string) => boolean; simulation: PlanSimulation },
): boolean => {
  const key = keyOf(field);
  if (!simulation.isNonNull(type, field.name.value) || wanted(key, type)) return false;
  // What nobody asks for is there for the plan itself.
  return simulation.types.withField(field.name.value).some((other) => wanted(key, other));
};

/** The path to the objects that the fetch is right for as it is; none when it is for none of them. */
const wholePaths = ({ path, all, types }: Served): FlattenPath[] => {
  const whole = [...types].filter(([, { lacking, surplus }]) => lacking.size === 0 && surplus.size === 0);
  if (whole.length === 0) return [];
  return whole.length === all.size
    ? [path]
    : [[...path, { kind: 'type', names: whole.map(([name]) => name) }]];
};

/** One fetch for the types that differ in the same way. */
const partial = (
  node: EntityFetchNode,
  { batch, served }: { batch: EntityBatch; served: readonly Served[] },
  simulation: PlanSimulation,
): EntityFetchNode[] => {
  const groups = new Map<string, Difference & { types: Map<FlattenPath, string[]> }>();
  for (const { path, types } of served) {
    for (const [type, { lacking, surplus }] of types) {
      if (lacking.size === 0 && surplus.size === 0) continue;
      const key = `${[...lacking].sort().join(' ')}|${[...surplus].sort().join(' ')}`;
      const group = groups.get(key) ?? { lacking, surplus, types: new Map<FlattenPath, string[]>() };
      groups.set(key, group);
      group.types.set(path, [...(group.types.get(path) ?? []), type]);
    }
  }
  return [...groups.values()].flatMap(({ lacking, surplus, types }) => {
    const paths = [...types].map(([path, names]) => [...path, { kind: 'type', names } as const]);
    const all = [...types.values()].flat();
    const takes = (field: FieldNode): boolean =>
      !surplus.has(keyOf(field)) &&
      !all.some((type) =>
        simulation.types.required(type, field.name.value, node.subgraph).some((name) => lacking.has(name)),
      );
    return partialFetch({ node, batch, paths, lacking, takes }) ?? [];
  });
};

const outermostFields = (set: SelectionSetNode, document: ReturnType<typeof parse>): FieldNode[] =>
  set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) return outermostFields(selection.selectionSet, document);
    const fragment = document.definitions.find(
      (node) => node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === selection.name.value,
    );
    return fragment?.kind === Kind.FRAGMENT_DEFINITION
      ? outermostFields(fragment.selectionSet, document)
      : [];
  });

/** Names that representations of the plan are made of. */
const requiredNames = (node: PlanNode | null | undefined, names = new Set<string>()): Set<string> => {
  const collect = (selection: RequiresSelection): void => {
    if (selection.kind === 'field') names.add(selection.key);
    selection.selections?.forEach(collect);
  };
  if (node?.kind === 'entity-fetch') node.entities.forEach((batch) => batch.requires.forEach(collect));
  if (node?.kind === 'sequence' || node?.kind === 'parallel')
    for (const child of node.nodes) requiredNames(child, names);
  return names;
};
