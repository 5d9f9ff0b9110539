import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serverAudits } from 'graphql-http';
import { composeSubgraphs, freePort, startSpork, type SporkProcess } from '../harness/index.js';

/** A browser would have asked first; the audits do not, so they say what their client says: this is no form. */
const preflighted: typeof fetch = (input, init) =>
  fetch(input, { ...init, headers: { 'apollo-require-preflight': 'true', ...init?.headers } });

// The audits ask `__typename` and `__type` alone, so no subgraph is ever called.
const supergraph = composeSubgraphs([
  { name: 'shop', url: 'http://127.0.0.1:9/', typeDefs: 'type Query { hello: String }' },
]);

let spork: SporkProcess | undefined;
beforeAll(async () => {
  const cwd = await mkdtemp(join(tmpdir(), 'spork-http-'));
  await writeFile(join(cwd, 'supergraph.graphql'), supergraph);
  await writeFile(join(cwd, 'gateway.yaml'), 'server:\n  introspection: true\n');
  const port = await freePort();
  spork = startSpork(['serve', '--supergraph', 'supergraph.graphql', '--port', String(port)], { cwd });
  await spork.untilReady();
});
afterAll(() => spork?.[Symbol.asyncDispose]());

const audits = (fetchFn: typeof fetch): ReturnType<typeof serverAudits> =>
  serverAudits({ url: () => spork?.url ?? '', fetchFn });
const preflightedAudits = audits(preflighted);

describe('GraphQL over HTTP, audits of graphql-http', () => {
  test('there are 61 of them', () => {
    expect(preflightedAudits).toHaveLength(61);
  });

  test.each(preflightedAudits.map((audit) => [audit.id, audit.name, audit] as const))(
    '%s %s',
    async (_id, _name, audit) => {
      const result = await audit.fn();
      expect(result.status === 'ok' ? 'ok' : `${result.status}: ${result.reason}`).toBe('ok');
    },
  );

  test('without the preflight header three audits that send GET without a content type are refused', async () => {
    const refused: string[] = [];
    for (const audit of audits(fetch)) {
      const result = await audit.fn();
      if (result.status !== 'ok') refused.push(`${result.status} ${audit.id}`);
    }
    expect(refused).toEqual(['notice 5A70', 'notice D6D5', 'notice 6A70']);
  });
});
