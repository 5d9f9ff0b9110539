import { createServer, type RequestListener, type Server } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { constants } from 'node:zlib';
import compress, { type FastifyCompressOptions } from '@fastify/compress';
import cors from '@fastify/cors';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { ClientError } from '../errors/index.js';
import { ApolloFront } from './apollo-front.js';
import { ApqCache } from './apq-cache.js';
import { GraphqlRoute } from './graphql-route.js';
import { handoverOf } from './handover.js';
import { hostProblem } from './host-problem.js';
import { COMPRESSION_THRESHOLD } from './lane-call.js';
import { prefersHtml } from './media-types.js';
import type { HttpCacheStats, HttpOptions, HttpServer, HttpServerInit } from './options.js';
import { Playground } from './playground.js';
import { answerBrokenRequest, refuse } from './refuse.js';
import { requestIdOf } from './request-id.js';
import { Traffic } from './traffic.js';
import { EXPOSED_HEADERS } from './response-headers.js';
import { WarmLane, type LaneCounts } from './warm-lane.js';

/** Milliseconds given to the last answers of a stop before their connections are closed. */
const LAST_WORDS = 500;

/** Milliseconds that a connection may be idle in a handover: closed sooner, it could be just when its next request is on the way. */
const IDLE_GRACE = 5000;

/** Client timeouts of the listener, in milliseconds; each leaves room for the next (docs/reliability). */
const SOCKET_LIMITS = {
  requestTimeout: 35_000,
  keepAliveTimeout: 65_000,
  maxRequestsPerSocket: 10_000,
  http: {
    maxHeaderSize: 16_384,
    headersTimeout: 10_000,
    connectionsCheckingInterval: 5_000,
    requireHostHeader: false,
  },
};

/** Answers from 1 KB on; a middling quality, because every answer is compressed anew. */
const COMPRESSION: FastifyCompressOptions = {
  threshold: COMPRESSION_THRESHOLD,
  encodings: ['br', 'gzip'],
  globalDecompression: false,
  brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
};

/** The public listener: GraphQL over HTTP, the playground, and the routes of other folders. */
export const createHttpServer = (init: HttpServerInit): HttpServer => new PublicServer(init);

class PublicServer implements HttpServer {
  readonly #init: HttpServerInit;
  readonly #app: FastifyInstance;
  readonly #front: ApolloFront;
  readonly #traffic: Traffic;
  readonly #servers: Server[] = [];
  readonly #apq: ApqCache | undefined;
  #lane!: WarmLane;
  #handover = false;
  #stopping: Promise<{ cut: number }> | undefined;

  constructor(init: HttpServerInit) {
    checkCors(init.config);
    this.#init = init;
    this.#traffic = new Traffic(init.config.requestTimeout);
    this.#apq = init.config.apq.enabled ? new ApqCache(init.config.apq.maxEntries) : undefined;
    this.#front = new ApolloFront(init, this.#apq);
    this.#app = fastify({
      ...SOCKET_LIMITS,
      forceCloseConnections: false,
      return503OnClosing: false,
      genReqId: requestIdOf,
      serverFactory: (reference) => this.#listener(reference),
      frameworkErrors: (error, request, reply) => void refuse(init.logger, error, { request, reply }),
      clientErrorHandler: (error, socket) => answerBrokenRequest(error, socket),
      routerOptions: { maxParamLength: 256 },
    });
    this.#hooks();
    this.#routes();
  }

  async listen(): Promise<{ url: string }> {
    const { config, logger } = this.#init;
    await this.#front.start();
    await this.#app.listen({ host: config.host, port: config.port });
    const address = this.#app.server.address();
    const port = typeof address === 'object' && address ? address.port : config.port;
    const url = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`;
    logger.info('Listening.', { url });
    return { url };
  }

  async handOver({ graceMs }: { readonly graceMs: number }): Promise<void> {
    this.#handover = true;
    this.#traffic.closeAfterAnswers();
    // The HTTP server's own `close` would end idle connections as well, and with them requests that are on the way.
    const closed = this.#servers.map(
      (server) => new Promise<void>((resolve) => NetServer.prototype.close.call(server, () => resolve())),
    );
    const idle = delay(Math.min(IDLE_GRACE, graceMs), undefined, { ref: false }).then(() =>
      this.#traffic.idle(Math.max(0, graceMs - IDLE_GRACE)),
    );
    await Promise.race([Promise.all(closed), idle]);
  }

  stop(options: { readonly graceMs: number }): Promise<{ cut: number }> {
    this.#stopping ??= this.#stop(options.graceMs);
    return this.#stopping;
  }

  /** New connections are taken as long as anything is under way, so that readiness can say 503; the rest of them is refused. */
  async #stop(graceMs: number): Promise<{ cut: number }> {
    const { server } = this.#app;
    await this.#traffic.idle(graceMs);
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    const cut = this.#traffic.cut();
    if (cut > 0) {
      this.#init.logger.warn('Requests were cut by the stop.', { cut });
      await this.#traffic.idle(LAST_WORDS);
    }
    server.closeAllConnections();
    await closed;
    await this.#app.close();
    await this.#front.stop();
    return { cut };
  }

  get lane(): LaneCounts {
    return this.#lane.counts;
  }

  cacheStats(): HttpCacheStats {
    return { bodies: this.#lane.bodies.stats, apq: this.#apq?.stats ?? null };
  }

  /** The lane in front of Fastify, which gives every limit of the listener to the server that it makes itself, not to this. */
  #listener(reference: RequestListener): Server {
    const { config, runtime, logger, apolloPlugins = [] } = this.#init;
    const isOpen = (): boolean =>
      this.#stopping === undefined && !this.#handover && this.#front.serving && apolloPlugins.length === 0;
    this.#lane = new WarmLane({ config, runtime, logger, traffic: this.#traffic, isOpen }, reference);
    const { http, requestTimeout, keepAliveTimeout, maxRequestsPerSocket } = SOCKET_LIMITS;
    const server = createServer({ ...http, requestTimeout, keepAliveTimeout }, this.#lane.handle);
    server.maxRequestsPerSocket = maxRequestsPerSocket;
    this.#servers.push(server);
    return server;
  }

  #isReady(): boolean {
    return this.#stopping === undefined && this.#front.serving && this.#init.runtime.isReady();
  }

  #hooks(): void {
    const { config, logger } = this.#init;
    const app = this.#app;
    // Node would answer these two by itself, without a code: an expectation that is not known, and CONNECT.
    app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response));
    app.server.on('connect', (_request, socket) => answerBrokenRequest(new Error('CONNECT'), socket));
    // Every route reads its body itself: GraphQL with limits of its own, REST as a stream.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', (_request, _payload, done) => done(null, undefined));
    app.addHook('onRequest', (request, reply, done) => {
      reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
      done(hostProblem(request.raw) ?? this.#enter(request, reply));
    });
    app.addHook('onSend', async (_request, reply) => {
      if (reply.statusCode === 503 && !reply.hasHeader('retry-after')) reply.header('retry-after', '1');
      if (this.#stopping || this.#handover) reply.header('connection', 'close');
    });
    app.setErrorHandler((error, request, reply) => refuse(logger, error, { request, reply }));
    app.setNotFoundHandler((request, reply) => {
      const error = new ClientError('BAD_REQUEST', 'There is nothing at this path.', { status: 404 });
      return refuse(logger, error, { request, reply });
    });
    if (config.cors.origins.length > 0) void app.register(cors, corsOptions(config));
    if (config.compression) void app.register(compress, COMPRESSION);
  }

  /** Counts a request as under way. One that comes during a stop is not counted, and refused where it would do work. */
  #enter({ raw, routeOptions }: FastifyRequest, reply: FastifyReply): ClientError | undefined {
    if (handoverOf(raw) !== undefined) return undefined;
    if (this.#stopping === undefined) {
      this.#traffic.enter(reply.raw);
      return undefined;
    }
    return routeOptions.url === this.#init.config.path
      ? new ClientError('SHUTTING_DOWN', undefined)
      : undefined;
  }

  #routes(): void {
    const { config, runtime, logger, routes = [] } = this.#init;
    const graphql = new GraphqlRoute({
      config,
      runtime,
      front: this.#front,
      apq: this.#apq,
      traffic: this.#traffic,
      logger,
    });
    const playground = new Playground(config, runtime);
    // Inside a plugin, so that the hooks of CORS and compression are there before the routes.
    void this.#app.register((app, _options, done) => {
      app.all(config.path, async (request, reply) =>
        (await this.#page(request, reply, playground)) ? reply : graphql.handle(request, reply),
      );
      if (config.playground === 'graphiql') playground.register(app);
      if (config.playground !== 'off' && config.path !== '/') {
        app.get('/', async (_request, reply) =>
          config.playground === 'graphiql' ? playground.page(reply) : reply.redirect(config.path),
        );
      }
      for (const add of routes) add(app, { isReady: () => this.#isReady() });
      done();
    });
  }

  /** Sends the playground to browsers that ask for a page. */
  async #page(request: FastifyRequest, reply: FastifyReply, playground: Playground): Promise<boolean> {
    const { config } = this.#init;
    if (request.method !== 'GET' || config.playground === 'off' || !prefersHtml(request.headers.accept))
      return false;
    if (config.playground === 'graphiql') {
      await playground.page(reply);
      return true;
    }
    const html = this.#front.serving ? await this.#front.landingPage() : undefined;
    if (html !== undefined) await reply.type('text/html; charset=utf-8').send(html);
    return html !== undefined;
  }
}

const checkCors = ({ cors: { origins, credentials } }: HttpOptions): void => {
  if (credentials && origins.includes('*')) {
    throw new ClientError(
      'BAD_REQUEST',
      '`server.cors`: credentials cannot be combined with the origin `*`.',
    );
  }
};

const corsOptions = (config: HttpOptions): Parameters<typeof cors>[1] => ({
  origin: config.cors.origins.includes('*') ? '*' : [...config.cors.origins],
  credentials: config.cors.credentials,
  methods: ['GET', 'POST'],
  exposedHeaders: EXPOSED_HEADERS,
  maxAge: 600,
});
