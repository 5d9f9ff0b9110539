import { readFileSync } from 'node:fs';
import { ApolloServer, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { listen, readJson, sendJson } from './http.mjs';
import { SchemaWatcher } from './schema-watcher.mjs';

/**
 * @typedef {object} SubgraphDefinition
 * @property {string} name
 * @property {URL} schema the schema.graphql beside the resolvers
 * @property {Record<string, unknown>} resolvers
 * @property {(counter: { dataLoads: number }, headers: import('node:http').IncomingHttpHeaders) => object} createContext
 *   what the resolvers see; its loaders live for one request
 */

/**
 * Serves one subgraph with Apollo Server: GraphQL at /graphql, liveness at /health. The response header `x-data-loads`
 * says how many look-ups the request cost. An edit of the SDL is served at once: a new field without a resolver is null, and
 * an SDL that cannot be served is named on stderr while the last good one goes on.
 * @param {SubgraphDefinition} definition
 * @param {{ host: string, port: number }} at
 * @returns {Promise<import('./http.mjs').RunningService>} its `url` includes /graphql
 */
export async function serveSubgraph(definition, at) {
  let apollo = await startApollo(definition);
  const take = async () => {
    try {
      const old = apollo;
      apollo = await startApollo(definition);
      await old.stop();
    } catch (error) {
      process.stderr.write(
        `Sample ${definition.name} keeps its last good schema; schema.graphql cannot be served: ${error.message}\n`,
      );
    }
  };
  const watcher = new SchemaWatcher(definition.schema, take);
  const close = async () => {
    await watcher.close();
    await apollo.stop();
  };
  try {
    const server = await listen(
      { name: definition.name, ...at },
      createHandler(() => apollo, definition),
    );
    return { url: `${server.url}/graphql`, close: () => server.close().then(close) };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * @param {SubgraphDefinition} definition
 * @throws {Error} when its SDL is none, or does not have what the resolvers are for
 */
async function startApollo({ schema, resolvers }) {
  const typeDefs = parse(readFileSync(schema, 'utf8'));
  const apollo = new ApolloServer({
    schema: buildSubgraphSchema({ typeDefs, resolvers }),
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
    ],
  });
  await apollo.start();
  return apollo;
}

/**
 * @param {() => ApolloServer} current
 * @param {SubgraphDefinition} definition
 */
function createHandler(current, definition) {
  /**
   * @param {import('node:http').IncomingMessage} request
   * @param {import('node:http').ServerResponse} response
   */
  return async (request, response) => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://sample');
    if (pathname === '/health') return sendJson(response, 200, { status: 'ok', name: definition.name });
    if (pathname !== '/graphql') return sendJson(response, 404, { error: 'GraphQL is at /graphql.' });
    const counter = { dataLoads: 0 };
    const answer = await current().executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method: (request.method ?? 'GET').toUpperCase(),
        headers: toHeaderMap(request.headers),
        search,
        body: await readJson(request),
      },
      context: async () => definition.createContext(counter, request.headers),
    });
    await writeAnswer(response, answer, counter);
  };
}

/** @param {import('node:http').IncomingHttpHeaders} headers */
function toHeaderMap(headers) {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return map;
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {import('@apollo/server').HTTPGraphQLResponse} answer
 * @param {{ dataLoads: number }} counter
 */
async function writeAnswer(response, answer, counter) {
  for (const [name, value] of answer.headers) response.setHeader(name, value);
  response.setHeader('x-data-loads', String(counter.dataLoads));
  response.statusCode = answer.status ?? 200;
  if (answer.body.kind === 'complete') {
    response.end(answer.body.string);
    return;
  }
  for await (const chunk of answer.body.asyncIterator) response.write(chunk);
  response.end();
}
