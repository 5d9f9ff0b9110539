import { GraphQLError, parse, type DocumentNode } from 'graphql';

/**
 * Text to syntax tree. The text must have passed the scan: parsing recurses once per level of brackets.
 *
 * @param maxTokens a second line of defence, in case the scan and the parser ever count differently.
 * @throws GraphQLError with `extensions.code` `GRAPHQL_PARSE_FAILED` and the place of the problem.
 */
export function parseDocument(text: string, maxTokens: number): DocumentNode {
  try {
    return parse(text, { maxTokens });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw withCode(error, 'GRAPHQL_PARSE_FAILED');
  }
}

/** A copy with a code that keeps source and positions but not the syntax tree, so that it can be kept in a cache. */
export function withCode(
  error: GraphQLError,
  code: 'GRAPHQL_PARSE_FAILED' | 'GRAPHQL_VALIDATION_FAILED' | 'BAD_USER_INPUT',
): GraphQLError {
  return new GraphQLError(error.message, {
    source: error.source,
    positions: error.positions,
    extensions: { ...error.extensions, code },
  });
}
