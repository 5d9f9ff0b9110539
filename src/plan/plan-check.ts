import {
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { givenKeys, Position } from './plan-position.js';
import { SubgraphTypes } from './subgraph-types.js';
import type { EntityBatch, EntityFetchNode, FlattenPath, PlanNode, QueryPlan, Rewrite } from './types.js';

/** Beyond this many visits the check gives up and takes the plan as it is: it must not cost more than the planning. */
const MAX_VISITS = 200_000;

/** A selection set, the fragments that it may spread, and the object types for which it counts. */
interface Asked {
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

/**
 * Proves that a plan brings every field that its operation asks for, for every object type that may turn up: it walks the
 * plan with types in place of values. Planners lose fields silently in rare cases; an answer without them would look like
 * an answer.
 */
export class PlanCheck {
  private readonly schema: GraphQLSchema;
  private readonly types: SubgraphTypes;
  private visits = 0;

  /** @param schema the supergraph's schema, with types that clients do not see. */
  constructor(schema: GraphQLSchema) {
    this.schema = schema;
    this.types = new SubgraphTypes(schema);
  }

  /** Coordinate (`Type.field`) of a field that the plan does not bring, or undefined when it brings all of them. */
  missing(plan: QueryPlan, text: string): string | undefined {
    this.visits = 0;
    const document = parse(text, { noLocation: true });
    const operation = operationOf(document);
    const types = [this.schema.getRootType(operation.operation)?.name ?? 'Query'];
    const root = new Position(types);
    this.walk(plan.root, root);
    return this.lost({ set: operation.selectionSet, document, types }, root);
  }

  private walk(node: PlanNode | null | undefined, root: Position): void {
    switch (node?.kind) {
      case undefined:
        return;
      case 'fetch': {
        const document = parse(node.operation, { noLocation: true });
        const set = operationOf(document).selectionSet;
        this.add({ set, document, types: root.types, subgraph: node.subgraph, given: undefined }, root);
        return this.rename(node.outputRewrites, { position: root, types: root.types });
      }
      case 'entity-fetch':
        return this.entities(node, root);
      case 'sequence':
      case 'parallel':
        return node.nodes.forEach((child) => this.walk(child, root));
      case 'condition':
        return [node.ifTrue, node.ifFalse].forEach((child) => this.walk(child, root));
      case 'defer':
        return [node.primary, ...node.deferred].forEach((part) => this.walk(part.node, root));
      case 'subscription':
        return [node.primary, node.rest].forEach((child) => this.walk(child, root));
    }
  }

  private entities(node: EntityFetchNode, root: Position): void {
    const document = parse(node.operation, { noLocation: true });
    for (const batch of node.entities) {
      const set = entitiesSelection(document, batch);
      if (set === undefined) continue;
      for (const place of batch.paths.flatMap((path) => this.places(root, path))) {
        const types = place.types.filter((type) =>
          place.position.hasRepresentation(type, batch.requires, (name) => this.types.of(name)),
        );
        const given = (type: string) => givenKeys(type, batch.requires, (name) => this.types.of(name));
        this.add({ set, document, types, subgraph: node.subgraph, given }, place.position);
        this.rename(batch.outputRewrites, { position: place.position, types });
      }
    }
  }

  private places(root: Position, path: FlattenPath): Place[] {
    let places: Place[] = [{ position: root, types: root.types }];
    for (const segment of path) {
      if (segment.kind === 'list') continue;
      places =
        segment.kind === 'field'
          ? places.flatMap(({ position, types }) => position.children(types, segment.name))
          : places.map((place) => this.narrow(place, segment.names));
    }
    return places;
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
            : places.flatMap(({ position, types }) => position.children(types, segment.name));
      }
      const last = rewrite.path.at(-1);
      if (last?.kind !== 'key') continue;
      for (const { position, types } of places) position.rename(types, last.name, rewrite.name);
    }
  }

  private add({ set, document, types, subgraph, given }: Brought, position: Position): void {
    for (const selection of set.selections) {
      if (this.visits++ > MAX_VISITS || types.length === 0) return;
      if (selection.kind !== Kind.FIELD) {
        const inner = this.inside(selection, { document, types });
        if (inner !== undefined) this.add({ ...inner, subgraph, given }, position);
        continue;
      }
      for (const type of types) {
        const field = this.fieldType(type, selection.name.value);
        if (field === undefined) continue;
        const required = given && this.types.required(type, selection.name.value, subgraph);
        if (required?.some((name) => !given?.(type).has(name)) === true) continue;
        const below = this.types.within(field, subgraph);
        const child = position.child(type, (selection.alias ?? selection.name).value, below);
        if (selection.selectionSet === undefined) continue;
        this.add({ set: selection.selectionSet, document, types: below, subgraph, given: undefined }, child);
      }
    }
  }

  private lost({ set, document, types }: Asked, position: Position): string | undefined {
    for (const selection of set.selections) {
      if (this.visits++ > MAX_VISITS) return undefined;
      let lost: string | undefined;
      if (selection.kind === Kind.FIELD) {
        for (const type of types) lost ??= this.lostField(selection, { document, type }, position);
      } else {
        const inner = this.inside(selection, { document, types });
        lost = inner && this.lost(inner, position);
      }
      if (lost !== undefined) return lost;
    }
    return undefined;
  }

  private lostField(
    field: Extract<SelectionSetNode['selections'][number], { kind: Kind.FIELD }>,
    { document, type }: { readonly document: DocumentNode; readonly type: string },
    position: Position,
  ): string | undefined {
    if (this.fieldType(type, field.name.value) === undefined) return undefined;
    const child = position.get(type, (field.alias ?? field.name).value);
    if (child === undefined) return `${type}.${field.name.value}`;
    return field.selectionSet && this.lost({ set: field.selectionSet, document, types: child.types }, child);
  }

  private inside(
    fragment: Exclude<SelectionSetNode['selections'][number], { kind: Kind.FIELD }>,
    { document, types }: Pick<Asked, 'document' | 'types'>,
  ): Asked | undefined {
    const definition =
      fragment.kind === Kind.INLINE_FRAGMENT
        ? fragment
        : document.definitions.find(
            (node) => node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === fragment.name.value,
          );
    if (definition?.kind !== Kind.INLINE_FRAGMENT && definition?.kind !== Kind.FRAGMENT_DEFINITION)
      return undefined;
    const condition = definition.typeCondition?.name.value;
    if (condition === undefined) return { set: definition.selectionSet, document, types };
    const allowed = new Set(this.types.of(condition));
    const kept = types.filter((type) => allowed.has(type));
    return kept.length === 0 ? undefined : { set: definition.selectionSet, document, types: kept };
  }

  /** Name of a field's type; undefined when the parent has no such field. */
  private fieldType(type: string, field: string): string | undefined {
    const parent = this.schema.getType(type);
    if (!isObjectType(parent) && !isInterfaceType(parent)) return undefined;
    const definition = parent.getFields()[field];
    return definition && getNamedType(definition.type).name;
  }
}

const operationOf = (document: DocumentNode): OperationDefinitionNode => {
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined) throw new TypeError('The document has no operation.');
  return operation;
};

const entitiesSelection = (document: DocumentNode, { alias }: EntityBatch): SelectionSetNode | undefined => {
  const field = operationOf(document).selectionSet.selections.find(
    (selection) => selection.kind === Kind.FIELD && (selection.alias ?? selection.name).value === alias,
  );
  return field?.kind === Kind.FIELD ? field.selectionSet : undefined;
};
