import { createServer } from 'node:net';
import { crc32 } from 'node:zlib';
import { jsonResponse, MessageReader } from '../lib/http-message.mjs';

/**
 * @typedef {(body: string) => Promise<string>} Answerer the answer of a real subgraph to a request body
 */

/**
 * Answers that were given once, by what was asked. Found by a checksum and then compared, so that a megabyte of representations
 * costs no string and no hash of one.
 */
export class Recording {
  /** @type {Map<number, { body: Buffer, response: Buffer }[]>} */
  #answers = new Map();
  size = 0;

  /**
   * @param {Buffer} body
   * @returns {Buffer | undefined} the whole response
   */
  find(body) {
    return this.#answers.get(crc32(body))?.find((entry) => entry.body.equals(body))?.response;
  }

  /**
   * @param {Buffer} body
   * @param {Buffer} response
   */
  add(body, response) {
    const key = crc32(body);
    const entries = this.#answers.get(key) ?? [];
    entries.push({ body: Buffer.from(body), response });
    this.#answers.set(key, entries);
    this.size += 1;
  }
}

/**
 * Listens as one subgraph that asks the real one only for what it was never asked before.
 * @param {Answerer} answer
 * @returns {Promise<{ port: number, counters(): { answered: number, recorded: number }, close(): void }>}
 */
export async function startReplay(answer) {
  const recording = new Recording();
  const sockets = new Set();
  let answered = 0;

  /** @param {Buffer} body */
  async function record(body) {
    let response;
    try {
      response = jsonResponse(200, Buffer.from(await answer(body.toString('utf8'))));
    } catch (error) {
      return jsonResponse(500, Buffer.from(JSON.stringify({ errors: [{ message: String(error) }] })));
    }
    if (recording.find(body) === undefined) recording.add(body, response);
    return response;
  }

  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    /** @type {Buffer[]} */
    let parts = [];
    const reader = new MessageReader({
      onBody: (part) => parts.push(part),
      onEnd: () => {
        const body = parts.length === 1 ? /** @type {Buffer} */ (parts[0]) : Buffer.concat(parts);
        parts = [];
        answered += 1;
        const response = recording.find(body);
        if (response !== undefined) socket.write(response);
        else record(Buffer.from(body)).then((fresh) => socket.write(fresh));
      },
    });
    socket.on('data', (chunk) => reader.push(/** @type {Buffer} */ (chunk)));
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(undefined));
  });
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    port: address.port,
    counters: () => ({ answered, recorded: recording.size }),
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
