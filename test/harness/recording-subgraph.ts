import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { closable } from './disposable.js';
import type { Closable } from './disposable.js';

export interface GraphqlRequestBody {
  readonly query?: string;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export interface RecordedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** The body as received. */
  readonly text: string;
  /** The body parsed; an empty object when it is not a JSON object. */
  readonly body: GraphqlRequestBody;
}

/** Answers instead of the resolvers; `recorded` is the request with its body already read. */
export type Misbehaviour = (
  request: IncomingMessage,
  response: ServerResponse,
  recorded: RecordedRequest,
) => void | Promise<void>;

export interface SubgraphOptions {
  readonly name: string;
  /** Federation SDL. */
  readonly typeDefs: string;
  /** Resolvers by type and field, `__resolveReference` included; they get `{ headers }` as context. */
  readonly resolvers?: Readonly<Record<string, unknown>>;
  /** Called before each answer; awaited, so it can hold the answer back. */
  readonly onRequest?: (request: RecordedRequest) => void | Promise<void>;
  /** Default 0: any free port. */
  readonly port?: number;
}

export interface RecordingSubgraph extends Closable {
  readonly name: string;
  /** Ends in /graphql. */
  readonly url: string;
  readonly typeDefs: string;
  /** What it received, oldest first; empty it with `requests.length = 0`. */
  readonly requests: RecordedRequest[];
  /** From now on `misbehaviour` answers; without one, the resolvers again. */
  respondWith(misbehaviour?: Misbehaviour): void;
}

/** Starts a real HTTP subgraph on 127.0.0.1 that records what it receives and misbehaves when told to. */
export async function startSubgraph(options: SubgraphOptions): Promise<RecordingSubgraph> {
  const schema = buildSchema(options);
  const requests: RecordedRequest[] = [];
  let misbehaviour: Misbehaviour | undefined;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const recorded = await record(request);
    requests.push(recorded);
    await options.onRequest?.(recorded);
    if (misbehaviour !== undefined) await misbehaviour(request, response, recorded);
    else await execute(schema, recorded, response);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(toError(error)));
  });
  const port = await listen(server, options.port ?? 0);
  return closable({
    name: options.name,
    url: `http://127.0.0.1:${port}/graphql`,
    typeDefs: options.typeDefs,
    requests,
    respondWith: (next?: Misbehaviour) => {
      misbehaviour = next;
    },
    close: () => closeServer(server),
  });
}

function buildSchema({ typeDefs, resolvers = {} }: SubgraphOptions): GraphQLSchema {
  // The map type of @apollo/subgraph is not exported; a wrong shape fails when the schema is built.
  return buildSubgraphSchema({ typeDefs: parse(typeDefs), resolvers: resolvers as Record<string, never> });
}

async function record(request: IncomingMessage): Promise<RecordedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const { method = '', url = '', headers } = request;
  return { method, url, headers, text, body: parseBody(text) };
}

function parseBody(text: string): GraphqlRequestBody {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

async function execute(
  schema: GraphQLSchema,
  { body, headers }: RecordedRequest,
  response: ServerResponse,
): Promise<void> {
  const result = await graphql({
    schema,
    source: body.query ?? '',
    variableValues: body.variables ?? null,
    operationName: body.operationName ?? null,
    contextValue: { headers },
  });
  if (response.destroyed) return;
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(result));
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
