import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import type { CompositionProblem, Supergraph, SupergraphEvents } from '../../../src/registry/index.js';

/** Composes in this process: the reference for what the worker does. */
export const compose = (subgraphs: Readonly<Record<string, string>>): string => {
  const services = Object.entries(subgraphs).map(([name, sdl]) => ({
    name,
    url: `http://${name}.test/graphql`,
    typeDefs: parse(sdl),
  }));
  const { errors, supergraphSdl } = composeServices(services);
  if (supergraphSdl === undefined) throw new Error(errors?.join('\n'));
  return supergraphSdl;
};

/** SDL with a `@link` to federation that imports `names`. */
export const fed2 = (
  sdl: string,
  names: readonly string[] = ['@key', '@shareable'],
  version = '2.9',
): string =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v${version}", import: ${JSON.stringify(names)})\n${sdl}`;

/** A folder that is removed with `await using`. */
export const temporaryFolder = async (): Promise<{
  path(name: string): string;
  [Symbol.asyncDispose](): Promise<void>;
}> => {
  const folder = await mkdtemp(join(tmpdir(), 'registry-'));
  return {
    path: (name) => join(folder, name),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
};

/** A real HTTP server on a free port. */
export const serve = async (
  handler: RequestListener,
): Promise<{ url: string; port: number; close(): Promise<void>; [Symbol.asyncDispose](): Promise<void> }> => {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}/graphql`, port, close, [Symbol.asyncDispose]: close };
};

export const readBody = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
};

/** Answers introspection with what `sdl` gives at that moment. */
export const serveSdl = (sdl: () => string): ReturnType<typeof serve> =>
  serve((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ data: { _service: { sdl: sdl() } } }));
  });

/** Records events; waits for what is to come without sleeping for a fixed time. */
export class Recorder implements SupergraphEvents {
  readonly supergraphs: Supergraph[] = [];
  readonly problems: (readonly CompositionProblem[])[] = [];
  readonly notes: string[] = [];
  refuse = false;
  #waiting: (() => void)[] = [];

  onSupergraph(supergraph: Supergraph, _hurry: AbortSignal): Promise<void> {
    if (this.refuse) return Promise.reject(new Error('the planner says no'));
    this.supergraphs.push(supergraph);
    this.#wake();
    return Promise.resolve();
  }

  onProblem(problems: readonly CompositionProblem[]): void {
    this.problems.push(problems);
    this.#wake();
  }

  onNote(note: string): void {
    this.notes.push(note);
    this.#wake();
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #wake(): void {
    this.#waiting.splice(0).forEach((resolve) => resolve());
  }
}
