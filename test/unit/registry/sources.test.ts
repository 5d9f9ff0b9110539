import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createConfigSource,
  createFileSource,
  createSource,
  createUrlSource,
} from '../../../src/registry/index.js';
import { INTROSPECTION_POLL } from '../../../src/registry/config-source.js';
import type { Supergraph, SupergraphEvents, SupergraphSource } from '../../../src/registry/types.js';
import { compose, fed2, Recorder, serve, serveSdl, temporaryFolder } from './support.js';

const kept: SupergraphSource[] = [];
/** Stops the source after the test also when the test fails: watchers would keep the process alive. */
const keep =
  <T>(create: (options: T) => SupergraphSource) =>
  (options: T): SupergraphSource => {
    const source = create(options);
    kept.push(source);
    return source;
  };
afterEach(async () => {
  await Promise.all(kept.splice(0).map((source) => source.stop()));
});

const first = compose({ a: 'type Query { first: Int }' });
const second = compose({ a: 'type Query { second: Int }' });
const third = compose({ a: 'type Query { third: Int }' });

describe('file', () => {
  test('a write while a supergraph is taken tells that to hurry; each one is taken by itself', async () => {
    await using folder = await temporaryFolder();
    const file = folder.path('supergraph.graphql');
    await writeFile(file, first);
    const taken: string[] = [];
    /** Takes the second one only when it is told to hurry, as a warm-up may. */
    class Slow extends Recorder {
      override async onSupergraph(supergraph: Supergraph, hurry: AbortSignal): Promise<void> {
        expect(hurry.aborted).toBe(false);
        await super.onSupergraph(supergraph, hurry);
        if (supergraph.sdl === second)
          await new Promise((resolve) => hurry.addEventListener('abort', resolve, { once: true }));
        taken.push(supergraph.sdl);
      }
    }
    const events = new Slow();
    await keep(createFileSource)({ file, watch: true, pollInterval: 100 }).start(events);
    await writeFile(file, second);
    await events.until(() => events.supergraphs.length === 2);
    expect(taken).toEqual([first]);
    await writeFile(file, third);
    await events.until(() => events.supergraphs.length === 3);
    expect(taken.slice(0, 2)).toEqual([first, second]);
  });

  test('stopping tells the one being taken to hurry', async () => {
    await using folder = await temporaryFolder();
    const file = folder.path('supergraph.graphql');
    await writeFile(file, first);
    const events: SupergraphEvents = {
      onSupergraph: (supergraph, hurry) =>
        supergraph.sdl === first
          ? Promise.resolve()
          : new Promise((resolve) => {
              hurry.addEventListener('abort', () => resolve(), { once: true });
              stopped(source.stop());
            }),
      onProblem: () => undefined,
      onNote: () => undefined,
    };
    let stopped: (stopping: Promise<void>) => void = () => undefined;
    const stopping = new Promise<void>((resolve) => (stopped = (done) => resolve(done)));
    const source = keep(createFileSource)({ file, watch: true, pollInterval: 100 });
    await source.start(events);
    await writeFile(file, second);
    await stopping;
  });

  test('follows writes, atomic renames and swapped links; a broken file keeps the last good one', async () => {
    await using folder = await temporaryFolder();
    const file = folder.path('supergraph.graphql');
    await writeFile(file, first);
    const events = new Recorder();
    const source = keep(createFileSource)({ file, watch: true, pollInterval: 100 });
    await source.start(events);
    expect(events.supergraphs.map(({ sdl }) => sdl)).toEqual([first]);

    await writeFile(file, second);
    await events.until(() => events.supergraphs.length === 2);
    await writeFile(file, second.slice(0, 700));
    await events.until(() => events.problems.length === 1);
    expect(events.problems[0]?.[0]?.message).toMatch(/not valid GraphQL/);
    await writeFile(file, second);
    await events.until(() => events.problems.length === 2);
    expect(events.problems[1]).toEqual([]);
    expect(events.supergraphs).toHaveLength(2);

    await writeFile(folder.path('next'), third);
    await rename(folder.path('next'), file);
    await events.until(() => events.supergraphs.length === 3);
    await rm(file);
    await events.until(() => events.problems.length === 3);
    expect(events.problems[2]?.[0]?.message).toMatch(/there is no such file/);
    for (const [name, sdl] of Object.entries({ one: first, two: second })) {
      await mkdir(folder.path(name));
      await writeFile(folder.path(`${name}/s.graphql`), sdl);
    }
    await symlink(folder.path('one'), folder.path('data'));
    await symlink('data/s.graphql', file);
    await events.until(() => events.supergraphs.length === 4);
    await symlink(folder.path('two'), folder.path('data.tmp'));
    await rename(folder.path('data.tmp'), folder.path('data'));
    await events.until(() => events.supergraphs.length === 5);
    expect(events.supergraphs.map(({ sdl }) => sdl)).toEqual([first, second, third, first, second]);
    await source.stop();
  });

  test('a supergraph that the gateway refuses is a problem once, and the old one is served again without an event', async () => {
    await using folder = await temporaryFolder();
    const file = folder.path('supergraph.graphql');
    await writeFile(file, first);
    const events = new Recorder();
    const source = keep(createSource)({ supergraph: file, env: {}, watch: true, pollInterval: 100 });
    await source.start(events);
    events.refuse = true;
    await writeFile(file, second);
    await events.until(() => events.problems.length === 1);
    expect(events.problems[0]?.[0]).toMatchObject({
      code: 'SUPERGRAPH_REFUSED',
      message: expect.stringContaining('the planner says no'),
    });
    await writeFile(file, first);
    await events.until(() => events.problems.length === 2);
    expect(events.problems[1]).toEqual([]);
    events.refuse = false;
    await writeFile(file, second);
    await events.until(() => events.supergraphs.length === 2);
    await source.stop();
  });

  test('start fails with one sentence, and notes say which subgraph is down', async () => {
    await using folder = await temporaryFolder();
    const file = folder.path('supergraph.graphql');
    const missing = keep(createFileSource)({ file, watch: true });
    await expect(missing.start(new Recorder())).rejects.toThrow(
      `The supergraph ${file} could not be read: there is no such file.`,
    );
    await using up = await serve(() => undefined);
    await writeFile(
      file,
      first
        .replace('http://a.test/graphql', up.url)
        .replace('enum join__Graph {', 'enum join__Graph {\n B @join__graph(name: "b", url: "")'),
    );
    const events = new Recorder();
    const source = keep(createFileSource)({ file });
    await source.start(events);
    await events.until(() => events.notes.length > 0);
    expect(events.notes).toEqual([expect.stringMatching(/^Subgraph b is down/)]);
    await source.stop();
  });
});

describe('URL', () => {
  test('polls with the ETag, keeps the last good one while the server fails', async () => {
    const asked: (string | undefined)[] = [];
    let now: { status: number; sdl: string; etag?: string } = { status: 200, sdl: first, etag: '"1"' };
    let onAsked = (): void => undefined;
    await using server = await serve((request, response) => {
      const condition = request.headers['if-none-match'];
      asked.push(condition);
      if (now.etag) response.setHeader('etag', now.etag);
      response.statusCode =
        condition !== undefined && condition === now.etag && now.status === 200 ? 304 : now.status;
      response.end(response.statusCode === 304 ? undefined : now.sdl);
      onAsked();
    });
    const next = (): Promise<void> => new Promise((resolve) => (onAsked = resolve));
    const events = new Recorder();
    const source = keep(createSource)({
      supergraph: server.url,
      env: {},
      pollInterval: 20,
      headers: { 'x-a': 'b' },
    });
    await source.start(events);
    await next();
    await next();
    expect(asked.slice(0, 3)).toEqual([undefined, '"1"', '"1"']);
    now = { status: 503, sdl: 'down' };
    await events.until(() => events.problems.length === 1);
    expect(events.problems[0]?.[0]?.message).toMatch(/HTTP status 503/);
    now = { status: 200, sdl: '<html>' };
    await events.until(() => events.problems.length === 2);
    now = { status: 200, sdl: first, etag: '"1"' };
    await events.until(() => events.problems.length === 3);
    expect(events.problems[2]).toEqual([]);
    now = { status: 200, sdl: second, etag: '"2"' };
    await events.until(() => events.supergraphs.length === 2);
    expect(events.supergraphs.map(({ sdl }) => sdl)).toEqual([first, second]);
    await source.stop();
  });

  test('start fails when there is nothing good, and for more than the size allowed', async () => {
    await using server = await serve((_request, response) => response.end(first));
    const small = keep(createUrlSource)({ url: server.url, maxSize: 10 });
    await expect(small.start(new Recorder())).rejects.toThrow(/larger than 10 bytes/);
    await server.close();
    const down = keep(createUrlSource)({ url: server.url });
    await expect(down.start(new Recorder())).rejects.toThrow(/could not be loaded from .*connection refused/);
  });
});

describe('supergraph.yaml', () => {
  test('the guide says how often introspected subgraphs are asked', async () => {
    const guide = await readFile(join(__dirname, '../../../docs/guides/own-subgraphs.md'), 'utf8');
    expect(guide).toContain(`asked for their SDL every ${INTROSPECTION_POLL} ms`);
    expect(INTROSPECTION_POLL).toBeLessThan(1000);
  });

  test('introspected subgraphs are asked again and again by default, and a supergraph is offered only when one changed', async () => {
    await using folder = await temporaryFolder();
    let remote = fed2('type Query { first: Int }');
    let asked = 0;
    await using server = await serveSdl(() => {
      asked++;
      return remote;
    });
    const file = folder.path('supergraph.yaml');
    await writeFile(file, `subgraphs:\n  a: { schema: { subgraph_url: "${server.url}" } }\n`);
    const events = new Recorder();
    const source = keep(createConfigSource)({ file, env: {}, watch: true });
    await source.start(events);
    while (asked < 3) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(events.supergraphs).toHaveLength(1);
    remote = fed2('type Query { second: Int }');
    await events.until(() => events.supergraphs.length === 2);
    expect(events.supergraphs[1]?.sdl).toContain('second: Int');
  });

  test('composes again when a file or an introspected schema changes; what is broken keeps the last good one', async () => {
    await using folder = await temporaryFolder();
    let remote = fed2('type Query { remote: Int }');
    await using server = await serveSdl(() => remote);
    const schema = folder.path('a.graphql');
    const file = folder.path('supergraph.yaml');
    const yaml = (more = ''): string =>
      `subgraphs:\n  a: { routing_url: "${server.url}", schema: { file: a.graphql } }\n  b: { schema: { subgraph_url: "\${env.B}" } }\n${more}`;
    await writeFile(file, yaml());
    await writeFile(schema, fed2('type Query { local: Int }'));
    const events = new Recorder();
    const source = keep(createConfigSource)({ file, env: { B: server.url }, watch: true, pollInterval: 30 });
    await source.start(events);
    const last = (): string => events.supergraphs.at(-1)?.sdl ?? '';
    expect(last()).toMatch(/local: Int[^]*remote: Int/);

    await writeFile(schema, fed2('type Query { changed: Int }'));
    await events.until(() => last().includes('changed'));
    remote = fed2('type Query { fresh: Int }');
    await events.until(() => last().includes('fresh'));

    await writeFile(schema, fed2('type Query {\n  fresh: Int }'));
    await events.until(() => events.problems.length === 1);
    expect(events.problems[0]?.[0]).toMatchObject({
      code: 'INVALID_FIELD_SHARING',
      locations: [{ subgraph: 'a', line: 3 }, { subgraph: 'b' }],
    });
    expect(last()).toContain('changed');
    await writeFile(schema, fed2('type Query { mended: Int }'));
    await events.until(() => last().includes('mended'));

    await writeFile(
      file,
      yaml('  c: {routing_url: "http://127.0.0.1:1/", schema: {sdl: "type Query { c: Int }"}}\n'),
    );
    await events.until(() => last().includes('c: Int'));
    await writeFile(file, yaml('oops: 1\n'));
    await events.until(() => events.problems.length === 2);
    expect(events.problems[1]?.[0]).toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(':4:1: Unknown key `oops`'),
    });

    await writeFile(file, yaml());
    await events.until(() => !last().includes('c: Int'));
    await server.close();
    await events.until(() =>
      events.notes.some((note) => note.includes('Its last known schema stays in use')),
    );
    expect(events.problems).toHaveLength(2);
    await source.stop();
  });

  test('says at start which subgraph cannot be introspected; a known schema needs no subgraph', async () => {
    await using folder = await temporaryFolder();
    const file = folder.path('supergraph.yaml');
    const known =
      'subgraphs:\n  a: {routing_url: "http://127.0.0.1:1/", schema: {sdl: "type Query { a: Int }"}}\n';
    await writeFile(file, `${known}  gone: {schema: {subgraph_url: "http://127.0.0.1:1/"}}\n`);
    const failing = keep(createConfigSource)({ file, env: {}, watch: true });
    await expect(failing.start(new Recorder())).rejects.toThrow(
      /^Subgraph gone could not be introspected at http:\/\/127\.0\.0\.1:1\/: nothing listens/,
    );
    await writeFile(file, known);
    const events = new Recorder();
    const source = keep(createSource)({ config: file, env: {} });
    await source.start(events);
    await events.until(() => events.notes.length > 0);
    expect(events.supergraphs).toHaveLength(1);
    expect(events.notes[0]).toMatch(/^Subgraph a is down/);
    await source.stop();
  });

  test('start fails with every composition error', async () => {
    await using folder = await temporaryFolder();
    const file = folder.path('supergraph.yaml');
    await writeFile(
      file,
      'subgraphs:\n  a: {routing_url: "http://a/", schema: {sdl: "type Query { a: Nope }"}}\n',
    );
    const source = keep(createConfigSource)({ file, env: {} });
    await expect(source.start(new Recorder())).rejects.toThrow(
      /do not compose: INVALID_GRAPHQL a:1:\d+ .*Nope/,
    );
  });
});
