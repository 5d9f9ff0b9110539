import { composeSubgraphs, freePort, postGraphql, startNode, startSubgraph } from '../../harness/index.js';

const TYPE_DEFS = 'type Query { greeting: String } type Thing @key(fields: "id") { id: ID! size: Int }';
const RESOLVERS = {
  Query: {
    greeting: (_root: unknown, _args: unknown, { headers }: { headers: Record<string, string> }) =>
      headers['x-name'],
  },
  Thing: { __resolveReference: ({ id }: { id: string }) => ({ id, size: id.length }) },
};

describe('startSubgraph', () => {
  test('executes, records what it received, and composes', async () => {
    await using subgraph = await startSubgraph({ name: 'things', typeDefs: TYPE_DEFS, resolvers: RESOLVERS });
    const body = {
      query:
        'query ($n: ID!) { greeting _entities(representations: [{ __typename: "Thing", id: $n }]) { ... on Thing { size } } }',
      variables: { n: 'abc' },
    };
    const { json } = await postGraphql(subgraph.url, body, { 'X-Name': 'Ada' });
    expect(json).toEqual({ data: { greeting: 'Ada', _entities: [{ size: 3 }] } });
    expect(subgraph.requests).toHaveLength(1);
    expect(subgraph.requests[0]).toMatchObject({
      method: 'POST',
      url: '/graphql',
      body,
      headers: { 'x-name': 'Ada' },
    });
    expect(composeSubgraphs([subgraph])).toContain(subgraph.url);
  });

  test('misbehaves when told to, and stops misbehaving', async () => {
    await using subgraph = await startSubgraph({ name: 'things', typeDefs: TYPE_DEFS });
    subgraph.respondWith((_request, response) => void response.writeHead(503).end('no'));
    const refused = await postGraphql(subgraph.url, { query: '{ greeting }' });
    expect([refused.status, refused.text]).toEqual([503, 'no']);
    expect(() => refused.json).toThrow(SyntaxError);
    subgraph.respondWith((request) => void request.socket.destroy());
    await expect(postGraphql(subgraph.url, '{')).rejects.toThrow();
    subgraph.respondWith();
    expect((await postGraphql(subgraph.url, { query: '{ greeting }' })).json).toEqual({
      data: { greeting: null },
    });
    expect(subgraph.requests.map(({ text }) => text)).toContain('{');
  });

  test('is gone after its block', async () => {
    let url = '';
    {
      await using subgraph = await startSubgraph({ name: 'things', typeDefs: TYPE_DEFS });
      url = subgraph.url;
    }
    await expect(postGraphql(url, {})).rejects.toThrow('ECONNREFUSED');
  });
});

test('composeSubgraphs names what does not compose', () => {
  const url = 'http://127.0.0.1:1/graphql';
  const subgraphs = ['Int', 'String'].map((type) => ({
    name: type.toLowerCase(),
    url,
    typeDefs: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@shareable"]) type Query { a: ${type} @shareable }`,
  }));
  expect(() => composeSubgraphs(subgraphs)).toThrow(/Composition failed:\n- .*Query\.a/);
});

describe('startNode', () => {
  test('finds lines on both streams and gives the exit code', async () => {
    await using child = startNode([
      '-e',
      'console.log("one 1"); console.error("two 2"); process.exitCode = 7',
    ]);
    expect((await child.waitForLine(/two (\d)/))[1]).toBe('2');
    expect(await child.exited).toBe(7);
    expect((await child.waitForLine(/one (\d)/))[1]).toBe('1');
    await expect(child.waitForLine(/three/)).rejects.toThrow(
      'The process ended (7) without a line like /three/',
    );
  });

  test('stop tells a signal from an exit code', async () => {
    await using deaf = startNode(['-e', 'console.log("up"); setInterval(() => {}, 1000)']);
    await deaf.waitForLine(/up/);
    expect(await deaf.stop()).toBeNull();
    await using polite = startNode([
      '-e',
      'process.on("SIGTERM", () => process.exit(3)); console.log("up"); setInterval(() => {}, 1000)',
    ]);
    await polite.waitForLine(/up/);
    expect(await polite.stop()).toBe(3);
  });
});

test('freePort gives a port that can be listened on', async () => {
  await using subgraph = await startSubgraph({ name: 'a', typeDefs: TYPE_DEFS, port: await freePort() });
  expect((await postGraphql(subgraph.url, { query: '{ __typename }' })).status).toBe(200);
});
