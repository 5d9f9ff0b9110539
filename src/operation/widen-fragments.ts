import {
  doTypesOverlap,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type DirectiveNode,
  TypeNameMetaFieldDef,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type InlineFragmentNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type VariableNode,
  visit,
} from 'graphql';

/**
 * Drops type conditions that cannot fail: a fragment on an interface, inside a type that implements it, is the same as
 * its fields on that type. Planners lose fields of `@interfaceObject` types behind such conditions. Exact: the parent has
 * every field of its interfaces (GraphQL spec §3.6.1). Aliases of `__typename` go, too. Fragments that nothing spreads any
 * more are left out.
 */
export const widenFragments = (document: DocumentNode, schema: GraphQLSchema): DocumentNode => {
  const widener = new FragmentWidener(document, schema);
  return widener.document();
};

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

const usedVariables = (
  definitions: readonly (OperationDefinitionNode | FragmentDefinitionNode)[],
): Set<string> => {
  const names = new Set<string>();
  const collect = { Variable: (node: VariableNode) => void names.add(node.name.value) };
  for (const { selectionSet, directives } of definitions) {
    visit(selectionSet, collect);
    for (const directive of directives ?? []) visit(directive, collect);
  }
  return names;
};

/**
 * Moves the `@skip`/`@include` of a pair of braces to what is inside, which the native planner takes better; where that
 * has conditions of its own it is wrapped.
 */
const distribute = (
  selection: SelectionNode,
  directives: readonly DirectiveNode[],
  parent: GraphQLCompositeType,
): SelectionNode => {
  const own = selection.directives ?? [];
  const taken = new Set(own.map(({ name }) => name.value));
  if (!directives.some(({ name }) => taken.has(name.value))) {
    return { ...selection, directives: [...own, ...directives] };
  }
  const typeCondition = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: parent.name } } as const;
  const selectionSet: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [selection] };
  return { kind: Kind.INLINE_FRAGMENT, typeCondition, directives, selectionSet };
};

class FragmentWidener {
  private readonly source: DocumentNode;
  private readonly schema: GraphQLSchema;
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Definitions that are still spread, in order of first use. */
  private readonly used = new Map<string, FragmentDefinitionNode | undefined>();

  constructor(source: DocumentNode, schema: GraphQLSchema) {
    this.source = source;
    this.schema = schema;
    this.fragments = new Map(
      source.definitions.flatMap((node) =>
        node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
      ),
    );
  }

  document(): DocumentNode {
    const operations = this.source.definitions.flatMap((node) => {
      if (node.kind !== Kind.OPERATION_DEFINITION) return [];
      const root = this.schema.getRootType(node.operation);
      return root == null ? [node] : [{ ...node, selectionSet: this.set(node.selectionSet, root) }];
    });
    const fragments = [...this.used.values()].flatMap((node) => (node === undefined ? [] : [node]));
    const variables = usedVariables([...operations, ...fragments]);
    const definitions = operations.map((node) => ({
      ...node,
      variableDefinitions: (node.variableDefinitions ?? []).filter(({ variable }) =>
        variables.has(variable.name.value),
      ),
    }));
    return { ...this.source, definitions: [...definitions, ...fragments] };
  }

  private set(set: SelectionSetNode, parent: GraphQLCompositeType): SelectionSetNode {
    const selections = set.selections.flatMap((selection) => this.selection(selection, parent));
    return { ...set, selections: selections.length === 0 ? [TYPENAME] : selections };
  }

  private selection(selection: SelectionNode, parent: GraphQLCompositeType): SelectionNode[] {
    if (selection.kind === Kind.FIELD) return [this.field(selection, parent)];
    if (selection.kind === Kind.INLINE_FRAGMENT) return this.fragment(selection, parent);
    const definition = this.fragments.get(selection.name.value);
    const { name } = definition?.typeCondition ?? selection;
    if (definition === undefined || !this.isWider(name.value, parent)) {
      const type = this.schema.getType(name.value);
      if (isCompositeType(type) && !doTypesOverlap(this.schema, type, parent)) return [];
      this.keep(selection.name.value);
      return [selection];
    }
    const inlined: InlineFragmentNode = {
      kind: Kind.INLINE_FRAGMENT,
      directives: selection.directives ?? [],
      selectionSet: definition.selectionSet,
    };
    return this.fragment(inlined, parent);
  }

  private fragment(fragment: InlineFragmentNode, parent: GraphQLCompositeType): SelectionNode[] {
    const condition = fragment.typeCondition?.name.value;
    if (condition !== undefined && condition !== parent.name && !this.isWider(condition, parent)) {
      const type = this.schema.getType(condition);
      // A condition that was possible outside may be impossible once the one around it is gone.
      if (isCompositeType(type) && !doTypesOverlap(this.schema, type, parent)) return [];
      return [
        isCompositeType(type)
          ? { ...fragment, selectionSet: this.set(fragment.selectionSet, type) }
          : fragment,
      ];
    }
    const selectionSet = this.set(fragment.selectionSet, parent);
    const directives = fragment.directives ?? [];
    // Without a condition and without directives a fragment is only a pair of braces.
    if (directives.length === 0) return [...selectionSet.selections];
    return selectionSet.selections.map((selection) => distribute(selection, directives, parent));
  }

  private field(field: FieldNode, parent: GraphQLCompositeType): FieldNode {
    // The answer's __typename is read under its own name; under an alias it would be lost as the type's name.
    if (field.name.value === '__typename') return TYPENAME;
    if (field.selectionSet === undefined) return field;
    const fields = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields() : {};
    const type = getNamedType((fields[field.name.value] ?? TypeNameMetaFieldDef).type);
    return isCompositeType(type) ? { ...field, selectionSet: this.set(field.selectionSet, type) } : field;
  }

  /** True for an interface that every object of `parent` implements. */
  private isWider(name: string, parent: GraphQLCompositeType): boolean {
    const type = this.schema.getType(name);
    return (
      isInterfaceType(type) &&
      (isObjectType(parent) || isInterfaceType(parent)) &&
      this.schema.isSubType(type, parent)
    );
  }

  private keep(name: string): void {
    if (this.used.has(name)) return;
    // Noted before its content is looked at, so that the order is that of first use.
    this.used.set(name, undefined);
    const definition = this.fragments.get(name);
    const type = definition && this.schema.getType(definition.typeCondition.name.value);
    if (definition !== undefined && isCompositeType(type)) {
      this.used.set(name, { ...definition, selectionSet: this.set(definition.selectionSet, type) });
    }
  }
}
