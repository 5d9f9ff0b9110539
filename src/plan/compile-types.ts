import { isAbstractType, isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';

/**
 * Which runtime type names satisfy a type condition: the type itself and, for interfaces and unions, their members. Both
 * directions count, because an `@interfaceObject` subgraph names the interface where others name an implementation.
 */
export class TypeConditions {
  /** Names of interfaces and unions. */
  readonly abstract: ReadonlySet<string>;
  /** The full schema, with types hidden from clients. */
  readonly schema: GraphQLSchema;
  private readonly cache = new Map<string, ReadonlySet<string>>();

  constructor(schema: GraphQLSchema) {
    this.schema = schema;
    const abstract = Object.values(schema.getTypeMap()).filter(isAbstractType);
    this.abstract = new Set(abstract.map(({ name }) => name));
  }

  /** Whether a type of this name exists, for clients or not. */
  knows(name: string): boolean {
    return this.schema.getType(name) !== undefined;
  }

  satisfying(name: string): ReadonlySet<string> {
    let names = this.cache.get(name);
    if (names === undefined) this.cache.set(name, (names = this.compute(name)));
    return names;
  }

  any(names: readonly string[]): ReadonlySet<string> {
    const [only, ...others] = names;
    if (only !== undefined && others.length === 0) return this.satisfying(only);
    return new Set(names.flatMap((name) => [...this.satisfying(name)]));
  }

  private compute(name: string): ReadonlySet<string> {
    const names = new Set([name]);
    const type = this.schema.getType(name);
    if (isAbstractType(type)) {
      for (const { name: member } of this.schema.getPossibleTypes(type)) names.add(member);
      if (isInterfaceType(type))
        for (const sub of this.schema.getImplementations(type).interfaces) names.add(sub.name);
    }
    if (isObjectType(type) || isInterfaceType(type))
      for (const parent of type.getInterfaces()) names.add(parent.name);
    return names;
  }
}
