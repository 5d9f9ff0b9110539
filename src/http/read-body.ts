import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { ClientError } from '../errors/index.js';

/** The client went away before its body was complete; nobody is left to answer. */
export class ClientGone extends Error {}

const tooLarge = (limit: number): ClientError =>
  new ClientError('PAYLOAD_TOO_LARGE', `The request body is larger than ${limit} bytes.`);

const decoder = (encoding: string): Transform | undefined => {
  switch (encoding) {
    case '':
    case 'identity':
      return undefined;
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      throw new ClientError('BAD_REQUEST', 'Content-Encoding must be one of gzip, deflate, br.', {
        status: 415,
      });
  }
};

/**
 * Reads a request's body as UTF-8 text. The limit (bytes) holds for what is sent and for what comes out of
 * decompression, so a small archive cannot grow into a large body.
 * @throws ClientError PAYLOAD_TOO_LARGE; BAD_REQUEST for unknown encodings (415), broken archives and invalid UTF-8 (400);
 * ClientGone when the connection ends early.
 */
export const readBody = async (request: IncomingMessage, limit: number): Promise<string> => {
  const inflate = decoder((request.headers['content-encoding'] ?? '').trim().toLowerCase());
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  return decodeBody(await collect(request, inflate, limit));
};

/** @throws ClientError BAD_REQUEST for invalid UTF-8. */
export const decodeBody = (bytes: Buffer): string => {
  if (!isUtf8(bytes)) throw new ClientError('BAD_REQUEST', 'The request body is not valid UTF-8.');
  return bytes.toString('utf8');
};

const collect = (request: IncomingMessage, inflate: Transform | undefined, limit: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let sent = 0;
    let size = 0;
    const source = inflate ?? request;
    const fail = (error: Error): void => {
      request.unpipe();
      request.removeAllListeners('data');
      // A body cannot be left half read on a connection that is to be used again, so the rest flows away unseen.
      request.resume();
      inflate?.destroy();
      reject(error);
    };
    if (inflate) {
      request.on('data', (chunk: Buffer) => {
        sent += chunk.length;
        if (sent > limit) fail(tooLarge(limit));
      });
      inflate.on('error', () =>
        fail(new ClientError('BAD_REQUEST', 'The request body could not be decompressed.')),
      );
    }
    source.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) fail(tooLarge(limit));
      else chunks.push(chunk);
    });
    source.on('end', () => resolve(Buffer.concat(chunks, size)));
    request.on('error', (error) => reject(new ClientGone('The client went away.', { cause: error })));
    request.on('close', () => {
      if (!request.complete) reject(new ClientGone('The client went away.'));
    });
    if (inflate) request.pipe(inflate);
  });
