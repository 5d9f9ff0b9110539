/** Real HTTP subgraphs: one Node server per schema, answering POSTed GraphQL. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { GraphQLError, execute, parse } from 'graphql';

/** @param {import('graphql').GraphQLSchema} schema @returns {(body: any) => Promise<import('graphql').ExecutionResult>} */
export function executorOf(schema) {
  /** @type {Map<string, import('graphql').DocumentNode>} */
  const parsed = new Map();
  return async ({ query, variables, operationName }) => {
    let document = parsed.get(query);
    if (document === undefined) {
      try {
        document = parse(query, { noLocation: true });
      } catch (error) {
        return { errors: [error instanceof GraphQLError ? error : new GraphQLError(String(error))] };
      }
      if (parsed.size > 1000) parsed.clear();
      parsed.set(query, document);
    }
    return execute({ schema, document, variableValues: variables, operationName });
  };
}

/** @param {import('node:http').IncomingMessage} request */
async function readBody(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

/** @param {import('graphql').GraphQLSchema} schema @returns {Promise<{ url: string, requests(): number, close(): Promise<void> }>} on a free port of 127.0.0.1 */
export async function serveSchema(schema) {
  const run = executorOf(schema);
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    readBody(request)
      .then(run)
      .then((result) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(result));
      })
      .catch((error) => {
        response.writeHead(400, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ errors: [{ message: String(error) }] }));
      });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    requests: () => requests,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
