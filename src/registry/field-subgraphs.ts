import {
  isInterfaceType,
  isObjectType,
  valueFromASTUntyped,
  type ConstDirectiveNode,
  type GraphQLSchema,
} from 'graphql';
import type { FieldSubgraphs, SubgraphSet } from '../operation/index.js';

/** Which subgraphs can answer each field, as the join directives of a supergraph's schema tell. */
export const readFieldSubgraphs = (schema: GraphQLSchema): FieldSubgraphs => {
  const sets = new Map<string, SubgraphSet>();
  const fields = new Map<string, SubgraphSet>();
  const setOf = (names: readonly string[]): SubgraphSet => {
    const unique = [...new Set(names)].sort();
    const key = unique.join(' ');
    let set = sets.get(key);
    if (set === undefined) sets.set(key, (set = { names: new Set(unique) }));
    return set;
  };
  return (type, field) => {
    const key = `${type}.${field}`;
    let set = fields.get(key);
    if (set === undefined) fields.set(key, (set = setOf(subgraphsOf(schema, type, field))));
    return set;
  };
};

const subgraphsOf = (schema: GraphQLSchema, typeName: string, fieldName: string): readonly string[] => {
  const type = schema.getType(typeName);
  if (!isObjectType(type) && !isInterfaceType(type)) return UNKNOWN;
  const joins = joinsOf(type.getFields()[fieldName]?.astNode?.directives, 'join__field');
  // Without a directive the field is in every subgraph that has the type.
  const own = joins.length === 0 ? joinsOf(type.astNode?.directives, 'join__type') : joins;
  const names = own.flatMap(({ graph, isExternal }) => (graph === undefined || isExternal ? [] : [graph]));
  if (names.length > 0) return names;
  // The directive names no subgraph where an interface object has the field.
  const declaring = type.getInterfaces().find((each) => each.getFields()[fieldName] !== undefined);
  return declaring === undefined ? UNKNOWN : subgraphsOf(schema, declaring.name, fieldName);
};

const UNKNOWN: readonly string[] = [''];

const joinsOf = (directives: readonly ConstDirectiveNode[] | undefined, name: string) =>
  (directives ?? [])
    .filter((directive) => directive.name.value === name)
    .map((directive) => {
      const given = new Map(
        directive.arguments?.map((each) => [each.name.value, valueFromASTUntyped(each.value)]),
      );
      const graph = given.get('graph');
      return {
        graph: typeof graph === 'string' ? graph : undefined,
        isExternal: given.get('external') === true || given.get('usedOverridden') === true,
      };
    });
