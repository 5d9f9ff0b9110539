import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGateway } from '../../../src/index.js';
import { serveSchema } from '../../differential/index.mjs';
import { composeSuite, subgraphSchema } from './build.js';
import type { Suite, SuiteCase } from './suite.js';
import { suites } from './suites/index.js';

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly unknown[];
}

interface Running {
  ask(one: SuiteCase): Promise<{ answer: Answer; fetches: number }>;
  stop(): Promise<void>;
}

/** The subgraphs of a suite on free ports, and the gateway before them. */
async function start({ subgraphs }: Suite): Promise<Running> {
  const servers = await Promise.all(subgraphs.map((one) => serveSchema(subgraphSchema(one))));
  const supergraphSdl = composeSuite(
    subgraphs,
    servers.map(({ url }) => url),
  );
  const folder = await mkdtemp(join(tmpdir(), 'spork-suite-'));
  const file = join(folder, 'supergraph.graphql');
  await writeFile(file, supergraphSdl);
  const gateway = await createGateway({
    config: { supergraph: { file }, server: { port: 0, playground: 'off' } },
    mode: 'development',
  });
  const { url } = await gateway.start();
  const requests = (): number => servers.reduce((sum, server) => sum + server.requests(), 0);
  return {
    async ask({ query, variables }) {
      const before = requests();
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      });
      const answer = (await response.json()) as Answer;
      return { answer, fetches: requests() - before };
    },
    async stop() {
      await gateway.stop();
      await Promise.all(servers.map((server) => server.close()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

describe.each(suites)('$name', (suite) => {
  let running: Running | undefined;
  beforeAll(async () => {
    running = await start(suite);
  });
  afterAll(() => running?.stop());

  test.each(suite.cases)('$query', async (one) => {
    if (running === undefined) throw new Error('the suite did not start');
    // The first run of an operation goes by objects, the second by text where the plan fits.
    const runs = one.query.startsWith('mutation') ? 1 : 2;
    for (let run = 0; run < runs; run++) {
      const { answer, fetches } = await running.ask(one);
      expect(answer.data ?? null).toEqual(one.expected.data);
      // Key order is part of the answer.
      expect(JSON.stringify(answer.data ?? null)).toBe(JSON.stringify(one.expected.data));
      expect(answer.errors !== undefined).toBe(one.expected.errors ?? false);
      if (one.maxFetches !== undefined) expect(fetches).toBeLessThanOrEqual(one.maxFetches);
    }
  });
});
