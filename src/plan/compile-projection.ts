import {
  doTypesOverlap,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLEnumType,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
  visit,
} from 'graphql';
import type {
  FieldProjection,
  LeafShape,
  LeafType,
  ObjectShape,
  Projection,
  Shape,
} from '../respond/types.js';
import type { Operation } from '../operation/types.js';
import type { TypeConditions } from './compile-types.js';

/** Values of the Boolean variables that `@skip` and `@include` use. */
export type Conditions = Readonly<Record<string, unknown>>;

/** Fields that `Object.prototype` knows too, `__proto__` among them. */
const PROTOTYPE_NAMES: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/**
 * Compiles how the answer of an operation is written, for one setting of its condition variables. `types` knows the types that
 * clients may not see; without it there are none.
 */
export const compileProjection = (
  operation: Operation,
  conditions: Conditions,
  types?: TypeConditions,
): Projection => {
  const compiler = new ProjectionCompiler(operation, conditions, types);
  return { root: compiler.root(), asked: askedKeys(operation) };
};

const askedKeys = ({ document, sourceKeys }: Operation): ReadonlySet<string> => {
  const keys = new Set<string>();
  visit(document, { Field: (field) => void keys.add(sourceKeys.of(field)) });
  return keys;
};

type EnumValues = Pick<LeafShape, 'enumTexts' | 'hiddenValues'>;

/** Field nodes of one response key, and the type that the first of them is selected on. */
interface FieldGroup {
  readonly nodes: FieldNode[];
  readonly scope: GraphQLCompositeType;
}

interface SelectionScope {
  readonly set: SelectionSetNode;
  readonly scope: GraphQLCompositeType;
}

const fieldOf = (type: GraphQLCompositeType, name: string): GraphQLField<unknown, unknown> | undefined =>
  isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;

class ProjectionCompiler {
  private readonly schema: GraphQLSchema;
  private readonly operation: Operation;
  private readonly conditions: Conditions;
  private readonly types: TypeConditions | undefined;
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  private readonly enums = new Map<string, EnumValues>();

  constructor(operation: Operation, conditions: Conditions, types: TypeConditions | undefined) {
    this.types = types;
    this.operation = operation;
    this.schema = operation.schema;
    this.conditions = conditions;
    this.fragments = new Map(
      operation.document.definitions.flatMap((node) =>
        node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
      ),
    );
  }

  root(): ObjectShape {
    const type = this.schema.getRootType(this.operation.definition.operation as never);
    if (type == null) throw new TypeError(`The schema has no ${this.operation.kind} type.`);
    return this.objectShape(type, [this.operation.definition.selectionSet], true);
  }

  private objectShape(
    type: GraphQLCompositeType,
    sets: readonly SelectionSetNode[],
    nonNull: boolean,
  ): ObjectShape {
    const byType = new Map<string, readonly FieldProjection[] | null>();
    const possible = isAbstractType(type) ? this.schema.getPossibleTypes(type) : [type];
    const fieldsFor = (name: string): readonly FieldProjection[] | null => {
      let fields = byType.get(name);
      // Subgraphs may answer any name: only those of the schema are kept.
      if (fields === undefined && this.schema.getType(name) !== undefined)
        byType.set(name, (fields = this.fieldsOf(name, type, sets)));
      return fields ?? null;
    };
    return {
      kind: 'object',
      nonNull,
      fields: isObjectType(type) ? this.fieldsOf(type.name, type, sets) : null,
      fieldsFor,
      hides: (name) => this.schema.getType(name) === undefined && this.types?.knows(name) === true,
      // Planners ask for __typename where it decides; where they do not, the fields of the type itself are all there is.
      fallbackType: (possible.length === 1 ? possible[0]?.name : undefined) ?? type.name,
    };
  }

  /** Fields of the selection sets for one runtime type, in selection order; null when that type is not possible here. */
  private fieldsOf(
    name: string,
    parent: GraphQLCompositeType,
    sets: readonly SelectionSetNode[],
  ): readonly FieldProjection[] | null {
    const type = this.schema.getType(name);
    if (!isCompositeType(type)) return null;
    const possible = type === parent || (isAbstractType(parent) && this.isWithin(type, parent));
    if (!possible || (isAbstractType(type) && sets.some((set) => this.asksForType(set, type)))) return null;
    const groups = new Map<string, FieldGroup>();
    for (const set of sets) this.collect(type, { set, scope: parent }, groups);
    return [...groups].map(([key, group]) => this.field(type, key, group));
  }

  /**
   * True when the selection depends on the object's type beyond `type`. An object of which no subgraph told more than an
   * interface cannot be completed then (GraphQL spec §6.4.3, ResolveAbstractType).
   */
  private asksForType(set: SelectionSetNode, type: GraphQLCompositeType, narrower = false): boolean {
    return set.selections.some((selection) => {
      if (!this.isIncluded(selection.directives)) return false;
      if (selection.kind === Kind.FIELD) return narrower || selection.name.value === '__typename';
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? this.fragments.get(selection.name.value) : selection;
      if (fragment === undefined) return false;
      const condition = fragment.typeCondition && this.schema.getType(fragment.typeCondition.name.value);
      if (!isCompositeType(condition)) return this.asksForType(fragment.selectionSet, type, narrower);
      if (!doTypesOverlap(this.schema, condition, type)) return false;
      const inner = narrower || !this.isWithin(type, condition);
      return this.asksForType(fragment.selectionSet, type, inner);
    });
  }

  /** True when every runtime type of `type` is one of `parent`. */
  private isWithin(type: GraphQLCompositeType, parent: GraphQLCompositeType): boolean {
    if (type === parent) return true;
    if (!isAbstractType(parent)) return false;
    if (isObjectType(type)) return this.schema.isSubType(parent, type);
    const members = this.schema.getPossibleTypes(type);
    return members.length > 0 && members.every((member) => this.schema.isSubType(parent, member));
  }

  /** CollectFields (GraphQL spec §6.3.2) for one runtime type. */
  private collect(type: GraphQLCompositeType, from: SelectionScope, groups: Map<string, FieldGroup>): void {
    for (const selection of from.set.selections) {
      if (!this.isIncluded(selection.directives)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = (selection.alias ?? selection.name).value;
        const group = groups.get(key);
        if (group === undefined) groups.set(key, { nodes: [selection], scope: from.scope });
        else group.nodes.push(selection);
        continue;
      }
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? this.fragments.get(selection.name.value) : selection;
      if (fragment === undefined) continue;
      const condition = fragment.typeCondition?.name.value;
      const scope = condition === undefined ? from.scope : this.schema.getType(condition);
      if (isCompositeType(scope) && (condition === undefined || this.isWithin(type, scope))) {
        this.collect(type, { set: fragment.selectionSet, scope }, groups);
      }
    }
  }

  private isIncluded(directives: readonly DirectiveNode[] | undefined): boolean {
    if (directives === undefined) return true;
    return directives.every((directive) => {
      const name = directive.name.value;
      if (name !== 'skip' && name !== 'include') return true;
      const value = directive.arguments?.find((argument) => argument.name.value === 'if')?.value;
      const on =
        value?.kind === Kind.VARIABLE
          ? this.conditions[value.name.value] === true
          : value?.kind === Kind.BOOLEAN && value.value;
      return name === 'include' ? on : !on;
    });
  }

  private field(parent: GraphQLCompositeType, key: string, { nodes, scope }: FieldGroup): FieldProjection {
    const [node] = nodes as [FieldNode];
    const name = node.name.value;
    const isLocal = name === '__schema' || name === '__type';
    const source = isLocal ? key : this.operation.sourceKeys.of(node);
    const base = {
      key,
      source,
      keyText: `${JSON.stringify(key)}:`,
      guarded: PROTOTYPE_NAMES.has(source),
      coordinate: `${parent.name}.${name}`,
    };
    if (name === '__typename') return { ...base, constant: JSON.stringify(parent.name), shape: JSON_LEAF };
    if (isLocal) return { ...base, constant: undefined, shape: JSON_LEAF };
    const definition = fieldOf(parent, name) ?? fieldOf(scope, name);
    if (definition === undefined) throw new TypeError(`The schema has no field ${parent.name}.${name}.`);
    const sets = nodes.flatMap(({ selectionSet }) => (selectionSet === undefined ? [] : [selectionSet]));
    return { ...base, constant: undefined, shape: this.shape(definition.type, sets, false) };
  }

  private shape(type: GraphQLOutputType, sets: readonly SelectionSetNode[], nonNull: boolean): Shape {
    if (isNonNullType(type)) return this.shape(type.ofType, sets, true);
    if (isListType(type)) return { kind: 'list', nonNull, of: this.shape(type.ofType, sets, false) };
    if (isCompositeType(type)) return this.objectShape(type, sets, nonNull);
    return this.leaf(type, nonNull);
  }

  private leaf(type: GraphQLOutputType, nonNull: boolean): LeafShape {
    if (!isEnumType(type)) {
      const { name } = getNamedType(type);
      const leafType = BUILT_IN.has(name) ? (name as LeafType) : 'Json';
      return { kind: 'leaf', nonNull, type: leafType, enumTexts: null, hiddenValues: null };
    }
    let values = this.enums.get(type.name);
    if (values === undefined) this.enums.set(type.name, (values = this.valuesOf(type)));
    return { kind: 'leaf', nonNull, type: 'Enum', ...values };
  }

  private valuesOf(type: GraphQLEnumType): EnumValues {
    const enumTexts = new Map(type.getValues().map(({ name }) => [name, JSON.stringify(name)]));
    const full = this.types?.schema.getType(type.name);
    const all = isEnumType(full) ? full.getValues() : [];
    const hidden = all.map(({ name }) => name).filter((name) => !enumTexts.has(name));
    return { enumTexts, hiddenValues: hidden.length === 0 ? null : new Set(hidden) };
  }
}

const BUILT_IN: ReadonlySet<string> = new Set<LeafType>(['Int', 'Float', 'Boolean', 'String', 'ID']);
const JSON_LEAF: LeafShape = {
  kind: 'leaf',
  nonNull: false,
  type: 'Json',
  enumTexts: null,
  hiddenValues: null,
};
