import {
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  isAbstractType,
  type GraphQLAbstractType,
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
import type { SourceKeys } from './source-keys.js';
import { relationOf, sharedTypes } from './type-relation.js';

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };
/** Writing out copies a selection once per object type: beyond this many copies selections stay as they are. */
const MAX_COPIES = 500;

export interface WidenOptions {
  readonly keys: SourceKeys;
  /** Writes every selection on an abstract type that has fragments out for each of its object types. */
  readonly byType: boolean;
}

/**
 * Writes a document the way planners take it best; the answer is the same. Type conditions that cannot fail are dropped:
 * a fragment on an interface, inside a type that implements it, is the same as its fields on that type (GraphQL spec
 * §3.6.1). Conditions on abstract types that only partly overlap become one fragment per object type that they share.
 * Fields get the keys under which they are fetched; aliases of `__typename` go. Fragments that nothing spreads any more
 * are left out. `@skip` and `@include` must have been resolved.
 */
export const widenFragments = (
  document: DocumentNode,
  schema: GraphQLSchema,
  options: WidenOptions,
): DocumentNode => new FragmentWidener(document, schema, options).document();

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

const onType = (
  type: GraphQLCompositeType,
  { directives }: Pick<InlineFragmentNode, 'directives'>,
  selectionSet: SelectionSetNode,
): InlineFragmentNode => ({
  kind: Kind.INLINE_FRAGMENT,
  typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type.name } },
  ...(directives === undefined ? {} : { directives }),
  selectionSet,
});

const NO_DIRECTIVES = {};
const hasFragments = ({ selections }: SelectionSetNode): boolean =>
  selections.some(({ kind }) => kind !== Kind.FIELD);

class FragmentWidener {
  private readonly source: DocumentNode;
  private readonly schema: GraphQLSchema;
  private readonly options: WidenOptions;
  private copies = 0;
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Definitions that are still spread, in order of first use. */
  private readonly used = new Map<string, FragmentDefinitionNode | undefined>();

  constructor(source: DocumentNode, schema: GraphQLSchema, options: WidenOptions) {
    this.options = options;
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
    if (this.options.byType && isAbstractType(parent) && hasFragments(set)) return this.written(set, parent);
    return this.plain(set, parent);
  }

  private written(set: SelectionSetNode, parent: GraphQLAbstractType): SelectionSetNode {
    const types = this.schema.getPossibleTypes(parent);
    this.copies += types.length;
    if (this.copies > MAX_COPIES) return this.plain(set, parent);
    const fragments = types.map((type) => onType(type, NO_DIRECTIVES, this.set(set, type)));
    return { ...set, selections: [TYPENAME, ...fragments] };
  }

  private plain(set: SelectionSetNode, parent: GraphQLCompositeType): SelectionSetNode {
    const selections = set.selections.flatMap((selection) => this.selection(selection, parent));
    return { ...set, selections: selections.length === 0 ? [TYPENAME] : selections };
  }

  private selection(selection: SelectionNode, parent: GraphQLCompositeType): SelectionNode[] {
    if (selection.kind === Kind.FIELD) return [this.field(selection, parent)];
    if (selection.kind === Kind.INLINE_FRAGMENT) return this.fragment(selection, parent);
    const definition = this.fragments.get(selection.name.value);
    if (definition === undefined) return [selection];
    const inlined: InlineFragmentNode = {
      kind: Kind.INLINE_FRAGMENT,
      typeCondition: definition.typeCondition,
      directives: selection.directives ?? [],
      selectionSet: definition.selectionSet,
    };
    const type = this.schema.getType(definition.typeCondition.name.value);
    if (relationOf(this.schema, type, parent) !== 'narrower') return this.fragment(inlined, parent);
    this.keep(selection.name.value);
    return [selection];
  }

  private fragment(fragment: InlineFragmentNode, parent: GraphQLCompositeType): SelectionNode[] {
    const condition = fragment.typeCondition && this.schema.getType(fragment.typeCondition.name.value);
    switch (relationOf(this.schema, condition, parent)) {
      case 'apart':
        // A condition that was possible outside may be impossible once the one around it is gone.
        return [];
      case 'wider': {
        const selectionSet = this.set(fragment.selectionSet, parent);
        // Without a condition and without directives a fragment is only a pair of braces.
        return (fragment.directives?.length ?? 0) === 0
          ? [...selectionSet.selections]
          : [onType(parent, fragment, selectionSet)];
      }
      case 'crossing':
        return this.expand(fragment, condition as GraphQLAbstractType, parent as GraphQLAbstractType);
      case 'narrower': {
        const type = condition as GraphQLCompositeType;
        return [onType(type, fragment, this.set(fragment.selectionSet, type))];
      }
    }
  }

  /** One fragment for each object type that both have; the plan weight counts, and so bounds, the copies. */
  private expand(
    fragment: InlineFragmentNode,
    condition: GraphQLAbstractType,
    parent: GraphQLAbstractType,
  ): SelectionNode[] {
    return sharedTypes(this.schema, condition, parent).map((type) =>
      onType(type, fragment, this.set(fragment.selectionSet, type)),
    );
  }

  private field(field: FieldNode, parent: GraphQLCompositeType): FieldNode {
    // The answer's __typename is read under its own name; under an alias it would be lost as the type's name.
    if (field.name.value === '__typename') return TYPENAME;
    const key = this.options.keys.of(field);
    const alias: FieldNode =
      key === (field.alias ?? field.name).value
        ? field
        : { ...field, alias: { kind: Kind.NAME, value: key } };
    if (field.selectionSet === undefined) return alias;
    const fields = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields() : {};
    const type = getNamedType((fields[field.name.value] ?? TypeNameMetaFieldDef).type);
    return isCompositeType(type) ? { ...alias, selectionSet: this.set(field.selectionSet, type) } : alias;
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
