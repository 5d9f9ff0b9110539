import { isUtf8 } from 'node:buffer';
import { InternalError } from '../errors/index.js';
import type { RawAnswer } from './exchange.js';
import type { SubgraphResponse } from './types.js';

const isSuccess = (status: number): boolean => status >= 200 && status < 300;

/**
 * Parses a subgraph's answer. A failed status with a GraphQL body is taken at its body's word (GraphQL over HTTP §6.4.2).
 * @throws InternalError `SUBREQUEST_HTTP_ERROR` (a failed status without GraphQL), `SUBREQUEST_MALFORMED_RESPONSE`.
 */
export const readAnswer = (answer: RawAnswer, subgraph: string): SubgraphResponse => {
  const value = parseBody(answer.body);
  if (isGraphqlResponse(value)) return value;
  if (!isSuccess(answer.status)) {
    throw new InternalError(
      'SUBREQUEST_HTTP_ERROR',
      `Subgraph "${subgraph}" answered HTTP ${answer.status}.`,
    );
  }
  throw new InternalError(
    'SUBREQUEST_MALFORMED_RESPONSE',
    `Subgraph "${subgraph}" answered something that is not a GraphQL response (${describe(answer, value)}).`,
  );
};

const parseBody = (body: Buffer): unknown => {
  // Decoding would replace what is not UTF-8, and hand out data that nobody wrote.
  if (!isUtf8(body)) return undefined;
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
};

const isGraphqlResponse = (value: unknown): value is SubgraphResponse => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const hasData = Object.hasOwn(value, 'data') && typeof (value as SubgraphResponse).data === 'object';
  const { errors } = value as SubgraphResponse;
  return hasData || (Object.hasOwn(value, 'errors') && Array.isArray(errors) && errors.length > 0);
};

const describe = ({ body, contentType }: RawAnswer, value: unknown): string => {
  if (body.length === 0) return 'empty body';
  if (value === undefined) return `not JSON, ${contentType === '' ? 'no content type' : contentType}`;
  return 'neither data nor errors';
};
