export { createHttpServer } from './server.js';
export { escapeHtml } from './playground.js';
export type { ApolloContext } from './apollo-front.js';
export type {
  HttpCacheStats,
  HttpLogger,
  HttpOptions,
  HttpServer,
  HttpServerInit,
  RoutePlugin,
  ServerState,
} from './options.js';
export type { ExecutedOperation, GraphqlRuntime, ServedSchema } from './types.js';
