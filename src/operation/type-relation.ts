import {
  doTypesOverlap,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  type GraphQLAbstractType,
  type GraphQLCompositeType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

/** `crossing`: both are abstract, and each has object types that the other lacks. */
export type Relation = 'apart' | 'wider' | 'crossing' | 'narrower';

/** How a type condition stands to the type that it is written in; none is as wide as that type. */
export const relationOf = (
  schema: GraphQLSchema,
  condition: GraphQLNamedType | undefined,
  parent: GraphQLCompositeType,
): Relation => {
  if (!isCompositeType(condition) || condition === parent) return 'wider';
  if (!doTypesOverlap(schema, condition, parent)) return 'apart';
  if (!isAbstractType(condition)) return 'narrower';
  if (isObjectType(parent)) return 'wider';
  if (isInterfaceType(parent) && schema.isSubType(condition, parent)) return 'wider';
  if (isUnionType(condition) && covers(schema, condition, parent)) return 'wider';
  return covers(schema, parent, condition) ? 'narrower' : 'crossing';
};

/** The object types that both have. */
export const sharedTypes = (
  schema: GraphQLSchema,
  condition: GraphQLAbstractType,
  parent: GraphQLAbstractType,
) => schema.getPossibleTypes(condition).filter((type) => schema.isSubType(parent, type));

/** True when every object type of `part` is one of `whole`. */
const covers = (schema: GraphQLSchema, whole: GraphQLAbstractType, part: GraphQLAbstractType): boolean =>
  schema.getPossibleTypes(part).every((type) => schema.isSubType(whole, type));
