import type { IncomingMessage } from 'node:http';
import { ClientError } from '../errors/index.js';

/**
 * RFC 9112 §3.2 asks for exactly one Host. Node's own check, which is off, would answer without a code, and takes the first of
 * many. Undefined when all is well.
 */
export const hostProblem = ({ httpVersion, rawHeaders }: IncomingMessage): ClientError | undefined => {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] as string;
    if (name.length === 4 && name.toLowerCase() === 'host') hosts++;
  }
  if (hosts > 1) return new ClientError('BAD_REQUEST', 'The Host header may be given once.');
  return hosts === 0 && httpVersion === '1.1'
    ? new ClientError('BAD_REQUEST', 'The Host header is missing.')
    : undefined;
};
