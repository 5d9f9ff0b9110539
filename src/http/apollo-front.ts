import {
  ApolloServer,
  HeaderMap,
  type ApolloServerOptionsWithGateway,
  type ApolloServerPlugin,
  type HTTPGraphQLResponse,
} from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import type { RequestContext } from '../context/index.js';
import type { Operation, OperationParams } from '../operation/types.js';
import type { FrontAnswer } from './answer.js';
import { apolloErrors, formatApolloError } from './apollo-errors.js';
import type { ApqCache } from './apq-cache.js';
import { DocumentLending } from './document-lending.js';
import { toPlainText } from '../respond/index.js';
import type { DataText } from '../respond/types.js';
import type { ResponseType } from './media-types.js';
import type { HttpLogger, HttpServerInit } from './options.js';
import { dataMarker, writeResult } from './response-text.js';
import type { ExecutedOperation, GraphqlRuntime } from './types.js';

/** `contextValue` of Apollo Server plugins. */
export interface ApolloContext {
  readonly request: RequestContext;
  /** Undefined when the persisted document is not known; nothing is executed then. */
  readonly operation: Operation | undefined;
  readonly explain: boolean;
  readonly type: ResponseType;
  /** Response headers that the runtime asked for. */
  readonly answer: { headers: Readonly<Record<string, string>> | undefined };
}

type Gateway = ApolloServerOptionsWithGateway<ApolloContext>['gateway'];
type GatewayResult = Awaited<ReturnType<NonNullable<Awaited<ReturnType<Gateway['load']>>['executor']>>>;

/** Apollo Server as the front of the runtime: it parses and executes nothing itself. */
export class ApolloFront {
  readonly #runtime: GraphqlRuntime;
  readonly #logger: HttpLogger;
  readonly #documents = new DocumentLending();
  readonly #server: ApolloServer<ApolloContext>;
  readonly #hasPlugins: boolean;
  #started: Promise<void> | undefined;
  #serving = false;
  #unsubscribe: (() => void) | undefined;

  constructor(init: HttpServerInit, apq: ApqCache | undefined) {
    this.#runtime = init.runtime;
    this.#logger = init.logger;
    this.#hasPlugins = (init.apolloPlugins?.length ?? 0) > 0;
    this.#server = new ApolloServer<ApolloContext>({
      gateway: this.#gateway(),
      documentStore: this.#documents,
      persistedQueries: apq ? { cache: apq, ttl: null } : false,
      plugins: [...builtinPlugins(init.config.playground), ...(init.apolloPlugins ?? [])],
      logger: apolloLogger(init.logger),
      introspection: true,
      csrfPrevention: false,
      includeStacktraceInErrorResponses: false,
      stopOnTerminationSignals: false,
      formatError: formatApolloError,
      stringifyResult: writeResult,
    });
  }

  /** True when a schema is served. */
  get serving(): boolean {
    return this.#serving;
  }

  /** Starts as soon as there is a schema; resolves at once when there is none yet. */
  async start(): Promise<void> {
    this.#unsubscribe = this.#runtime.onSchema(() => {
      this.#started ??= this.#server.start().then(
        () => void (this.#serving = true),
        (error: unknown) => this.#logger.error('Apollo Server could not start.', { error }),
      );
    });
    await this.#started;
  }

  async stop(): Promise<void> {
    this.#unsubscribe?.();
    if (!this.#started) return;
    await this.#started;
    if (this.#serving) await this.#server.stop();
  }

  /** Runs one operation that the runtime prepared. */
  async run(params: OperationParams, context: ApolloContext): Promise<FrontAnswer> {
    const { operation, request } = context;
    if (operation) this.#documents.lend(operation.hash, operation.document);
    try {
      const headers = headerMap(request.headers);
      headers.set('accept', context.type);
      const body = present(params);
      const search = request.method === 'GET' ? searchOf(body) : '';
      const response = await this.#server.executeHTTPGraphQLRequest({
        httpGraphQLRequest: { method: request.method, headers, search, body },
        context: () => Promise.resolve(context),
      });
      return frontAnswer(response, context);
    } finally {
      if (operation) this.#documents.giveBack(operation.hash);
    }
  }

  /** The landing page that is configured, as Apollo Server renders it. */
  async landingPage(): Promise<string | undefined> {
    const response = await this.#server.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method: 'GET',
        headers: new HeaderMap([['accept', 'text/html']]),
        search: '',
        body: undefined,
      },
      context: () => Promise.reject(new Error('A landing page has no context.')),
    });
    const isPage = response.headers.get('content-type') === 'text/html' && response.body.kind === 'complete';
    return isPage && response.body.kind === 'complete' ? response.body.string : undefined;
  }

  #gateway(): Gateway {
    let unsubscribe: (() => void) | undefined;
    return {
      onSchemaLoadOrUpdate: (callback) =>
        (unsubscribe = this.#runtime.onSchema((schema) => callback(schema))),
      load: () =>
        Promise.resolve({
          executor: (rc) => this.#execute(rc.request.variables, rc.context as ApolloContext),
        }),
      stop: () => {
        unsubscribe?.();
        return Promise.resolve();
      },
    };
  }

  async #execute(
    variables: Record<string, unknown> | undefined,
    context: ApolloContext,
  ): Promise<GatewayResult> {
    if (!context.operation) throw new Error('An operation that was not prepared reached the executor.');
    const executed = await this.#runtime.execute(context.operation, {
      variables: variables ?? {},
      context: context.request,
      explain: context.explain,
    });
    context.answer.headers = executed.headers;
    return this.#result(executed, context);
  }

  #result(executed: ExecutedOperation, context: ApolloContext): GatewayResult {
    const { data, extensions } = executed;
    const errors = apolloErrors(executed, context.type, context.request.requestId);
    return {
      ...(data === undefined ? {} : { data: this.#data(data) }),
      ...(errors.length > 0 ? { errors } : {}),
      ...(extensions ? { extensions: { ...extensions } } : {}),
    };
  }

  /** Plugins may look at the data and change it, so they get a real object; without plugins the text stays as it is. */
  #data(data: DataText): Record<string, unknown> | null {
    const text = toPlainText(data);
    if (text === 'null') return null;
    return this.#hasPlugins ? (JSON.parse(text) as Record<string, unknown>) : dataMarker(text);
  }
}

const builtinPlugins = (playground: string): ApolloServerPlugin<ApolloContext>[] => [
  ApolloServerPluginCacheControlDisabled(),
  ApolloServerPluginInlineTraceDisabled(),
  ApolloServerPluginUsageReportingDisabled(),
  ApolloServerPluginSchemaReportingDisabled(),
  playground === 'sandbox'
    ? ApolloServerPluginLandingPageLocalDefault({ embed: true })
    : ApolloServerPluginLandingPageDisabled(),
];

const apolloLogger = (
  logger: HttpLogger,
): Record<'debug' | 'info' | 'warn' | 'error', (message?: unknown) => void> => ({
  debug: (message) => logger.debug(String(message)),
  info: (message) => logger.info(String(message)),
  warn: (message) => logger.warn(String(message)),
  error: (message) => logger.error(String(message)),
});

const headerMap = (headers: RequestContext['headers']): HeaderMap => {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return map;
};

/** The parameters that were given, without the undefined ones. */
const present = (params: OperationParams): Record<string, unknown> =>
  Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined));

const searchOf = (body: Record<string, unknown>): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(body)) {
    search.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return `?${search.toString()}`;
};

const frontAnswer = (response: HTTPGraphQLResponse, context: ApolloContext): FrontAnswer => {
  if (response.body.kind !== 'complete') throw new Error('Incremental answers are not supported here.');
  const headers = new Map(response.headers);
  for (const [name, value] of Object.entries(context.answer.headers ?? {})) headers.set(name, value);
  return { status: response.status ?? 200, headers, text: response.body.string };
};
