import {
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  valueFromASTUntyped,
  type ConstDirectiveNode,
  type GraphQLAbstractType,
  type GraphQLSchema,
} from 'graphql';

type Arguments = Readonly<Record<string, unknown>>;

const argumentsOf = (directive: ConstDirectiveNode): Arguments =>
  Object.fromEntries(
    (directive.arguments ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value)]),
  );

const outermostNames = (fieldSet: string): string[] => {
  const [operation] = parse(`{${fieldSet}}`, { noLocation: true }).definitions;
  const selections = operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet.selections : [];
  return selections.flatMap((selection) => (selection.kind === Kind.FIELD ? [selection.name.value] : []));
};

/** What is read from directives does not change, and the same is asked at every place of a plan. */
const remembered = <T>(values: Map<string, T>, key: string, read: () => T): T => {
  let value = values.get(key);
  if (value === undefined) values.set(key, (value = read()));
  return value;
};

/** Which object types a subgraph can give for a type, as the join directives of the supergraph tell. */
export class SubgraphTypes {
  private readonly schema: GraphQLSchema;
  private readonly graphs = new Map<string, string>();
  private readonly all = new Map<string, readonly string[]>();
  private readonly byField = new Map<string, readonly string[]>();
  private readonly some = new Map<string, readonly string[]>();
  private readonly interfaceObjects = new Map<string, boolean>();
  private readonly keysOf = new Map<string, readonly (readonly string[])[]>();
  private readonly requiredBy = new Map<string, readonly string[]>();

  /** @param schema the supergraph's schema, built from its SDL. */
  constructor(schema: GraphQLSchema) {
    this.schema = schema;
    const graph = schema.getType('join__Graph');
    for (const value of (graph?.astNode?.kind === Kind.ENUM_TYPE_DEFINITION && graph.astNode.values) || []) {
      const directive = value.directives?.find(({ name }) => name.value === 'join__graph');
      const name = directive && argumentsOf(directive)['name'];
      this.graphs.set(typeof name === 'string' ? name : value.name.value, value.name.value);
    }
  }

  /** Object types of a type, whoever gives it; none for leaves. */
  of(name: string): readonly string[] {
    let types = this.all.get(name);
    if (types === undefined) this.all.set(name, (types = this.compute(name)));
    return types;
  }

  /** Object types that the subgraph knows for a type. All of them where the supergraph does not tell. */
  within(name: string, subgraph: string): readonly string[] {
    const type = this.schema.getType(name);
    if (!isAbstractType(type)) return this.of(name);
    const key = `${subgraph} ${name}`;
    let types = this.some.get(key);
    if (types === undefined) this.some.set(key, (types = this.known(type, this.graphs.get(subgraph))));
    return types;
  }

  /** Object types that have a field of this name. */
  withField(name: string): readonly string[] {
    let types = this.byField.get(name);
    if (types === undefined) {
      types = Object.values(this.schema.getTypeMap())
        .filter((type) => isObjectType(type) && name in type.getFields())
        .map((type) => type.name);
      this.byField.set(name, types);
    }
    return types;
  }

  /** Whether the subgraph has a type of this name. Where the supergraph does not tell, it has. */
  has(name: string, subgraph: string): boolean {
    const graph = this.graphs.get(subgraph);
    const known = this.directives(name, 'join__type');
    return known.length === 0 || known.some((given) => given['graph'] === graph);
  }

  /** True when the subgraph knows objects of this type only by an interface (`@interfaceObject`). */
  isInterfaceObject(type: string, subgraph: string): boolean {
    return remembered(this.interfaceObjects, `${subgraph} ${type}`, () => {
      const graph = this.graphs.get(subgraph);
      return this.owners(type).some((name) =>
        this.directives(name, 'join__type').some(
          (given) => given['graph'] === graph && given['isInterfaceObject'] === true,
        ),
      );
    });
  }

  /** The keys by which a subgraph resolves entities of a type: of each the names of its fields, outermost level only. */
  keys(type: string, subgraph: string): readonly (readonly string[])[] {
    return remembered(this.keysOf, `${subgraph} ${type}`, () =>
      this.readKeys(type, this.graphs.get(subgraph)),
    );
  }

  private readKeys(type: string, graph: string | undefined): readonly (readonly string[])[] {
    return this.owners(type).flatMap((name) =>
      this.directives(name, 'join__type').flatMap((given) =>
        given['graph'] === graph && typeof given['key'] === 'string' ? [outermostNames(given['key'])] : [],
      ),
    );
  }

  /**
   * Names of the fields that a subgraph must be given to resolve a field of one of its entities (`@requires`), outermost
   * level only.
   */
  required(type: string, field: string, subgraph: string): readonly string[] {
    return remembered(this.requiredBy, `${subgraph} ${type}.${field}`, () =>
      this.readRequired(type, field, this.graphs.get(subgraph)),
    );
  }

  private readRequired(type: string, field: string, graph: string | undefined): readonly string[] {
    for (const name of this.owners(type)) {
      const parent = this.schema.getType(name);
      const node =
        isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[field]?.astNode : null;
      for (const given of (node?.directives ?? []).map(argumentsOf)) {
        if (given['graph'] !== graph || typeof given['requires'] !== 'string') continue;
        return outermostNames(given['requires']);
      }
    }
    return [];
  }

  /** The type and its interfaces: an `@interfaceObject` subgraph knows only these. */
  private owners(type: string): readonly string[] {
    const owner = this.schema.getType(type);
    return [type, ...(isObjectType(owner) ? owner.getInterfaces().map(({ name }) => name) : [])];
  }

  private compute(name: string): readonly string[] {
    const type = this.schema.getType(name);
    if (isAbstractType(type)) return this.schema.getPossibleTypes(type).map((member) => member.name);
    return isObjectType(type) ? [name] : [];
  }

  private known(type: GraphQLAbstractType, graph: string | undefined): readonly string[] {
    const all = this.of(type.name);
    const here = this.directives(type.name, 'join__type').filter((given) => given['graph'] === graph);
    if (here.some((given) => given['isInterfaceObject'] === true)) return all;
    const members = isInterfaceType(type)
      ? all.filter((member) => this.implements(member, type.name, graph))
      : this.directives(type.name, 'join__unionMember').flatMap((given) =>
          given['graph'] === graph ? [String(given['member'])] : [],
        );
    return members.length === 0 ? all : members;
  }

  private implements(member: string, name: string, graph: string | undefined): boolean {
    return this.directives(member, 'join__implements').some(
      (given) => given['graph'] === graph && given['interface'] === name,
    );
  }

  private directives(type: string, directive: string): Arguments[] {
    const nodes = this.schema.getType(type)?.astNode?.directives ?? [];
    return nodes.filter(({ name }) => name.value === directive).map(argumentsOf);
  }
}
