import {
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  typeFromAST,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';

type Parent = GraphQLNamedType | undefined;

/** A selection set and the type it is selected on; `parent` is undefined where the document names an unknown type. */
export interface SelectionSource {
  readonly id: number;
  readonly set: SelectionSetNode;
  readonly parent: Parent;
}

export interface CollectedField {
  readonly node: FieldNode;
  readonly parent: Parent;
  /** Undefined for unknown fields and for `__typename`, `__schema`, `__type`: nothing is compared there. */
  readonly type: GraphQLOutputType | undefined;
  readonly below: SelectionSource | undefined;
}

/** Collects the fields of selection sets by response key, inline fragments and fragments flattened. */
export class FieldCollector {
  readonly #schema: GraphQLSchema;
  readonly #document: DocumentNode;
  readonly #maxWork: number;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  /** A selection set is at one place of the document, so its fields' types never change. */
  readonly #fields = new Map<FieldNode, CollectedField>();
  readonly #reached = new Set<string>();
  #nextId = 0;
  /** Selections looked at. */
  work = 0;

  constructor(schema: GraphQLSchema, document: DocumentNode, maxWork: number) {
    this.#schema = schema;
    this.#document = document;
    this.#maxWork = maxWork;
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION)
        this.#fragments.set(definition.name.value, definition);
    }
  }

  get exhausted(): boolean {
    return this.work > this.#maxWork;
  }

  /** Every operation, then every fragment that none of the earlier roots reached. */
  *roots(): Generator<SelectionSource> {
    for (const definition of this.#document.definitions) {
      if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
      yield this.#source(
        definition.selectionSet,
        this.#schema.getRootType(definition.operation) ?? undefined,
      );
    }
    for (const fragment of this.#fragments.values()) {
      if (this.#reached.has(fragment.name.value)) continue;
      yield this.#source(fragment.selectionSet, typeFromAST(this.#schema, fragment.typeCondition));
    }
  }

  collect(sources: readonly SelectionSource[]): ReadonlyMap<string, readonly CollectedField[]> {
    const groups = new Map<string, CollectedField[]>();
    const spread = new Set<string>();
    for (const source of sources) this.#collectSet(source.set, source.parent, { groups, spread });
    return groups;
  }

  #collectSet(
    set: SelectionSetNode,
    parent: Parent,
    into: { groups: Map<string, CollectedField[]>; spread: Set<string> },
  ): void {
    for (const selection of set.selections) {
      this.work += 1;
      if (this.exhausted) return;
      if (selection.kind === Kind.FIELD) {
        const key = (selection.alias ?? selection.name).value;
        const group = into.groups.get(key);
        if (group === undefined) into.groups.set(key, [this.#field(selection, parent)]);
        else group.push(this.#field(selection, parent));
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition;
        const type = condition === undefined ? parent : typeFromAST(this.#schema, condition);
        this.#collectSet(selection.selectionSet, type, into);
      } else {
        const name = selection.name.value;
        this.#reached.add(name);
        const fragment = into.spread.has(name) ? undefined : this.#fragments.get(name);
        into.spread.add(name);
        if (fragment === undefined) continue;
        this.#collectSet(fragment.selectionSet, typeFromAST(this.#schema, fragment.typeCondition), into);
      }
    }
  }

  #field(node: FieldNode, parent: Parent): CollectedField {
    const known = this.#fields.get(node);
    if (known !== undefined) return known;
    const type =
      isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value]?.type : undefined;
    const below =
      node.selectionSet === undefined
        ? undefined
        : this.#source(node.selectionSet, this.#typeBelow(node, parent, type));
    const field: CollectedField = { node, parent, type, below };
    this.#fields.set(node, field);
    return field;
  }

  #typeBelow(node: FieldNode, parent: Parent, type: GraphQLOutputType | undefined): Parent {
    if (type !== undefined) return getNamedType(type);
    if (parent === undefined || parent !== this.#schema.getQueryType()) return undefined;
    if (node.name.value === '__schema') return this.#schema.getType('__Schema');
    return node.name.value === '__type' ? this.#schema.getType('__Type') : undefined;
  }

  #source(set: SelectionSetNode, parent: Parent): SelectionSource {
    this.#nextId += 1;
    return { id: this.#nextId, set, parent };
  }
}
