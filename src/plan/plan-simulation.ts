import {
  getNamedType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  Kind,
  parse,
  type DocumentNode,
  type FieldNode,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { entitiesSelection, fragmentOf, operationOf } from './documents.js';
import { givenKeys, Position } from './plan-position.js';
import type { Trail } from './plan-trails.js';
import type { SubgraphTypes } from './subgraph-types.js';
import type { EntityBatch, EntityFetchNode, FetchNode, FlattenPath, PlanNode, Rewrite } from './types.js';

/**
 * Beyond this many visits (of a selection, for one object type) a simulation stops: it must not cost more than the planning. Types
 * multiply with every level of an interface's fields.
 */
const MAX_VISITS = 30_000;

/** A selection set, the fragments that it may spread, and the object types for which it counts. */
export interface Asked {
  readonly set: SelectionSetNode;
  readonly document: DocumentNode;
  readonly types: readonly string[];
}

/** A selection that a subgraph answers. */
interface Brought extends Asked {
  readonly subgraph: string;
  /** For the fields of an entity: which keys its representation has, by type. */
  readonly given: ((type: string) => ReadonlySet<string>) | undefined;
}

/** An object's place in the merged data, narrowed to some of its types. */
interface Place {
  readonly position: Position;
  readonly types: readonly string[];
}

/** A place that a path reaches. */
export interface ReachedPlace extends Place {
  /** The types of the objects on the way. */
  readonly trail: Trail;
  /** Whether these objects' `__typename` is there wherever it could be one of several. */
  readonly told: boolean;
}

/** Replaces an entity fetch by those that are made instead. */
export type Replace = (node: EntityFetchNode, simulation: PlanSimulation) => readonly EntityFetchNode[];

type Fragment = Exclude<SelectionSetNode['selections'][number], FieldNode>;

/** The whole of an operation. */
export const askedBy = (text: string, schema: GraphQLSchema): Asked => {
  const document = parse(text, { noLocation: true });
  const operation = operationOf(document);
  const types = [schema.getRootType(operation.operation)?.name ?? 'Query'];
  return { set: operation.selectionSet, document, types };
};

/** Walks a plan with types in place of values: afterwards `root` tells which fields are there for which object types. */
export class PlanSimulation {
  readonly types: SubgraphTypes;
  readonly root: Position;
  /** What the client asks for, as the whole of it. */
  readonly asked: Asked;
  private readonly schema: GraphQLSchema;
  private readonly documents = new Map<string, DocumentNode>();
  private visits = 0;

  /**
   * @param schema the supergraph's schema, with types that clients do not see.
   * @param asked what the planned operation asks for.
   */
  constructor(schema: GraphQLSchema, types: SubgraphTypes, asked: Asked) {
    this.schema = schema;
    this.types = types;
    this.asked = asked;
    this.root = new Position(asked.types);
  }

  /** True when the walk was too long and was not finished. */
  get gaveUp(): boolean {
    return this.visits > MAX_VISITS;
  }

  /** Counts one more step. False when there were too many. */
  visit(): boolean {
    return this.visits++ <= MAX_VISITS;
  }

  /** Runs the plan, and returns it with its entity fetches replaced. */
  run(node: PlanNode | null | undefined, replace: Replace = (fetch) => [fetch]): PlanNode | undefined {
    switch (node?.kind) {
      case undefined:
        return undefined;
      case 'fetch': {
        const document = this.documentOf(node);
        const set = operationOf(document).selectionSet;
        this.add(
          { set, document, types: this.root.types, subgraph: node.subgraph, given: undefined },
          this.root,
        );
        this.rename(node.outputRewrites, { position: this.root, types: this.root.types });
        return node;
      }
      case 'entity-fetch':
        return this.entityFetch(node, replace);
      case 'sequence':
      case 'parallel':
        return { ...node, nodes: node.nodes.flatMap((child) => this.run(child, replace) ?? []) };
      case 'condition':
        return { ...node, ifTrue: this.run(node.ifTrue, replace), ifFalse: this.run(node.ifFalse, replace) };
      case 'defer':
        for (const part of [node.primary, ...node.deferred]) this.run(part.node, replace);
        return node;
      case 'subscription':
        this.run(node.primary, replace);
        return { ...node, rest: this.run(node.rest, replace) };
    }
  }

  /** Brings what the client asks for, as if one subgraph had all of it. */
  bringAsked(): void {
    this.add({ ...this.asked, subgraph: '', given: undefined }, this.root);
  }

  /** A call's document, parsed once. */
  documentOf({ operation }: FetchNode | EntityFetchNode): DocumentNode {
    let document = this.documents.get(operation);
    if (document === undefined)
      this.documents.set(operation, (document = parse(operation, { noLocation: true })));
    return document;
  }

  private entityFetch(node: EntityFetchNode, replace: Replace): PlanNode | undefined {
    const nodes = replace(node, this);
    for (const each of nodes) this.entities(each);
    const [only, ...others] = nodes;
    return others.length === 0 ? only : { kind: 'parallel', nodes };
  }

  private entities(node: EntityFetchNode): void {
    const document = this.documentOf(node);
    for (const batch of node.entities) {
      const set = entitiesSelection(document, batch.alias);
      if (set === undefined) continue;
      const given = (type: string) => givenKeys(type, batch.requires, (name) => this.types.of(name));
      for (const path of batch.paths) {
        for (const place of this.places(path)) {
          const { position } = place;
          const types = place.types.filter(
            (type) => this.lacking(type, { position, batch, subgraph: node.subgraph })?.size === 0,
          );
          this.add({ set, document, types, subgraph: node.subgraph, given }, position);
          this.rename(batch.outputRewrites, { position, types });
        }
      }
    }
  }

  /**
   * Outermost names of what objects of a type lack for the representation; undefined when they are not asked for or lack
   * the key.
   */
  lacking(
    type: string,
    { position, batch, subgraph }: { position: Position; batch: EntityBatch; subgraph: string },
  ): ReadonlySet<string> | undefined {
    const typesOf = (name: string): readonly string[] => this.types.of(name);
    const given = givenKeys(type, batch.requires, typesOf);
    if (given.size === 0) return undefined;
    const lacking = position.lacking(type, batch.requires, typesOf);
    const has = (name: string): boolean => name === '__typename' || (given.has(name) && !lacking.has(name));
    const keys = this.types.keys(type, subgraph);
    return keys.length === 0 || keys.some((key) => key.every(has)) ? lacking : undefined;
  }

  /** What a path reaches. */
  places(path: FlattenPath): ReachedPlace[] {
    let places: ReachedPlace[] = [{ position: this.root, types: this.root.types, trail: [], told: true }];
    for (const segment of path) {
      if (segment.kind === 'list') continue;
      places =
        segment.kind === 'field'
          ? places.flatMap((place) => this.below(place, segment.name))
          : places.map((place) => ({ ...place, ...this.narrow(place, segment.names) }));
    }
    return places;
  }

  private below({ position: above, types, trail, told }: ReachedPlace, key: string): ReachedPlace[] {
    return above.children(types, key).map(({ position, parent }) => ({
      position,
      types: position.types,
      trail: [...trail, parent],
      told: told && above.tells(parent),
    }));
  }

  /** The place at the end of a path, on the way over objects of these types; undefined when nothing is there. */
  at(path: FlattenPath, trail: Trail): Position | undefined {
    let position: Position | undefined = this.root;
    let step = 0;
    for (const segment of path)
      if (segment.kind === 'field') position = position?.get(trail[step++] ?? '', segment.name);
    return position;
  }

  private narrow({ position, types }: Place, names: readonly string[]): Place {
    const allowed = new Set(names.flatMap((name) => this.types.of(name)));
    return { position, types: types.filter((type) => allowed.has(type)) };
  }

  private rename(rewrites: readonly Rewrite[], from: Place): void {
    for (const rewrite of rewrites) {
      if (rewrite.kind !== 'rename-key') continue;
      let places = [from];
      for (const segment of rewrite.path.slice(0, -1)) {
        places =
          segment.kind === 'type'
            ? places.map((place) => this.narrow(place, segment.names))
            : places.flatMap(({ position, types }) =>
                position
                  .children(types, segment.name)
                  .map((child) => ({ ...child, types: child.position.types })),
              );
      }
      const last = rewrite.path.at(-1);
      if (last?.kind !== 'key') continue;
      for (const { position, types } of places) position.rename(types, last.name, rewrite.name);
    }
  }

  private add({ set, document, types, subgraph, given }: Brought, position: Position): void {
    for (const selection of set.selections) {
      if (!this.visit() || types.length === 0) return;
      if (selection.kind !== Kind.FIELD) {
        const inner = this.inside(selection, { document, types });
        if (inner !== undefined) this.add({ ...inner, subgraph, given }, position);
        continue;
      }
      for (const type of types) {
        if (!this.visit()) return;
        this.addField(selection, { type, document, subgraph, given }, position);
      }
    }
  }

  private addField(
    selection: FieldNode,
    { type, document, subgraph, given }: Omit<Brought, 'set' | 'types'> & { readonly type: string },
    position: Position,
  ): void {
    const name = selection.name.value;
    const key = (selection.alias ?? selection.name).value;
    // An `@interfaceObject` is named after the interface: that does not tell what it is.
    if (name === '__typename' && !this.types.isInterfaceObject(type, subgraph)) position.child(type, key, []);
    const field = this.fieldType(type, name);
    if (field === undefined) return;
    const required = given && this.types.required(type, name, subgraph);
    if (required?.some((each) => !given?.(type).has(each)) === true) return;
    const types = this.types.within(field, subgraph);
    const child = position.child(type, key, types);
    if (selection.selectionSet === undefined) return;
    this.add({ set: selection.selectionSet, document, types, subgraph, given: undefined }, child);
  }

  /** The selections of a fragment and the types that pass its condition; undefined when none does. */
  inside(fragment: Fragment, { document, types }: Pick<Asked, 'document' | 'types'>): Asked | undefined {
    const definition =
      fragment.kind === Kind.INLINE_FRAGMENT ? fragment : fragmentOf(document, fragment.name.value);
    if (definition === undefined) return undefined;
    const condition = definition.typeCondition?.name.value;
    if (condition === undefined) return { set: definition.selectionSet, document, types };
    const allowed = new Set(this.types.of(condition));
    const kept = types.filter((type) => allowed.has(type));
    return kept.length === 0 ? undefined : { set: definition.selectionSet, document, types: kept };
  }

  /** Name of a field's type; undefined when the parent has no such field. */
  fieldType(type: string, field: string): string | undefined {
    const found = this.typeOfField(type, field);
    return found && getNamedType(found).name;
  }

  /** Object types that a field's value may be. */
  typesBelow(type: string, field: string): readonly string[] {
    const name = this.fieldType(type, field);
    return name === undefined ? [] : this.types.of(name);
  }

  isNonNull(type: string, field: string): boolean {
    return isNonNullType(this.typeOfField(type, field));
  }

  private typeOfField(type: string, field: string): GraphQLOutputType | undefined {
    const parent = this.schema.getType(type);
    return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[field]?.type : undefined;
  }
}
