import { CancellationSource, type RequestContext } from './context/index.js';
import type { ExecutedOperation, GraphqlRuntime } from './http/types.js';
import { ChurnMap } from './lib/index.js';
import type { Operation } from './operation/types.js';

type Request = Parameters<GraphqlRuntime['execute']>[1];
/** Runs one operation; never fails. */
export type Run = GraphqlRuntime['execute'];

export interface RequestDedupeOptions {
  /** Which client headers two requests must have in common: all, or those named; those of {@link isForwarded} always. */
  readonly headers: 'all' | 'none' | readonly string[];
  /** True for client headers (lower-case names) that a subgraph may be sent. */
  isForwarded(name: string): boolean;
  run: Run;
}

/** Differ from request to request and say nothing about the answer. */
const NEVER_COMPARED: ReadonlySet<string> = new Set([
  'x-request-id',
  'traceparent',
  'tracestate',
  'content-length',
  'connection',
]);
/** Tell who is calling: an answer is never shared between two callers. */
const ALWAYS_COMPARED: readonly string[] = ['authorization', 'cookie'];
/** Characters; requests with more to compare run alone. */
const MAX_KEY = 64 * 1024;
const MAX_FLIGHTS = 10_000;
const MAX_HEADER_NAMES = 1000;

/** Identical client requests in flight are answered by one execution. Queries only; each keeps its own deadline. */
export class RequestDedupe {
  readonly #options: RequestDedupeOptions;
  readonly #named: ReadonlySet<string>;
  readonly #compared = new Map<string, boolean>();
  readonly #flights = new ChurnMap<string, Flight>();

  constructor(options: RequestDedupeOptions) {
    this.#options = options;
    const names = typeof options.headers === 'string' ? [] : options.headers;
    this.#named = new Set([...ALWAYS_COMPARED, ...names.map((name) => name.toLowerCase())]);
  }

  /** @param schemaId of the supergraph that checked the operation. */
  execute(schemaId: string, operation: Operation, request: Request): ReturnType<Run> {
    if (operation.kind !== 'query') return this.#change(operation, request);
    const key = this.#keyOf(schemaId, operation, request);
    if (key.length > MAX_KEY) return this.#options.run(operation, request);
    return this.#flights.get(key)?.join(request.context) ?? this.#start(key, operation, request);
  }

  #start(key: string, operation: Operation, request: Request): ReturnType<Run> {
    if (this.#flights.size >= MAX_FLIGHTS) return this.#options.run(operation, request);
    const flight = new Flight({ run: this.#options.run, operation, request }, (ended) => {
      if (this.#flights.get(key) === ended) this.#flights.delete(key);
    });
    const result = flight.start();
    if (result instanceof Promise) this.#flights.set(key, flight);
    return result;
  }

  /** After a mutation nobody joins a query that began before it ended. */
  #change(operation: Operation, request: Request): ReturnType<Run> {
    const result = this.#options.run(operation, request);
    if (!(result instanceof Promise)) return result;
    return result.then((executed) => {
      this.#flights.clear();
      return executed;
    });
  }

  #keyOf(schemaId: string, operation: Operation, { variables, context, explain }: Request): string {
    let key = `${schemaId}:${operation.hash}:${operation.name ?? ''}:${explain ? 1 : 0}`;
    for (const name in context.headers) {
      const value = context.headers[name];
      if (value !== undefined && this.#isCompared(name)) key += part(name) + part(String(value));
    }
    return `${key}\n${JSON.stringify(variables)}`;
  }

  #isCompared(name: string): boolean {
    let compared = this.#compared.get(name);
    if (compared === undefined) {
      compared = this.#mustMatch(name);
      if (this.#compared.size >= MAX_HEADER_NAMES) this.#compared.clear();
      this.#compared.set(name, compared);
    }
    return compared;
  }

  #mustMatch(name: string): boolean {
    if (this.#options.isForwarded(name) || this.#named.has(name)) return true;
    return this.#options.headers === 'all' && !NEVER_COMPARED.has(name);
  }
}

/** Each part stands with its length, so no value can pass for another. */
const part = (text: string): string => `${text.length}:${text}`;

interface Work {
  readonly run: Run;
  readonly operation: Operation;
  readonly request: Request;
}

/** One execution, and those who wait for it; it is aborted when all of them have gone. */
class Flight extends CancellationSource {
  readonly #work: Work;
  readonly #onEnd: (flight: Flight) => void;
  #waiting = 0;
  #latest: number;
  #first: Promise<ExecutedOperation> | null = null;
  #shared: Promise<ExecutedOperation> | null = null;

  constructor(work: Work, onEnd: (flight: Flight) => void) {
    super();
    this.#work = work;
    this.#onEnd = onEnd;
    this.#latest = work.request.context.deadline;
  }

  start(): ReturnType<Run> {
    this.#enter(this.#work.request.context);
    const result = this.#execute(this.#latest);
    if (result instanceof Promise) {
      this.#first = result;
      void result.then(() => this.#onEnd(this));
    }
    return result;
  }

  /** Undefined when the flight cannot be joined any more. */
  join(context: RequestContext): Promise<ExecutedOperation> | undefined {
    if (this.aborted || this.#first === null) return undefined;
    this.#enter(context);
    this.#latest = Math.max(this.#latest, context.deadline);
    this.#shared ??= this.#first.then((executed) => this.#share(executed));
    return this.#shared;
  }

  /** What ran out of the first request's time is run once more for the others; headers are for the first alone. */
  async #share(executed: ExecutedOperation): Promise<ExecutedOperation> {
    const { data, errors, extensions } = executed.errors.some(ranOutOfTime)
      ? await this.#execute(this.#latest)
      : executed;
    return { data, errors, extensions, shared: true };
  }

  #execute(deadline: number): ReturnType<Run> {
    const { run, operation, request } = this.#work;
    return run(operation, { ...request, context: request.context.with(this, deadline) });
  }

  #enter({ cancellation }: RequestContext): void {
    this.#waiting++;
    cancellation?.addEventListener('abort', this.#onLeave);
  }

  readonly #onLeave = (): void => {
    if (--this.#waiting > 0) return;
    this.#onEnd(this);
    this.abort(new Error('Nobody waits any longer.'));
  };
}

const TIME_CODES: ReadonlySet<unknown> = new Set(['SUBGRAPH_REQUEST_TIMEOUT', 'GATEWAY_TIMEOUT']);

const ranOutOfTime = ({ extensions }: ExecutedOperation['errors'][number]): boolean =>
  TIME_CODES.has(extensions['code']);
