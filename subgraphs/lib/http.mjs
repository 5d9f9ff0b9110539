import { createServer } from 'node:http';

const BODY_LIMIT_BYTES = 1024 * 1024;

/**
 * @typedef {{ url: string, close(): Promise<void> }} RunningService `url` has no trailing slash and no path
 */

/**
 * A service could not listen; `code` is the system's code, for example `EADDRINUSE`.
 */
export class ListenError extends Error {
  /**
   * @param {string} message
   * @param {string} code
   */
  constructor(message, code) {
    super(message);
    this.name = 'ListenError';
    this.code = code;
  }
}

/**
 * @param {NodeJS.ErrnoException} error
 * @param {{ name: string, host: string, port: number }} at
 */
function describeListenError(error, { name, host, port }) {
  const message =
    error.code === 'EADDRINUSE'
      ? `Port ${port} on ${host}, wanted by the ${name} sample, is already in use.`
      : `The ${name} sample cannot listen on ${host}:${port}: ${error.message}.`;
  return new ListenError(message, error.code ?? 'UNKNOWN');
}

/**
 * Starts a plain HTTP server. Port 0 takes any free port.
 * @param {{ name: string, host: string, port: number }} at
 * @param {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => Promise<void>} handle
 * @returns {Promise<RunningService>}
 * @throws {ListenError} when the port cannot be had
 */
export async function listen(at, handle) {
  const server = createServer((request, response) => {
    handle(request, response).catch((error) => answerFailure(response, error));
  });
  await new Promise((resolve, reject) => {
    server.once('error', (error) => reject(describeListenError(error, at)));
    server.listen(at.port, at.host, () => resolve(undefined));
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : at.port;
  const host = at.host.includes(':') ? `[${at.host}]` : at.host;
  return { url: `http://${host}:${port}`, close: () => closeServer(server) };
}

/** @param {import('node:http').Server} server */
function closeServer(server) {
  return new Promise((resolve) => {
    server.close(() => resolve(undefined));
    server.closeAllConnections();
  });
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {Error & { status?: number }} error
 */
function answerFailure(response, error) {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  sendJson(response, error.status ?? 500, { error: error.status ? error.message : 'Internal error' });
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {number} status
 * @param {unknown} value
 */
export function sendJson(response, status, value) {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(value));
}

/**
 * @param {number} status
 * @param {string} message
 */
export function httpError(status, message) {
  return Object.assign(new Error(message), { status });
}

/**
 * Reads a body of at most 1 MB as JSON; an empty body reads as `undefined`.
 * @param {import('node:http').IncomingMessage} request
 * @returns {Promise<unknown>}
 */
export async function readJson(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > BODY_LIMIT_BYTES) throw httpError(413, 'The body is larger than 1 MB.');
    chunks.push(chunk);
  }
  if (size === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw httpError(400, 'The body is not valid JSON.');
  }
}
