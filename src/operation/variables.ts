import { getVariableValues, GraphQLError } from 'graphql';
import { withCode } from './parse.js';
import type { Operation } from './types.js';

export type VariableValues = Readonly<Record<string, unknown>>;
export type CoercedVariables =
  | { readonly values: VariableValues; readonly errors?: undefined }
  | { readonly errors: readonly GraphQLError[]; readonly values?: undefined };

export interface CoerceOptions {
  /** Whether messages may name what the schema has ("Did you mean …?"). Default false. */
  readonly exposeSchemaInErrors?: boolean;
}

const MAX_ERRORS = 5;
/** Levels of lists and objects inside one variable. */
const MAX_DEPTH = 64;
/** Longer values are cut in messages, as they are repeated from the request. */
const MAX_MESSAGE = 1000;

const NONE: VariableValues = Object.freeze(Object.create(null) as Record<string, unknown>);

/**
 * Coerces the variables of a request to the types that the operation declares; others are ignored. The result has no
 * prototype and only own keys.
 *
 * @returns values, or at most 5 errors in the words of graphql-js with `extensions.code` `BAD_USER_INPUT`.
 */
export function coerceVariables(
  operation: Operation,
  input: VariableValues | undefined,
  options: CoerceOptions = {},
): CoercedVariables {
  const definitions = operation.definition.variableDefinitions;
  if (definitions === undefined || definitions.length === 0) return { values: NONE };
  const given: VariableValues = input ?? NONE;
  for (const definition of definitions) {
    const name = definition.variable.name.value;
    if (!Object.hasOwn(given, name) || !isTooDeep(given[name])) continue;
    const message = `Variable "$${name}" is nested more than ${MAX_DEPTH} levels deep.`;
    return { errors: [withCode(new GraphQLError(message, { nodes: definition }), 'BAD_USER_INPUT')] };
  }
  const result = getVariableValues(operation.schema, definitions, given, {
    maxErrors: MAX_ERRORS,
    hideSuggestions: options.exposeSchemaInErrors !== true,
  });
  if (result.errors !== undefined) return { errors: result.errors.slice(0, MAX_ERRORS).map(toUserError) };
  return { values: Object.assign(Object.create(null) as Record<string, unknown>, result.coerced) };
}

function toUserError(error: GraphQLError): GraphQLError {
  if (error.message.length <= MAX_MESSAGE) return withCode(error, 'BAD_USER_INPUT');
  return withCode(
    new GraphQLError(`${error.message.slice(0, MAX_MESSAGE)}…`, {
      source: error.source,
      positions: error.positions,
    }),
    'BAD_USER_INPUT',
  );
}

/** Level by level instead of recursive, because the depth is what is in question. */
function isTooDeep(value: unknown): boolean {
  let level: object[] = typeof value === 'object' && value !== null ? [value] : [];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return true;
    const next: object[] = [];
    for (const container of level) {
      const children: readonly unknown[] = Array.isArray(container) ? container : Object.values(container);
      for (const child of children) {
        if (typeof child === 'object' && child !== null) next.push(child);
      }
    }
    level = next;
  }
  return false;
}
