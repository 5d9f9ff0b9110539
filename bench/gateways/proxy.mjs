/** Reference line: node:http that passes every body on to one subgraph with undici. `node proxy.mjs SUBGRAPH-PORT PORT`. */
import { createServer } from 'node:http';
import { Pool } from 'undici';

const [subgraphPort, port] = process.argv.slice(2);
const pool = new Pool(`http://127.0.0.1:${subgraphPort}`, { connections: 64, pipelining: 1 });
const headers = { 'content-type': 'application/json' };

createServer((request, response) => {
  /** @type {Buffer[]} */
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', async () => {
    const { body } = await pool.request({
      path: '/graphql',
      method: 'POST',
      headers,
      body: Buffer.concat(parts),
    });
    const answer = Buffer.from(await body.arrayBuffer());
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length });
    response.end(answer);
  });
}).listen(Number(port), '127.0.0.1');
