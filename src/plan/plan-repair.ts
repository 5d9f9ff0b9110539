import type { DocumentNode, FieldNode } from 'graphql';
import { entitiesSelection } from './documents.js';
import { entityBatches, requiredKeys } from './entity-batches.js';
import { partialFetch } from './partial-fetch.js';
import type { Fields } from './plan-position.js';
import type { PlanSimulation } from './plan-simulation.js';
import { hasNonNull, surplusOf, Wanted, type KeyPath } from './plan-surplus.js';
import { pathsTo, type Trail } from './plan-trails.js';
import type { EntityBatch, EntityFetchNode, FlattenPath, QueryPlan } from './types.js';

/** The run of the plan, a simulation that holds what the client asks for, and the keys that the plan itself needs. */
interface Context {
  readonly simulation: PlanSimulation;
  readonly asked: PlanSimulation;
  readonly required: ReadonlySet<string>;
}

interface Call {
  readonly node: EntityFetchNode;
  readonly batch: EntityBatch;
  readonly document: DocumentNode;
}

/** Objects at the end of one trail, as the fetch finds them. */
interface Entities {
  readonly path: FlattenPath;
  readonly trail: Trail;
  /** Their type; all that they may have when they do not tell. */
  readonly types: readonly string[];
  readonly told: boolean;
  /** Outermost fields of the representation that they lack; undefined when they are not asked for at all. */
  readonly lacking: ReadonlySet<string> | undefined;
  /** What the client asks of them. */
  readonly wanted: readonly Fields[];
}

/** Entities that a fetch serves, and that differ in the same way from what it is made for. */
interface Group {
  readonly lacking: ReadonlySet<string>;
  readonly surplus: ReadonlySet<KeyPath>;
  readonly members: Entities[];
}

/**
 * The plan with each entity fetch narrowed to the objects that it is right for, and fetches beside it for the others.
 * Planners join fetches to one place although its objects differ: in what they have of the required fields, so that some
 * could not be asked for at all; and in what the client asks of them, by their own type or by those of the objects around
 * them, so that a non-null field nobody wants could fail and take the object with it.
 */
export const repairPlan = (
  plan: QueryPlan,
  { simulation, asked }: Pick<Context, 'simulation' | 'asked'>,
): QueryPlan => {
  const required = requiredKeys(entityBatches(plan.root));
  const root = simulation.run(plan.root, (node) => split(node, { simulation, asked, required })) ?? null;
  return simulation.gaveUp || asked.gaveUp ? plan : { root };
};

const split = (node: EntityFetchNode, context: Context): EntityFetchNode[] => {
  const document = context.simulation.documentOf(node);
  const beside: EntityFetchNode[] = [];
  const entities = node.entities.map((batch) => {
    const call = { node, batch, document };
    const all = batch.paths.flatMap((path) => entitiesAt(path, call, context));
    const groups = alike(all, call, context);
    for (const group of groups) if (!isWhole(group)) beside.push(...partial(group, all, { call, context }));
    return { ...batch, paths: pathsOf(groups.find(isWhole)?.members ?? [], all) };
  });
  const whole = entities.some(({ paths }) => paths.length > 0) ? [{ ...node, entities }] : [];
  return [...whole, ...beside];
};

const entitiesAt = (path: FlattenPath, { node, batch }: Call, { simulation, asked }: Context): Entities[] => {
  const places = simulation.places(path);
  // Objects whose `__typename` is not there cannot be told apart.
  const toldAbove = places.every((place) => place.told);
  const told = places.every(({ position, types }) => types.every((type) => position.tells(type)));
  const found = new Map<string, Entities>();
  for (const { position, types, trail } of places) {
    const above = toldAbove ? trail : trail.map(() => '');
    for (const type of types) {
      const end = [...above, told ? type : ''];
      const lacking = simulation.lacking(type, { position, batch, subgraph: node.subgraph });
      const fields = asked.at(path, trail)?.of(type);
      const one = { path, trail: end, types: [type], told, lacking, wanted: fields ? [fields] : [] };
      found.set(end.join('/'), joined(found.get(end.join('/')), one));
    }
  }
  return [...found.values()];
};

const joined = (before: Entities | undefined, one: Entities): Entities => {
  if (before === undefined) return one;
  const lacking = [before, one].flatMap((each) => each.lacking ?? []);
  return {
    ...one,
    types: [...new Set([...before.types, ...one.types])],
    lacking: lacking.length === 0 ? undefined : new Set(lacking.flatMap((names) => [...names])),
    wanted: [...before.wanted, ...one.wanted],
  };
};

const NOTHING: ReadonlySet<KeyPath> = new Set();

const isWhole = ({ lacking, surplus }: Group): boolean => lacking.size === 0 && surplus.size === 0;

const alike = (all: readonly Entities[], { batch, document }: Call, context: Context): Group[] => {
  const set = entitiesSelection(document, batch.alias);
  const anywhere = new Wanted([...new Set(all.flatMap(({ wanted }) => wanted))]);
  const everyType = [...new Set(all.flatMap(({ types }) => types))];
  const mayFail = set !== undefined && hasNonNull({ set, document, types: everyType }, context);
  const groups = new Map<string, Group>();
  for (const entities of all) {
    const { lacking, types, wanted } = entities;
    if (lacking === undefined) continue;
    const surplus = mayFail
      ? surplusOf({ set, document, types }, { here: new Wanted(wanted), anywhere }, context)
      : NOTHING;
    const key = `${[...lacking].sort().join(' ')}|${[...surplus].sort().join(' ')}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { lacking, surplus, members: [entities] });
    else group.members.push(entities);
  }
  return [...groups.values()];
};

/** Paths to these of all entities; paths of which all are wanted stay as they are. */
const pathsOf = (members: readonly Entities[], all: readonly Entities[]): FlattenPath[] =>
  [...new Set(members.map(({ path }) => path))].flatMap((path) => {
    const trails = (entities: readonly Entities[]): Trail[] =>
      entities.filter((one) => one.path === path).map(({ trail }) => trail);
    const [chosen, existing] = [trails(members), trails(all)];
    return chosen.length === existing.length ? [path] : pathsTo(path, chosen, existing);
  });

const partial = (
  { lacking, surplus, members }: Group,
  all: readonly Entities[],
  {
    call: { node, batch, document },
    context: { simulation },
  }: { readonly call: Call; readonly context: Context },
): EntityFetchNode[] => {
  const types = [...new Set(members.flatMap((member) => member.types))];
  const isPossible = (field: FieldNode): boolean =>
    !types.some((type) =>
      simulation.types.required(type, field.name.value, node.subgraph).some((name) => lacking.has(name)),
    );
  const paths = pathsOf(members, all);
  const told = members.every((member) => member.told);
  const fetch = partialFetch({ told, node, batch, document, paths, lacking, surplus, isPossible });
  return fetch === undefined ? [] : [fetch];
};
