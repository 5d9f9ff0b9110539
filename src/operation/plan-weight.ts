import {
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type GraphQLAbstractType,
  type GraphQLCompositeType,
  type GraphQLNamedType,
  type GraphQLSchema,
  type InlineFragmentNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { relationOf, sharedTypes } from './type-relation.js';

/** Subgraphs that can answer something. The same ones are always the same object. */
export interface SubgraphSet {
  readonly names: ReadonlySet<string>;
}

/** Which subgraphs can answer a field, by the names of its type and itself; never empty. */
export type FieldSubgraphs = (type: string, field: string) => SubgraphSet;

/** What an entity call costs a planner, in ways from one subgraph to another that it has to compare. */
const CALL_WEIGHT = 8;

/** Where a selection set stands: its type, and the subgraphs that can have led there; undefined at the root. */
interface Place {
  readonly type: GraphQLCompositeType;
  readonly from: SubgraphSet | undefined;
}

/**
 * Estimates what planning an operation takes: the ways from subgraph to subgraph that a planner compares. Each field of the operation, fragments
 * expanded, counts as often as there are subgraphs that can have led to its object, times those that can answer it; a leaf
 * counts the greater of the two. A type condition counts the square of the first, a selection set that needs another subgraph 8
 * for each such call, everything else 1. `@skip` and `@include` do not matter.
 *
 * @param most where counting may stop: a weight above it is only known to be above.
 */
export const planWeight = (
  schema: GraphQLSchema,
  fieldSubgraphs: FieldSubgraphs,
  operation: {
    readonly document: DocumentNode;
    readonly definition: OperationDefinitionNode;
    readonly most: number;
  },
): number => {
  const root = schema.getRootType(operation.definition.operation);
  if (root == null) return 0;
  const weigher = new Weigher(schema, fieldSubgraphs, operation);
  return weigher.set(operation.definition.selectionSet, { type: root, from: undefined });
};

class Weigher {
  private readonly schema: GraphQLSchema;
  private readonly fieldSubgraphs: FieldSubgraphs;
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  /** Weights of spread fragments, by name and the type around them, then by where they can be reached from. */
  private readonly known = new Map<string, Map<SubgraphSet | undefined, number>>();
  /** Selections still to look at: each weighs at least 1, so the rest of what is too heavy need not be seen. */
  private left: number;

  constructor(
    schema: GraphQLSchema,
    fieldSubgraphs: FieldSubgraphs,
    { document, most }: { readonly document: DocumentNode; readonly most: number },
  ) {
    this.schema = schema;
    this.fieldSubgraphs = fieldSubgraphs;
    this.left = most;
    for (const node of document.definitions)
      if (node.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(node.name.value, node);
  }

  set(set: SelectionSetNode, place: Place): number {
    const called = new Set<SubgraphSet>();
    let weight = 0;
    for (const selection of set.selections) {
      if (this.left-- <= 0) return Infinity;
      if (selection.kind === Kind.FIELD) weight += this.field(selection, place, called);
      else if (selection.kind === Kind.INLINE_FRAGMENT) weight += this.fragment(selection, place);
      else weight += this.spread(selection, place);
    }
    return weight;
  }

  private field(node: FieldNode, { type, from }: Place, called: Set<SubgraphSet>): number {
    const name = node.name.value;
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
    if (field === undefined) return 1;
    const by = this.fieldSubgraphs(type.name, name);
    const ways = from?.names.size ?? 1;
    let weight = 0;
    if (from !== undefined && !called.has(by) && !overlap(from, by)) {
      called.add(by);
      weight += CALL_WEIGHT;
    }
    const below = getNamedType(field.type);
    if (node.selectionSet === undefined || !isCompositeType(below))
      return weight + Math.max(ways, by.names.size);
    return weight + ways * by.names.size + this.set(node.selectionSet, { type: below, from: by });
  }

  private fragment(
    { typeCondition, selectionSet }: Pick<InlineFragmentNode, 'typeCondition' | 'selectionSet'>,
    { type, from }: Place,
  ): number {
    const condition = typeCondition && this.schema.getType(typeCondition.name.value);
    const relation = relationOf(this.schema, condition, type);
    if (relation === 'apart') return 1;
    if (relation === 'wider') return 1 + this.set(selectionSet, { type, from });
    const types =
      relation === 'crossing'
        ? sharedTypes(this.schema, condition as GraphQLAbstractType, type as GraphQLAbstractType)
        : [condition as GraphQLNamedType & GraphQLCompositeType];
    const ways = (from?.names.size ?? 1) ** 2;
    let weight = 0;
    for (const each of types) weight += ways + this.set(selectionSet, { type: each, from });
    return weight;
  }

  private spread(node: FragmentSpreadNode, place: Place): number {
    const name = node.name.value;
    const definition = this.fragments.get(name);
    if (definition === undefined) return 1;
    const key = `${name} ${place.type.name}`;
    let weights = this.known.get(key);
    if (weights === undefined) this.known.set(key, (weights = new Map()));
    let weight = weights.get(place.from);
    if (weight === undefined) weights.set(place.from, (weight = this.fragment(definition, place)));
    return weight;
  }
}

const overlap = (one: SubgraphSet, other: SubgraphSet): boolean => {
  for (const name of one.names) if (other.names.has(name)) return true;
  return false;
};
