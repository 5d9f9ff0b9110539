import { isAbstractType, isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';
import { SubgraphTypes } from './subgraph-types.js';

/**
 * Which runtime type names satisfy a type condition: the type itself and, for interfaces and unions, their members. Both
 * directions count, because an `@interfaceObject` subgraph names the interface where others name an implementation.
 */
export class TypeConditions {
  /** Names of interfaces and unions. */
  readonly abstract: ReadonlySet<string>;
  /** The full schema, with types hidden from clients. */
  readonly schema: GraphQLSchema;
  private readonly subgraphTypes: SubgraphTypes;
  private readonly cache = new Map<string, ReadonlySet<string>>();
  private readonly entityCache = new Map<string, ReadonlySet<string>>();

  constructor(schema: GraphQLSchema) {
    this.schema = schema;
    this.subgraphTypes = new SubgraphTypes(schema);
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

  /** Those by which a subgraph can be asked for an entity: it may know an implementation but not its interface. */
  ofEntity(name: string, subgraph: string): ReadonlySet<string> {
    const key = `${subgraph} ${name}`;
    let names = this.entityCache.get(key);
    if (names === undefined) {
      const askable = [...this.satisfying(name)].filter(
        (each) => !this.abstract.has(each) || this.subgraphTypes.has(each, subgraph),
      );
      this.entityCache.set(key, (names = new Set(askable)));
    }
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
