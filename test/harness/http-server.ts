import type { ApolloServerPlugin } from '@apollo/server';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { ClientError } from '../../src/errors/index.js';
import { healthRoutes } from '../../src/health/index.js';
import {
  createHttpServer,
  type ApolloContext,
  type GraphqlRuntime,
  type HttpLogger,
  type HttpOptions,
  type HttpServer,
} from '../../src/http/index.js';
import { closable, type Closable } from './disposable.js';
import { SimpleRuntime } from './simple-runtime.js';

const SDL = /* GraphQL */ `
  input Filter {
    name: String
    and: [Filter!]
  }
  type Product {
    name: String!
    price: Float
  }
  type Query {
    hello(name: String): String
    products(count: Int, filter: Filter): [Product!]!
    never: String
    broken: String
    denied: String
  }
  type Mutation {
    rename(name: String!): String
  }
  type Subscription {
    ticks: Int
  }
`;

/** What the schema's resolvers tell the test. */
export interface ShopEvents {
  /** Requests that asked for `never`, whose answer comes only by an abort. */
  readonly waiting: (AbortSignal | undefined)[];
  /** Called each time a request starts to wait. */
  onWaiting: () => void;
}

type Resolver = (args: Record<string, unknown>, request: Parameters<GraphqlRuntime['execute']>[1]) => unknown;

/** A small shop with fields that succeed, fail and hang. */
export const shopSchema = (events: ShopEvents): GraphQLSchema => {
  const schema = buildSchema(SDL);
  const resolvers: Record<string, Record<string, Resolver>> = {
    Query: {
      hello: ({ name }) => `Hello ${String(name ?? 'world')}`,
      products: ({ count }) =>
        Array.from({ length: Number(count ?? 1) }, (_, index) => ({ name: `p${index}`, price: 1 })),
      never: (_, { context }) =>
        new Promise((resolve) => {
          events.waiting.push(context.signal);
          context.signal?.addEventListener('abort', () => resolve('aborted'));
          events.onWaiting();
        }),
      broken: () => {
        throw new Error('password=hunter2 at db.internal:5432');
      },
      denied: () => {
        throw new ClientError('FORBIDDEN', undefined);
      },
    },
    Mutation: { rename: ({ name }) => name },
  };
  for (const [type, fields] of Object.entries(resolvers)) {
    const definitions = schema.getType(type);
    if (!definitions || !('getFields' in definitions)) throw new Error(`No type ${type}.`);
    for (const [name, resolve] of Object.entries(fields)) {
      Object.assign(definitions.getFields()[name] ?? {}, {
        resolve: (_source: unknown, args: Record<string, unknown>, request: Parameters<Resolver>[1]) =>
          resolve(args, request),
      });
    }
  }
  return schema;
};

export const httpDefaults: HttpOptions = {
  host: '127.0.0.1',
  port: 0,
  path: '/graphql',
  requestTimeout: 30_000,
  bodyLimit: 1_048_576,
  batching: { enabled: false, maxSize: 10 },
  compression: true,
  csrf: true,
  cors: { origins: [], credentials: false },
  playground: 'off',
  explain: false,
  apq: { enabled: true, maxEntries: 1000 },
};

export interface LogLine {
  readonly level: keyof HttpLogger;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>> | undefined;
}

type Unclosed = Omit<RunningHttp, keyof Closable> & { close(): Promise<void> };

export interface RunningHttp extends Closable {
  readonly url: string;
  readonly graphql: string;
  readonly port: number;
  readonly runtime: SimpleRuntime;
  readonly events: ShopEvents;
  readonly server: HttpServer;
  readonly log: readonly LogLine[];
  /** POSTs a JSON body; returns status, headers and parsed body. */
  post(body: unknown, headers?: Record<string, string>): Promise<HttpAnswer>;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: GraphqlAnswer;
}

export interface GraphqlAnswer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Record<string, unknown>;
  }[];
  readonly extensions?: Record<string, unknown>;
}

const recorder = (log: LogLine[]): HttpLogger => {
  const at =
    (level: keyof HttpLogger) =>
    (message: string, fields?: Readonly<Record<string, unknown>>): void =>
      void log.push({ level, message, fields });
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
};

/** Reads an answer whole. */
export const read = async (response: Response): Promise<HttpAnswer> => {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : {} };
};

/** Starts the public listener over a simple runtime. */
export const startHttp = async (
  options: Partial<HttpOptions> = {},
  extra: {
    readonly plugins?: readonly ApolloServerPlugin<ApolloContext>[];
    readonly withoutSchema?: boolean;
  } = {},
): Promise<RunningHttp> => {
  const events: ShopEvents = { waiting: [], onWaiting: () => undefined };
  const runtime = new SimpleRuntime(extra.withoutSchema ? undefined : shopSchema(events));
  const log: LogLine[] = [];
  const server = createHttpServer({
    config: { ...httpDefaults, ...options },
    runtime,
    logger: recorder(log),
    routes: [healthRoutes],
    apolloPlugins: extra.plugins ?? [],
  });
  const { url } = await server.listen();
  const graphql = `${url}${options.path ?? '/graphql'}`;
  return closable<Unclosed>({
    url,
    graphql,
    port: Number(new URL(url).port),
    runtime,
    events,
    server,
    log,
    post: async (body, headers) =>
      read(
        await fetch(graphql, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: typeof body === 'string' ? body : JSON.stringify(body),
        }),
      ),
    close: async () => void (await server.stop({ graceMs: 0 })),
  });
};
