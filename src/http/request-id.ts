import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { handoverOf } from './handover.js';

const REQUEST_ID = /^[\w.-]{1,128}$/;

/** The id that a request came with when it is plain, else a new one; always the same for one request. */
export const requestIdOf = (request: IncomingMessage): string =>
  handoverOf(request)?.requestId ?? givenOrNew(request.headers['x-request-id']);

export const givenOrNew = (given: string | string[] | undefined): string =>
  typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
