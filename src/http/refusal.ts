import { GraphQLError } from 'graphql';
import {
  CATALOGUE,
  ClientError,
  isSporkError,
  type ErrorCode,
  type FormattedError,
} from '../errors/index.js';
import { GRAPHQL_JSON_TYPE, type ResponseType } from './media-types.js';

/** A whole request that is answered without being executed. */
export interface Refusal {
  readonly status: number;
  readonly errors: readonly FormattedError[];
}

/** Codes of requests that are well formed; the media type application/json answers those with 200. */
const WELL_FORMED: ReadonlySet<string> = new Set<ErrorCode>([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_USER_INPUT',
]);

const isCode = (code: unknown): code is ErrorCode =>
  typeof code === 'string' && Object.hasOwn(CATALOGUE, code);

/** HTTP status for a request that ended without `data`, by its first error and the media type of the answer. */
export const statusOf = (code: unknown, type: ResponseType, status?: number): number => {
  if (!isCode(code)) return status ?? 500;
  if (WELL_FORMED.has(code)) return type === GRAPHQL_JSON_TYPE ? 400 : 200;
  return status ?? CATALOGUE[code].status;
};

const graphqlCode = (error: GraphQLError): string => {
  const code = error.extensions['code'];
  if (typeof code === 'string') return code;
  return error.message.startsWith('Syntax Error') ? 'GRAPHQL_PARSE_FAILED' : 'GRAPHQL_VALIDATION_FAILED';
};

/** Error of graphql-js in the shape of a response. */
export const formatGraphqlError = (error: GraphQLError, code = graphqlCode(error)): FormattedError => {
  const { message, locations, path } = error.toJSON();
  return {
    message,
    ...(locations ? { locations } : {}),
    ...(path ? { path } : {}),
    extensions: { ...error.extensions, code },
  };
};

const internal = (requestId: string): Refusal => ({
  status: 500,
  errors: [
    {
      message: CATALOGUE.INTERNAL_SERVER_ERROR.message,
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
    },
  ],
});

/** Adds what the operators need to find an internal error in the log. */
export const withRequestId = (error: FormattedError, requestId: string): FormattedError =>
  error.extensions.code === 'INTERNAL_SERVER_ERROR'
    ? { ...error, extensions: { ...error.extensions, requestId } }
    : error;

const graphqlErrorsOf = (error: unknown): GraphQLError[] | undefined => {
  if (error instanceof GraphQLError) return [error];
  if (!(error instanceof AggregateError) || error.errors.length === 0) return undefined;
  const errors = error.errors.filter((entry): entry is GraphQLError => entry instanceof GraphQLError);
  return errors.length === error.errors.length ? errors : undefined;
};

/** Any thrown value as an answer; what is not meant for clients becomes INTERNAL_SERVER_ERROR. */
export const refusalOf = (error: unknown, type: ResponseType, requestId: string): Refusal => {
  if (isSporkError(error)) {
    return {
      status: statusOf(error.code, type, error.status),
      errors: [withRequestId(error.toFormatted(), requestId)],
    };
  }
  const errors = graphqlErrorsOf(error)?.map((entry) => formatGraphqlError(entry));
  if (!errors?.[0]) return internal(requestId);
  return { status: statusOf(errors[0].extensions.code, type), errors };
};

/** True when the log should hold the error: it is ours, not the client's. */
export const isUnexpected = (error: unknown): boolean =>
  !(error instanceof ClientError) && graphqlErrorsOf(error) === undefined;
