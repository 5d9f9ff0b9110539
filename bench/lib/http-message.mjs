const HEAD_END = Buffer.from('\r\n\r\n');
const LINE_END = Buffer.from('\r\n');
const EMPTY = Buffer.alloc(0);

/**
 * Reads HTTP/1.1 messages of one keep-alive connection, in the lengths that gateways use: Content-Length and chunked. Much
 * cheaper than node:http, so that load and subgraphs leave their core to the work that is asked of them.
 */
export class MessageReader {
  #rest = EMPTY;
  /** @type {'head' | 'body' | 'chunk-size' | 'chunk' | 'chunk-end' | 'trailer'} */
  #state = 'head';
  #left = 0;
  #handlers;

  /**
   * @param {{ onHead?(head: string): void, onBody?(part: Buffer): void, onEnd(): void }} handlers `onBody` gets views of the
   *   buffers that were pushed: copy what must outlive the next push. A head without a length has no body.
   */
  constructor(handlers) {
    this.#handlers = handlers;
  }

  /** @param {Buffer} bytes the next bytes of the connection */
  push(bytes) {
    let buffer = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    this.#rest = EMPTY;
    while (buffer.length > 0) {
      const used = this.#step(buffer);
      if (used === 0) {
        this.#rest = Buffer.from(buffer);
        return;
      }
      buffer = buffer.subarray(used);
    }
  }

  /**
   * @param {Buffer} buffer
   * @returns {number} bytes used; 0: more are needed
   */
  #step(buffer) {
    switch (this.#state) {
      case 'head':
        return this.#head(buffer);
      case 'body':
      case 'chunk':
        return this.#body(buffer);
      default:
        return this.#line(buffer);
    }
  }

  /** @param {Buffer} buffer */
  #head(buffer) {
    const end = buffer.indexOf(HEAD_END);
    if (end < 0) return 0;
    const head = buffer.toString('latin1', 0, end);
    this.#handlers.onHead?.(head);
    const length = /\r\ncontent-length: *(\d+)/i.exec(head);
    if (length) this.#expect(Number(length[1]));
    else if (/\r\ntransfer-encoding: *chunked/i.test(head)) this.#state = 'chunk-size';
    else this.#handlers.onEnd();
    return end + HEAD_END.length;
  }

  /** @param {number} length */
  #expect(length) {
    this.#left = length;
    if (length > 0) this.#state = 'body';
    else this.#handlers.onEnd();
  }

  /** @param {Buffer} buffer */
  #body(buffer) {
    const used = Math.min(this.#left, buffer.length);
    this.#left -= used;
    this.#handlers.onBody?.(used === buffer.length ? buffer : buffer.subarray(0, used));
    if (this.#left > 0) return used;
    if (this.#state === 'chunk') {
      this.#state = 'chunk-end';
    } else {
      this.#state = 'head';
      this.#handlers.onEnd();
    }
    return used;
  }

  /** @param {Buffer} buffer */
  #line(buffer) {
    const end = buffer.indexOf(LINE_END);
    if (end < 0) return 0;
    if (this.#state === 'chunk-size') {
      this.#left = Number.parseInt(buffer.toString('latin1', 0, end), 16);
      this.#state = this.#left === 0 ? 'trailer' : 'chunk';
    } else if (this.#state === 'chunk-end') {
      this.#state = 'chunk-size';
    } else if (end === 0) {
      this.#state = 'head';
      this.#handlers.onEnd();
    }
    return end + LINE_END.length;
  }
}

/**
 * @param {{ path: string, port: number, body: string }} request
 * @returns {Buffer} a whole POST request of JSON
 */
export function postRequest({ path, port, body }) {
  const lines = [
    `POST ${path} HTTP/1.1`,
    `host: 127.0.0.1:${port}`,
    'content-type: application/json',
    'accept: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

/**
 * @param {number} status
 * @param {Buffer} body JSON
 * @returns {Buffer} a whole response
 */
export function jsonResponse(status, body) {
  const head = `HTTP/1.1 ${status} ${status === 200 ? 'OK' : 'Error'}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}
