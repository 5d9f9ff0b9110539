import { executeSync, type GraphQLFormattedError } from 'graphql';
import type { Operation } from './types.js';

/** Answers the `__schema` and `__type` fields of an operation from its schema; nothing is fetched. */
export const introspect = (
  operation: Operation,
  variables: Readonly<Record<string, unknown>>,
): {
  readonly data: Readonly<Record<string, unknown>> | undefined;
  readonly errors: readonly GraphQLFormattedError[];
} => {
  if (operation.introspectionDocument === undefined) return { data: undefined, errors: [] };
  const { data, errors } = executeSync({
    schema: operation.schema,
    document: operation.introspectionDocument,
    variableValues: variables,
  });
  return { data: data ?? undefined, errors: errors?.map((error) => error.toJSON()) ?? [] };
};
