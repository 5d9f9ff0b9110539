import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGateway, type Plugin, type UserConfig } from '../../src/index.js';
import {
  composeSubgraphs,
  postGraphql,
  startSubgraph,
  type PostedAnswer,
  type RecordingSubgraph,
} from '../harness/index.js';

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
  test: (url: string) => Promise<void>,
  plugins: readonly Plugin[] = [],
): Promise<void> => {
  const gateway = await createGateway({
    config: {
      supergraph: { file },
      telemetry: { logs: { level: 'silent' } },
      ...config,
      server: { port: 0, ...config.server },
    },
    plugins,
  });
  const { url } = await gateway.start();
  try {
    await test(url);
  } finally {
    release();
    await gateway.stop();
  }
};

const counting: Plugin = {
  name: 'counting',
  onSubgraphRequest: () => {
    wanted++;
    onWanted();
  },
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

/** Counts requests whose head a server of this process has read, by its port. */
const countArrivals = (port: number): Disposable & { reach(count: number): Promise<void> } => {
  let count = 0;
  let onArrival: () => void = () => undefined;
  const listener = (message: unknown): void => {
    const { server } = message as { server: Server };
    if ((server.address() as AddressInfo | null)?.port !== port) return;
    count++;
    onArrival();
  };
  subscribe('http.server.request.start', listener);
  return {
    async reach(wantedCount) {
      while (count < wantedCount) await new Promise<void>((resolve) => (onArrival = resolve));
      // The body follows its head in the same packet.
      for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
    },
    [Symbol.dispose]: () => void unsubscribe('http.server.request.start', listener),
  };
};

const withCounting = (config: UserConfig, test: (url: string) => Promise<void>): Promise<void> =>
  withGateway(config, test, [counting]);

describe('fetches in flight', () => {
  const list = { query: '{ list(first: 2) { id } }' };
  const answer = '{"data":{"list":[{"id":"0"},{"id":"1"}]}}';

  test('are shared by requests that ask the same', () =>
    withCounting({}, async (url) => {
      expect(await together(url, [[list], [list], [list]], 1)).toEqual([answer, answer, answer]);
    }));

  test('are not shared when it is off', () =>
    withCounting({ subgraphs: { all: { dedupe: false } } }, async (url) => {
      await together(url, [[list], [list]], 2);
    }));

  test('are never shared by mutations', () =>
    withCounting({}, async (url) => {
      const add = { query: 'mutation { add }' };
      await together(url, [[add], [add]], 2);
    }));

  test('are not shared across variables', () =>
    withCounting({}, async (url) => {
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
    await withCounting(
      { subgraphs: { all: { headers: { request: [{ propagate: { named: 'Authorization' } }] } } } },
      async (url) => {
        const texts = await together(url, sent, 3);
        expect(texts.map((text) => /"who":"(.*)"/.exec(text)?.[1])).toEqual(['A', 'B', 'nobody', 'nobody']);
      },
    );
    subgraph.requests.length = 0;
    wanted = 0;
    released = new Promise((resolve) => (release = resolve));
    await withCounting({}, async (url) => void (await together(url, sent, 3)));
  });
});

describe('client requests in flight', () => {
  const list = { query: '{ list(first: 2) { id } }' };
  const answer = '{"data":{"list":[{"id":"0"},{"id":"1"}]}}';
  // Fetches are not shared here, so that each request to the subgraph is one execution.
  const subgraphs = { all: { dedupe: false } };
  const shared: UserConfig = { subgraphs, server: { dedupe: { enabled: true } } };

  /** Sends all at once, lets the subgraph answer when the gateway has read each. */
  const executed = async (
    url: string,
    requests: readonly (() => Promise<unknown>)[],
    { executions, meanwhile }: { executions: number; meanwhile?: () => Promise<void> },
  ): Promise<unknown[]> => {
    using arrivals = countArrivals(Number(new URL(url).port));
    const answers = requests.map((send) => send());
    await arrivals.reach(requests.length);
    await meanwhile?.();
    release();
    const settled = await Promise.all(answers);
    expect(subgraph.requests).toHaveLength(executions);
    return settled;
  };
  const posting =
    (url: string, ...sent: Sent) =>
    () =>
      postGraphql(url, ...sent);

  test('are executed each for itself unless asked for', () =>
    withGateway({ subgraphs }, async (url) => {
      await executed(url, [posting(url, list), posting(url, list)], { executions: 2 });
    }));

  test('are answered by one execution when they are the same, the reference way too', () =>
    withGateway(shared, async (url) => {
      const answers = (await executed(
        url,
        [
          posting(url, list, { 'x-request-id': 'first' }),
          posting(url, list, { 'x-request-id': 'second' }),
          posting(`${url}?reference`, list, { 'x-request-id': 'third' }),
        ],
        { executions: 1 },
      )) as PostedAnswer[];
      expect(answers.map(({ text }) => text)).toEqual([answer, answer, answer]);
      expect(answers.map(({ headers }) => headers['x-request-id'])).toEqual(['first', 'second', 'third']);
    }));

  test('are never shared by mutations', () =>
    withGateway(shared, async (url) => {
      const add = { query: 'mutation { add }' };
      await executed(url, [posting(url, add), posting(url, add)], { executions: 2 });
    }));

  test('are not shared across callers, or headers that a subgraph is sent, whatever is set', () =>
    withGateway(
      {
        subgraphs: {
          all: { dedupe: false, headers: { request: [{ propagate: { matching: '^x-app-' } }] } },
        },
        server: { dedupe: { enabled: true, headers: 'none' } },
      },
      async (url) => {
        const headers = [{ authorization: 'A' }, { cookie: 'a' }, { 'x-app-a': '1' }, { 'x-b': '1' }, {}];
        const requests = headers.map((one) => posting(url, { query: '{ who }' }, one));
        await executed(url, requests, { executions: 4 });
      },
    ));

  test('are not shared across any header when there is a plugin that may look at it', () =>
    withGateway(
      { subgraphs, server: { dedupe: { enabled: true, headers: 'none' } } },
      async (url) => {
        const requests = [{ 'x-b': '1' }, { 'x-b': '2' }].map((one) => posting(url, list, one));
        await executed(url, requests, { executions: 2 });
      },
      [counting],
    ));

  test('go on when the first client goes away', () =>
    withGateway(shared, async (url) => {
      const client = new AbortController();
      const leaving = (): Promise<unknown> =>
        fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(list),
          signal: client.signal,
        }).then(
          () => 'answered',
          () => 'gone',
        );
      let left: Promise<unknown> | undefined;
      const first = (): Promise<unknown> => (left = leaving());
      const [outcome, follower] = (await executed(url, [first, posting(url, list)], {
        executions: 1,
        meanwhile: async () => {
          client.abort();
          await left;
        },
      })) as [unknown, PostedAnswer];
      expect(outcome).toBe('gone');
      expect(follower.text).toBe(answer);
    }));
});
