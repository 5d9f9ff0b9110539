import { HeaderMap } from '@apollo/server';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { CATALOGUE, type FormattedError } from '../errors/index.js';
import { errorsOf, executedStatus } from './answer.js';
import type { ResponseType } from './media-types.js';
import type { ExecutedOperation } from './types.js';

/** The runtime's error behind an error given to Apollo Server, which would drop its locations. */
const originals = new WeakMap<object, FormattedError>();

const wrap = (
  error: FormattedError,
  http: { status: number; headers: HeaderMap } | undefined,
): GraphQLError => {
  const wrapped = new GraphQLError(error.message, {
    extensions: { ...error.extensions, ...(http ? { http } : {}) },
    ...(error.path ? { path: error.path } : {}),
  });
  originals.set(wrapped, error);
  return wrapped;
};

/** Errors of an executed operation for Apollo Server; when there is no data, the first one carries the HTTP status. */
export const apolloErrors = (
  executed: ExecutedOperation,
  type: ResponseType,
  requestId: string,
): GraphQLError[] => {
  const errors = errorsOf(executed, requestId);
  const http =
    executed.data === undefined
      ? { status: executedStatus(executed, errors, type), headers: new HeaderMap() }
      : undefined;
  return errors.map((error, index) => wrap(error, index === 0 ? http : undefined));
};

/** Apollo Server's `formatError`: our errors as they were; unexpected ones of plugins without their message. */
export const formatApolloError = (
  formatted: GraphQLFormattedError,
  error: unknown,
): GraphQLFormattedError => {
  const original = typeof error === 'object' && error !== null ? originals.get(error) : undefined;
  if (original) return original;
  const foreign = error instanceof GraphQLError ? error.originalError !== undefined : true;
  if (foreign && formatted.extensions?.['code'] === 'INTERNAL_SERVER_ERROR') {
    return {
      message: CATALOGUE.INTERNAL_SERVER_ERROR.message,
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    };
  }
  return formatted;
};
