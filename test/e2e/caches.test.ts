import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGateway, type CacheReport, type Gateway, type UserConfig } from '../../src/index.js';
import { composeSubgraphs, postGraphql, startSubgraph, type SubgraphOptions } from '../harness/index.js';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])';
const items = (more = ''): SubgraphOptions => ({
  name: 'items',
  typeDefs: `${LINK} type Query { item: Item count: Int ${more} } type Item @key(fields: "id") { id: ID! name: String }`,
  resolvers: { Query: { item: () => ({ id: '1', name: 'N' }), count: () => 1 } },
});
const NOTES = {
  name: 'notes',
  typeDefs: `${LINK} type Item @key(fields: "id") { id: ID! note: String }`,
  resolvers: { Item: { note: () => 'note' } },
};

interface Started extends AsyncDisposable {
  readonly gateway: Gateway;
  readonly log: string[];
  /** Posts an operation; the answer's data. */
  ask(query: string, variables?: Record<string, unknown>): Promise<unknown>;
  stats(): NonNullable<CacheReport['supergraph']>;
  /** Adds fields to the root of the schema; resolves when that schema serves. */
  reload(more: string): Promise<void>;
}

const start = async (cache: NonNullable<UserConfig['planner']>['cache']): Promise<Started> => {
  const subgraphs = [await startSubgraph(items('more: Int')), await startSubgraph(NOTES)] as const;
  const sdl = (more = ''): string =>
    composeSubgraphs([
      { ...items(more), url: subgraphs[0].url },
      { ...NOTES, url: subgraphs[1].url },
    ]);
  const file = join(await mkdtemp(join(tmpdir(), 'caches-')), 'supergraph.graphql');
  await writeFile(file, sdl());
  const log: string[] = [];
  let served = (): void => undefined;
  const write = (message: string, fields?: unknown): void => {
    log.push(fields === undefined ? message : `${message} ${JSON.stringify(fields)}`);
    if (message.startsWith('serving')) served();
  };
  const logger = {
    level: 'info',
    trace: write,
    debug: write,
    info: write,
    warn: write,
    error: write,
    fatal: write,
  };
  const gateway = await createGateway({
    mode: 'development',
    config: { supergraph: { file }, server: { port: 0, playground: 'off' }, planner: { cache } },
    logger: {
      ...logger,
      isEnabled: () => true,
      child: () => ({ ...logger, isEnabled: () => true, child: fail }),
    },
  });
  const { url } = await gateway.start();
  return {
    gateway,
    log,
    ask: async (query, variables) => {
      const { json } = await postGraphql(url, { query, ...(variables && { variables }) });
      expect(json.errors).toBeUndefined();
      return json.data;
    },
    stats: () => {
      const { supergraph } = gateway.cacheStats();
      if (supergraph === null) throw new Error('nothing is served');
      return supergraph;
    },
    reload: async (more) => {
      const done = new Promise<void>((resolve) => (served = resolve));
      await writeFile(file, sdl(more));
      await done;
    },
    async [Symbol.asyncDispose]() {
      await gateway.stop();
      for (const subgraph of subgraphs) await subgraph.close();
    },
  };
};
const fail = (): never => {
  throw new Error('not used');
};

const USED = '{ item { id note } }';

test('the most used operation is planned on the next supergraph before that serves; one that it refuses is left out', async () => {
  await using started = await start({});
  const { ask, stats, log } = started;
  const conditional = 'query C($yes: Boolean!) { item { name @include(if: $yes) id } }';
  for (let run = 0; run < 3; run++) {
    await ask(USED);
    await ask(conditional, { yes: true });
  }
  await ask('{ once: count }');
  await started.reload('more: Int');
  expect(log.filter((line) => line.startsWith('warmed up'))).toEqual([
    expect.stringMatching(/^warmed up 2 of the most used operations in \d+ ms .*"refused":0,"left":0/),
  ]);
  const warm = stats();
  expect(warm).toMatchObject({ documents: { entries: 2 }, plans: { misses: 2 }, compiled: { entries: 2 } });
  expect(await ask(USED)).toEqual({ item: { id: '1', note: 'note' } });
  expect(await ask(conditional, { yes: true })).toEqual({ item: { name: 'N', id: '1' } });
  const { documents, plans, compiled } = stats();
  expect([documents.misses, plans.misses, compiled.misses]).toEqual([
    warm.documents.misses,
    warm.plans.misses,
    warm.compiled.misses,
  ]);
  expect([documents.hits, compiled.hits]).toEqual([2, 2]);
  await ask('{ more }');
  await ask('{ more }');
  await started.reload('other: Int');
  expect(log.filter((line) => line.startsWith('warmed up'))[1]).toMatch(
    /^warmed up 2 .*"refused":1,"left":0/,
  );
});
