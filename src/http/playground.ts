import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { packageRoot } from '../lib/index.js';
import type { HttpOptions } from './options.js';
import type { GraphqlRuntime } from './types.js';

const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; " +
  "img-src 'self' data:; font-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const TYPES: Readonly<Record<string, string>> = {
  'graphiql.min.css': 'text/css; charset=utf-8',
  'graphiql.min.js': 'text/javascript; charset=utf-8',
  'playground.css': 'text/css; charset=utf-8',
  'playground.js': 'text/javascript; charset=utf-8',
  'react-dom.production.min.js': 'text/javascript; charset=utf-8',
  'react.production.min.js': 'text/javascript; charset=utf-8',
};

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that is safe in HTML content and in quoted attributes. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

/** The offline GraphiQL page; its files are written by `npm run build`. */
export class Playground {
  readonly #config: HttpOptions;
  readonly #runtime: GraphqlRuntime;
  readonly #folder = join(packageRoot, 'dist', 'assets', 'playground');
  readonly #files = new Map<string, Promise<Buffer>>();

  constructor(config: HttpOptions, runtime: GraphqlRuntime) {
    this.#config = config;
    this.#runtime = runtime;
  }

  /** Adds the files of the page and the status that it polls. */
  register(app: FastifyInstance): void {
    app.get('/playground/status', (_request, reply) =>
      reply
        .header('cache-control', 'no-store')
        .send({ ready: this.#runtime.isReady(), problems: this.#runtime.problems() }),
    );
    app.get<{ Params: { name: string } }>('/playground/assets/:name', (request, reply) =>
      this.#asset(request, reply),
    );
  }

  /** Sends the page. */
  async page(reply: FastifyReply): Promise<FastifyReply> {
    const template = (await this.#read('index.html')).toString('utf8');
    const html = template.replaceAll('{{path}}', () => escapeHtml(this.#config.path));
    return reply
      .header('content-security-policy', CONTENT_SECURITY_POLICY)
      .header('referrer-policy', 'no-referrer')
      .header('cache-control', 'no-cache')
      .type('text/html; charset=utf-8')
      .send(html);
  }

  async #asset(
    request: FastifyRequest<{ Params: { name: string } }>,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const { name } = request.params;
    const type = Object.hasOwn(TYPES, name) ? TYPES[name] : undefined;
    if (type === undefined) {
      reply.callNotFound();
      return reply;
    }
    const gzip = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
    const bytes = await this.#read(gzip ? `${name}.gz` : name);
    if (gzip) reply.header('content-encoding', 'gzip');
    return reply
      .header('vary', 'Accept-Encoding')
      .header('cache-control', 'public, max-age=3600')
      .header('content-security-policy', CONTENT_SECURITY_POLICY)
      .type(type)
      .send(bytes);
  }

  #read(name: string): Promise<Buffer> {
    let file = this.#files.get(name);
    if (!file) {
      file = readFile(join(this.#folder, name));
      // A page that was not built yet is looked for again next time.
      file.catch(() => this.#files.delete(name));
      this.#files.set(name, file);
    }
    return file;
  }
}
