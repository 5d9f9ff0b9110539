import type { FastifyReply, FastifyRequest } from 'fastify';
import { RequestContext } from '../context/index.js';
import { ClientError, ServiceUnavailable } from '../errors/index.js';
import type { OperationParams } from '../operation/types.js';
import type { FrontAnswer } from './answer.js';
import type { ApolloFront } from './apollo-front.js';
import { documentOf, type ApqCache } from './apq-cache.js';
import { paramsOfBody, paramsOfSearch } from './graphql-params.js';
import { handoverOf } from './handover.js';
import { JSON_TYPE, responseType, type ResponseType } from './media-types.js';
import type { HttpLogger, HttpOptions } from './options.js';
import { checkPreflight } from './preflight.js';
import { ClientGone, decodeBody, readBody } from './read-body.js';
import { isUnexpected, refusalOf } from './refusal.js';
import type { RequestScope } from './request-scope.js';
import { parseClientJson } from './safe-json.js';
import type { Traffic } from './traffic.js';
import type { GraphqlRuntime } from './types.js';

export interface GraphqlRouteInit {
  readonly config: HttpOptions;
  readonly runtime: GraphqlRuntime;
  readonly front: ApolloFront;
  readonly apq: ApqCache | undefined;
  readonly traffic: Traffic;
  readonly logger: HttpLogger;
}

/** One request: what was negotiated and what its operations share. */
interface Call {
  readonly context: RequestContext;
  readonly type: ResponseType;
  readonly explain: boolean;
}

const MAX_URL = 8192;
const MAX_HEADERS = 100;

/** The GraphQL endpoint, GET and POST. */
export class GraphqlRoute {
  readonly #init: GraphqlRouteInit;

  constructor(init: GraphqlRouteInit) {
    this.#init = init;
  }

  async handle(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const handover = handoverOf(request.raw);
    const scope = handover?.scope ?? this.#init.traffic.open(reply.raw);
    const type = responseType(request.headers.accept);
    try {
      if (type === undefined) throw notAcceptable();
      const state = handover?.state;
      if (state?.kind === 'error') throw state.error;
      const answer =
        state?.kind === 'answer' ? state.answer : await scope.run(() => this.#answer(request, scope, type));
      return send(reply, answer, type);
    } catch (error) {
      return this.#refuse(reply, error, type ?? JSON_TYPE);
    }
  }

  async #answer(request: FastifyRequest, scope: RequestScope, type: ResponseType): Promise<FrontAnswer> {
    const { config, front } = this.#init;
    checkHead(request);
    checkPreflight(request.method, request.headers, config.csrf);
    const call: Call = {
      type,
      explain: config.explain && request.headers['spork-explain'] === 'plan',
      context: new RequestContext({
        requestId: request.id,
        startedAt: scope.startedAt,
        deadline: scope.deadline,
        cancellation: scope,
        method: request.method,
        headers: request.headers,
      }),
    };
    const body = request.method === 'GET' ? undefined : await this.#body(request);
    if (!front.serving) throw new ServiceUnavailable();
    if (Array.isArray(body)) return this.#batch(body, call);
    return this.#operation(body === undefined ? paramsOfSearch(searchOf(request)) : paramsOfBody(body), call);
  }

  async #body(request: FastifyRequest): Promise<unknown> {
    const state = handoverOf(request.raw)?.state;
    const text =
      state?.kind === 'body'
        ? decodeBody(state.bytes)
        : await readBody(request.raw, this.#init.config.bodyLimit);
    if (text === '') throw new ClientError('BAD_REQUEST', 'The request body is missing.');
    return parseClientJson(text, 'The request body') ?? null;
  }

  /** @throws whatever `prepare` refuses the operation with. */
  async #operation(params: OperationParams, call: Call): Promise<FrontAnswer> {
    const { runtime, front, apq } = this.#init;
    const document = documentOf(params, apq);
    const operation = document === undefined ? undefined : runtime.prepare(document, params.operationName);
    if (operation?.kind === 'subscription') {
      throw new ClientError(
        'BAD_REQUEST',
        'Subscriptions are not available in this version of the gateway. Ask with a query, as often as you need it.',
      );
    }
    // Plugins of Apollo Server may take their time, and never come to the execution.
    const release = operation === undefined ? undefined : runtime.hold(operation);
    const { context: request, explain, type } = call;
    try {
      return await front.run(params, { request, operation, explain, type, answer: { headers: undefined } });
    } finally {
      release?.();
    }
  }

  /** Each entry is an operation of its own: one that is refused does not touch the others. */
  async #batch(entries: readonly unknown[], call: Call): Promise<FrontAnswer> {
    const { enabled, maxSize } = this.#init.config.batching;
    if (!enabled) throw new ClientError('BATCHING_NOT_ENABLED', undefined);
    if (entries.length === 0) throw new ClientError('BAD_REQUEST', 'The batch is empty.');
    if (entries.length > maxSize) {
      throw new ClientError('BATCH_LIMIT_EXCEEDED', `A batch holds at most ${maxSize} operations.`);
    }
    const answers = await Promise.all(entries.map((entry) => this.#batchEntry(entry, call)));
    const headers = new Map(answers.flatMap((answer) => [...answer.headers]));
    return { status: 200, headers, text: `[${answers.map((answer) => answer.text).join(',')}]` };
  }

  async #batchEntry(entry: unknown, call: Call): Promise<FrontAnswer> {
    try {
      return await this.#operation(paramsOfBody(entry), call);
    } catch (error) {
      const { status, errors } = refusalOf(error, call.type, call.context.requestId);
      return { status, headers: new Map(), text: JSON.stringify({ errors }) };
    }
  }

  #refuse(reply: FastifyReply, error: unknown, type: ResponseType): FastifyReply {
    const { logger } = this.#init;
    const requestId = reply.request.id;
    if (error instanceof ClientGone) {
      logger.info('The client went away.', { requestId, status: 499 });
      reply.hijack();
      reply.raw.destroy();
      return reply;
    }
    if (isUnexpected(error)) logger.error('A request failed.', { requestId, error });
    const { status, errors } = refusalOf(error, type, requestId);
    if (status === 405) reply.header('allow', 'GET, POST');
    // The rest of the body may never come, and nothing else can be read before it.
    if (status === 408) reply.header('connection', 'close');
    return send(reply, { status, headers: new Map(), text: JSON.stringify({ errors }) }, type);
  }
}

const notAcceptable = (): ClientError =>
  new ClientError('BAD_REQUEST', 'Accept must allow application/json or application/graphql-response+json.', {
    status: 406,
  });

const checkHead = (request: FastifyRequest): void => {
  if (request.method !== 'GET' && request.method !== 'POST') {
    throw new ClientError('BAD_REQUEST', 'Use GET or POST.', { status: 405 });
  }
  if ((request.raw.url?.length ?? 0) > MAX_URL) {
    throw new ClientError('BAD_REQUEST', `The URL is longer than ${MAX_URL} characters.`, { status: 414 });
  }
  if (request.raw.rawHeaders.length > MAX_HEADERS * 2) {
    throw new ClientError('BAD_REQUEST', `The request has more than ${MAX_HEADERS} headers.`, {
      status: 431,
    });
  }
};

const searchOf = (request: FastifyRequest): URLSearchParams => {
  const url = request.raw.url ?? '';
  const mark = url.indexOf('?');
  return new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
};

const send = (reply: FastifyReply, answer: FrontAnswer, type: ResponseType): FastifyReply => {
  for (const [name, value] of answer.headers) {
    if (name !== 'content-type' && name !== 'content-length') reply.header(name, value);
  }
  const vary = reply.getHeader('vary');
  reply.header('vary', vary === undefined ? 'Accept' : `${String(vary)}, Accept`);
  return reply.code(answer.status).header('content-type', `${type}; charset=utf-8`).send(answer.text);
};
