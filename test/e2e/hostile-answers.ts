import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

export type Respond = (request: IncomingMessage, response: ServerResponse) => void;
/** Bytes as they are, instead of a response. */
export const raw =
  (...parts: readonly string[]): Respond =>
  (request) =>
    void request.socket.end(parts.join('\r\n'));
/** A JSON response. */
export const text =
  (body: string, status = 200): Respond =>
  (_request, response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(body);

/** An answer with these entities. */
export const entities = (value: string): string => `{"data":{"_entities":${value}}}`;
/** What a subgraph may answer instead of two entities: name, answer, code. */
export const CASES: readonly [string, Respond, string][] = [
  ['HTML', text('<html></html>'), 'SUBREQUEST_MALFORMED_RESPONSE'],
  ['HTML with 502', text('<html></html>', 502), 'SUBREQUEST_HTTP_ERROR'],
  ['nothing', text(''), 'SUBREQUEST_MALFORMED_RESPONSE'],
  ['half a JSON', text('{"data":{"_ent'), 'SUBREQUEST_MALFORMED_RESPONSE'],
  ['null', text('null'), 'SUBREQUEST_MALFORMED_RESPONSE'],
  ['a list', text('[]'), 'SUBREQUEST_MALFORMED_RESPONSE'],
  ['NaN', text('{"data":NaN}'), 'SUBREQUEST_MALFORMED_RESPONSE'],
  ['data without shape', text('{"data":{}}'), 'SUBREQUEST_MALFORMED_RESPONSE'],
  ['data that is a text', text('{"data":"x"}'), 'SUBREQUEST_MALFORMED_RESPONSE'],
  ['data that is a list', text('{"data":[1]}'), 'SUBREQUEST_MALFORMED_RESPONSE'],
  ['data that is a number', text('{"data":1}'), 'SUBREQUEST_MALFORMED_RESPONSE'],
  ['errors that are no list', text('{"errors":{"message":"m"}}'), 'SUBREQUEST_MALFORMED_RESPONSE'],
  ['no data and no errors', text('{"data":null,"errors":[]}'), 'SUBREQUEST_MALFORMED_RESPONSE'],
  [
    'data 100 000 levels deep',
    text(`{"data":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`),
    'SUBREQUEST_MALFORMED_RESPONSE',
  ],
  [
    'a compressed body that nobody asked for',
    (_request, response) =>
      void response
        .writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
        .end(gzipSync(entities('[{"note":"a"},{"note":"b"}]'))),
    'SUBREQUEST_MALFORMED_RESPONSE',
  ],
  [
    'a length that is too short',
    raw('HTTP/1.1 200 OK', 'Content-Length: 20', '', entities('[{"note":"a"},{"note":"b"}]')),
    'SUBREQUEST_MALFORMED_RESPONSE',
  ],
  [
    'a length that is too long',
    raw('HTTP/1.1 200 OK', 'Content-Length: 2000', '', entities('[{"note":"a"},{"note":"b"}]')),
    'SUBREQUEST_HTTP_ERROR',
  ],
  [
    'two lengths',
    raw('HTTP/1.1 200 OK', 'Content-Length: 5', 'Content-Length: 9', '', '{"data":1}'),
    'SUBREQUEST_HTTP_ERROR',
  ],
  ['something that is not HTTP', raw('SSH-2.0-OpenSSH_9.9', ''), 'SUBREQUEST_HTTP_ERROR'],
  [
    'a megabyte of headers',
    raw('HTTP/1.1 200 OK', `X: ${'x'.repeat(1_000_000)}`, '', '{}'),
    'SUBREQUEST_HTTP_ERROR',
  ],
  [
    'a reset in the middle of the body',
    (request) =>
      void request.socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n{"data"', () =>
        request.socket.resetAndDestroy(),
      ),
    'SUBREQUEST_HTTP_ERROR',
  ],
  [
    'a byte now and then, past the timeout',
    (_request, response) => {
      const drip = setInterval(() => response.write(' '), 50);
      response.once('close', () => clearInterval(drip));
    },
    'SUBGRAPH_REQUEST_TIMEOUT',
  ],
  ['data null', text('{"data":null}'), 'SUBREQUEST_MALFORMED_RESPONSE'],
  ['entities that are no list', text(entities('{"note":"x"}')), 'SUBREQUEST_MALFORMED_RESPONSE'],
  ['too few entities', text(entities('[{"note":"x"}]')), 'SUBREQUEST_MALFORMED_RESPONSE'],
  ['too many entities', text(entities('[{},{},{}]')), 'SUBREQUEST_MALFORMED_RESPONSE'],
  ['a closed connection', (request) => void request.socket.destroy(), 'SUBREQUEST_HTTP_ERROR'],
  ['2 MB', text(entities(`[{"note":"${'x'.repeat(2_000_000)}"},null]`)), 'SUBREQUEST_MALFORMED_RESPONSE'],
  ['a redirect', text('', 302), 'SUBREQUEST_HTTP_ERROR'],
];
