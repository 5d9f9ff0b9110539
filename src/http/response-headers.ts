import type { HttpOptions } from './options.js';
import type { ResponseType } from './media-types.js';

/** What clients of other sites may read, besides what every site may. */
export const EXPOSED_HEADERS = [
  'X-Request-Id',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'Cache-Status',
];

/** Names that the lane writes itself. */
const OWN: ReadonlySet<string> = new Set([
  'x-request-id',
  'x-content-type-options',
  'vary',
  'content-type',
  'content-length',
  'access-control-allow-origin',
  'access-control-allow-credentials',
  'access-control-expose-headers',
]);

/** True when a header that the runtime asks for is one of ours, so that one of the two must win. */
export const clashes = (headers: Readonly<Record<string, string>>): boolean =>
  Object.keys(headers).some((name) => OWN.has(name));

/** Writes the headers of an answer as the reference way has them: same names, values and order, names and values in turn. */
export class ResponseHeaders {
  readonly #cors: HttpOptions['cors'];
  readonly #anyOrigin: boolean;
  readonly #exposed = EXPOSED_HEADERS.join(', ');

  constructor({ cors }: HttpOptions) {
    this.#cors = cors;
    this.#anyOrigin = cors.origins.includes('*');
  }

  write(answer: {
    readonly requestId: string;
    readonly origin: string | undefined;
    readonly extra: Readonly<Record<string, string>> | undefined;
    readonly type: ResponseType;
    readonly length: number;
  }): string[] {
    const list = ['x-request-id', answer.requestId, 'x-content-type-options', 'nosniff'];
    const varies = this.#writeCors(list, answer.origin);
    if (answer.extra !== undefined) {
      for (const name in answer.extra) list.push(name, answer.extra[name] as string);
    }
    if (!varies) list.push('vary', 'Accept');
    list.push('content-type', `${answer.type}; charset=utf-8`, 'content-length', String(answer.length));
    return list;
  }

  /** As @fastify/cors does. Returns true when `vary` is written. */
  #writeCors(list: string[], origin: string | undefined): boolean {
    const { origins, credentials } = this.#cors;
    if (origins.length === 0) return false;
    if (!this.#anyOrigin) list.push('vary', 'Origin, Accept');
    const allowed = this.#anyOrigin ? '*' : origin !== undefined && origins.includes(origin) ? origin : '';
    if (allowed !== '') list.push('access-control-allow-origin', allowed);
    if (credentials) list.push('access-control-allow-credentials', 'true');
    list.push('access-control-expose-headers', this.#exposed);
    return !this.#anyOrigin;
  }
}
