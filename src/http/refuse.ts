import type { Duplex } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ClientError, isSporkError } from '../errors/index.js';
import { JSON_TYPE } from './media-types.js';
import type { HttpLogger } from './options.js';
import { isUnexpected, refusalOf } from './refusal.js';

export interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Fastify's own errors carry the status of the client's fault; the rest is ours. */
const asRefused = (error: unknown): unknown => {
  if (isSporkError(error) || !(error instanceof Error) || !('statusCode' in error)) return error;
  const status = Number(error.statusCode);
  return status >= 400 && status < 500
    ? new ClientError('BAD_REQUEST', undefined, { status, cause: error })
    : error;
};

/** Answers any error of Fastify or of a route; what nobody foresaw is logged and masked. */
export const refuse = (logger: HttpLogger, error: unknown, { request, reply }: Exchange): FastifyReply => {
  const refused = asRefused(error);
  const { status, errors } = refusalOf(refused, JSON_TYPE, request.id);
  if (isUnexpected(refused)) logger.error('A request failed.', { requestId: request.id, error });
  else if (status >= 500) {
    // The gateway means it: during a stop it says so to everyone who still comes.
    logger.info('A request was refused.', {
      requestId: request.id,
      status,
      code: errors[0]?.extensions.code,
    });
  }
  return reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify({ errors }));
};

/** What the HTTP parser refuses never becomes a request, so the answer is written to the socket. */
export const answerBrokenRequest = (error: Error & { code?: string }, socket: Duplex): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const status =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? '431 Request Header Fields Too Large'
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? '408 Request Timeout'
        : '400 Bad Request';
  const errors = [{ message: 'The request is malformed.', extensions: { code: 'BAD_REQUEST' } }];
  const body = JSON.stringify({ errors });
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: application/json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
};
