import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGateway, type Gateway, type UserConfig } from '../../src/index.js';
import { composeSubgraphs, postGraphql, startSubgraph, type RecordingSubgraph } from '../harness/index.js';

const TYPES = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
  type Query { list(first: Int): [Item] who: String }
  type Mutation { add: Int }
  type Item { id: ID! }`;

let subgraph: RecordingSubgraph;
let file: string;
/** Lets the subgraph answer. */
let release: () => void;
let released: Promise<void>;
/** Calls that the gateway wanted to make so far. */
let wanted = 0;
let onWanted: () => void = () => undefined;

beforeAll(async () => {
  subgraph = await startSubgraph({
    name: 'items',
    typeDefs: TYPES,
    resolvers: {
      Query: {
        list: (_source: unknown, { first }: { first?: number }) =>
          Array.from({ length: first ?? 1 }, (_, id) => ({ id })),
        who: (_source: unknown, _args: unknown, { headers }: { headers: Record<string, string> }) =>
          headers['authorization'] ?? 'nobody',
      },
      Mutation: { add: () => 1 },
    },
    onRequest: () => released,
  });
  const sdl = composeSubgraphs([{ name: 'items', url: subgraph.url, typeDefs: TYPES }]);
  file = join(await mkdtemp(join(tmpdir(), 'dedupe-')), 'supergraph.graphql');
  await writeFile(file, sdl);
});
afterAll(() => subgraph.close());
beforeEach(() => {
  subgraph.requests.length = 0;
  wanted = 0;
  released = new Promise((resolve) => (release = resolve));
});

const withGateway = async (
  config: UserConfig,
  test: (url: string, gateway: Gateway) => Promise<void>,
): Promise<void> => {
  const gateway = await createGateway({
    config: {
      supergraph: { file },
      telemetry: { logs: { level: 'silent' } },
      ...config,
      server: { port: 0, ...config.server },
    },
    plugins: [{ name: 'count', onSubgraphRequest }],
  });
  const { url } = await gateway.start();
  try {
    await test(url, gateway);
  } finally {
    release();
    await gateway.stop();
  }
};

const onSubgraphRequest = (): void => {
  wanted++;
  onWanted();
};

type Sent = readonly [body: object, headers?: Record<string, string>];

/** Sends all at once, lets the subgraph answer when each wanted to call it; the texts in order. */
const together = async (url: string, sent: readonly Sent[], expected: number): Promise<string[]> => {
  const answers = sent.map(([body, headers]) => postGraphql(url, body, headers));
  while (wanted < sent.length) await new Promise<void>((resolve) => (onWanted = resolve));
  release();
  const texts = (await Promise.all(answers)).map(({ text }) => text);
  expect(subgraph.requests).toHaveLength(expected);
  return texts;
};

describe('fetches in flight', () => {
  const list = { query: '{ list(first: 2) { id } }' };
  const answer = '{"data":{"list":[{"id":"0"},{"id":"1"}]}}';

  test('are shared by requests that ask the same', () =>
    withGateway({}, async (url) => {
      expect(await together(url, [[list], [list], [list]], 1)).toEqual([answer, answer, answer]);
    }));

  test('are not shared when it is off', () =>
    withGateway({ subgraphs: { all: { dedupe: false } } }, async (url) => {
      await together(url, [[list], [list]], 2);
    }));

  test('are never shared by mutations', () =>
    withGateway({}, async (url) => {
      const add = { query: 'mutation { add }' };
      await together(url, [[add], [add]], 2);
    }));

  test('are not shared across variables', () =>
    withGateway({}, async (url) => {
      const query = 'query ($n: Int) { list(first: $n) { id } }';
      const texts = await together(
        url,
        [
          [{ query, variables: { n: 0 } }],
          [{ query, variables: { n: 1 } }],
          [{ query, variables: { n: 1 } }],
        ],
        2,
      );
      expect(texts.map((text) => text.match(/"id"/g)?.length ?? 0)).toEqual([0, 1, 1]);
    }));

  test('are not shared across callers, whether or not the subgraph is told who calls', async () => {
    const who = { query: '{ who }' };
    const sent: Sent[] = [[who, { authorization: 'A' }], [who, { authorization: 'B' }], [who], [who]];
    await withGateway(
      { subgraphs: { all: { headers: { request: [{ propagate: { named: 'Authorization' } }] } } } },
      async (url) => {
        const texts = await together(url, sent, 3);
        expect(texts.map((text) => /"who":"(.*)"/.exec(text)?.[1])).toEqual(['A', 'B', 'nobody', 'nobody']);
      },
    );
    subgraph.requests.length = 0;
    wanted = 0;
    released = new Promise((resolve) => (release = resolve));
    await withGateway({}, async (url) => void (await together(url, sent, 3)));
  });
});
