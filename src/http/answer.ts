import { GraphQLError } from 'graphql';
import type { FormattedError } from '../errors/index.js';
import { toPlainText } from '../respond/index.js';
import type { ResponseType } from './media-types.js';
import { formatGraphqlError, statusOf, withRequestId } from './refusal.js';
import type { ExecutedOperation } from './types.js';

export interface FrontAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
}

/** Without a code, graphql-js means: variables could not be coerced (no data), or a field failed. */
const executionCode = (error: GraphQLError, refused: boolean): string => {
  const code = error.extensions['code'];
  if (typeof code === 'string') return code;
  return refused ? 'BAD_USER_INPUT' : 'INTERNAL_SERVER_ERROR';
};

/** Errors of an executed operation as the client sees them. */
export const errorsOf = (executed: ExecutedOperation, requestId: string): FormattedError[] => {
  const refused = executed.data === undefined;
  return executed.errors.map((error) =>
    withRequestId(
      error instanceof GraphQLError ? formatGraphqlError(error, executionCode(error, refused)) : error,
      requestId,
    ),
  );
};

/** HTTP status of an executed operation: 200, or what its first error says when there is no data. */
export const executedStatus = (
  { data }: ExecutedOperation,
  errors: readonly FormattedError[],
  type: ResponseType,
): number => (data === undefined ? statusOf(errors[0]?.extensions.code, type) : 200);

/** JSON of a response: errors first, then data as the runtime wrote it, then extensions. No newline at the end. */
export const responseText = (
  data: string | undefined,
  errors: readonly unknown[] | undefined,
  extensions: Readonly<Record<string, unknown>> | undefined,
): string => {
  let text = '{';
  if (errors !== undefined && errors.length > 0) text += `"errors":${JSON.stringify(errors)}`;
  if (data !== undefined) text += text === '{' ? `"data":${data}` : `,"data":${data}`;
  if (extensions !== undefined) text += `,"extensions":${JSON.stringify(extensions)}`;
  return `${text}}`;
};

/** The same as bytes; what execution wrote as bytes is not decoded in between. */
export const responseBytes = (
  { data, extensions }: Pick<ExecutedOperation, 'data' | 'extensions'>,
  errors: readonly unknown[],
): Buffer =>
  data?.encoding === 'latin1' && errors.length === 0 && extensions === undefined
    ? Buffer.from(`{"data":${data.text}}`, 'latin1')
    : Buffer.from(responseText(data && toPlainText(data), errors, extensions));
