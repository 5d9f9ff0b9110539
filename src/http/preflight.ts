import type { IncomingHttpHeaders } from 'node:http';
import { ClientError } from '../errors/index.js';
import { JSON_TYPE, parseContentType } from './media-types.js';

/** Types that a browser sends to another site without asking first (Fetch standard, CORS-safelisted). */
const SIMPLE_TYPES = new Set(['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain']);

const hasPreflightHeader = (headers: IncomingHttpHeaders): boolean =>
  Boolean(headers['apollo-require-preflight'] ?? '') || Boolean(headers['x-apollo-operation-name'] ?? '');

const unsupported = (message: string): ClientError =>
  new ClientError('BAD_REQUEST', message, { status: 415 });

const checkJson = (header: string): void => {
  const type = parseContentType(header);
  if (type?.essence !== JSON_TYPE) throw unsupported('Content-Type must be application/json.');
  if (type.charset !== undefined && type.charset !== 'utf-8' && type.charset !== 'utf8') {
    throw unsupported('The charset must be utf-8.');
  }
};

/**
 * Content-Type and cross-site rules, before a byte of the body is read.
 * @throws ClientError CSRF_PREVENTION_FAILED for what another site's form could have sent; BAD_REQUEST (415) for types
 * other than application/json in UTF-8.
 */
export const checkPreflight = (method: string, headers: IncomingHttpHeaders, csrf: boolean): void => {
  const header = headers['content-type'];
  if (method === 'GET') {
    if (header !== undefined) return checkJson(header);
    if (csrf && !hasPreflightHeader(headers)) throw new ClientError('CSRF_PREVENTION_FAILED', undefined);
    return;
  }
  const essence = header === undefined ? undefined : parseContentType(header)?.essence;
  const simple = header === undefined || (essence !== undefined && SIMPLE_TYPES.has(essence));
  if (csrf && simple && !hasPreflightHeader(headers))
    throw new ClientError('CSRF_PREVENTION_FAILED', undefined);
  checkJson(header ?? '');
};
