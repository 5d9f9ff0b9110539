import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyInstance } from 'fastify';
import type { ApolloContext } from './apollo-front.js';
import type { CacheStats } from '../lib/index.js';
import type { GraphqlRuntime } from './types.js';
import type { LaneCounts } from './warm-lane.js';

/** Settings of the public listener; the `server` section of gateway.yaml after durations and sizes were read. */
export interface HttpOptions {
  /** Address to bind, e.g. `127.0.0.1`. */
  readonly host: string;
  /** 0 to 65535; 0 lets the system choose. */
  readonly port: number;
  /** Path of the GraphQL endpoint; starts with `/`. */
  readonly path: string;
  /** Milliseconds from arrival until the request is answered with GATEWAY_TIMEOUT. Default 30 000. */
  readonly requestTimeout: number;
  /** Bytes of a request body, counted both as sent and after decompression. Default 1 MB. */
  readonly bodyLimit: number;
  readonly batching: { readonly enabled: boolean; readonly maxSize: number };
  /** Compresses answers of 1 KB and more with br or gzip. */
  readonly compression: boolean;
  readonly csrf: boolean;
  readonly cors: { readonly origins: readonly string[]; readonly credentials: boolean };
  readonly playground: 'graphiql' | 'sandbox' | 'off';
  /** Allows the header `Spork-Explain: plan`. */
  readonly explain: boolean;
  readonly apq: { readonly enabled: boolean; readonly maxEntries: number };
}

/** What the transports log to. */
export interface HttpLogger {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** Adds routes of another folder (health, REST) to the public listener. Bodies are left unread in `request.raw`. */
export type RoutePlugin = (app: FastifyInstance, server: ServerState) => void;

export interface ServerState {
  /** False until a supergraph is served, and again from the moment `stop` is called. */
  isReady(): boolean;
}

export interface HttpServerInit {
  readonly config: HttpOptions;
  readonly runtime: GraphqlRuntime;
  readonly logger: HttpLogger;
  readonly apolloPlugins?: readonly ApolloServerPlugin<ApolloContext>[];
  readonly routes?: readonly RoutePlugin[];
}

/** Caches of the transport, counted since the server was made. */
export interface HttpCacheStats {
  /** Bodies whose operation is known without reading them; emptied by each new schema. */
  readonly bodies: CacheStats;
  /** Documents registered by automatic persisted queries; null when they are off. */
  readonly apq: CacheStats | null;
}

export interface HttpServer {
  /** What the warm lane did so far. */
  readonly lane: Readonly<LaneCounts>;
  cacheStats(): HttpCacheStats;
  /** Binds the port. @throws Error (`EADDRINUSE`, …) when it cannot; ClientError when the settings contradict each other. */
  listen(): Promise<{ readonly url: string }>;
  /**
   * Takes no more connections, as another process listens at the port by now, and serves those that it has: each answer closes its
   * connection, and says so. Resolves when all are closed or none is used any more, at the latest after `graceMs`; `stop` comes next.
   */
  handOver(options: { readonly graceMs: number }): Promise<void>;
  /**
   * Waits up to `graceMs` for requests under way, then stops accepting, cuts and counts the rest. Until then new operations get
   * SHUTTING_DOWN and readiness 503; with nothing under way the port is closed at once.
   */
  stop(options: { readonly graceMs: number }): Promise<{ readonly cut: number }>;
}
