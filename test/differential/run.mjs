/** Puts the harbour behind the gateway under test and compares its answers, operation by operation, with the monolith's. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { difference } from './compare.mjs';
import { buildDomain, composeDomain, failingFields, samples } from './domain/index.mjs';
import { generateOperation } from './generate.mjs';
import { monolithOracle } from './oracles.mjs';
import { caseSeed, createRandom } from './random.mjs';
import { serveSchema } from './servers.mjs';

/** @typedef {import('./generate.mjs').Operation} Operation */
/** @typedef {{ index: number, operation: Operation, difference: string }} Mismatch */

/** Generated operations are wilder than the limits for the public: the test is about answers, not about limits. */
export const wideLimits = {
  operation: {
    maxDepth: 200,
    maxAliases: 5000,
    maxTokens: 100_000,
    maxRootFields: 1000,
    maxDirectives: 5000,
    maxPlanWeight: 1_000_000,
    maxFieldsPerKey: 1000,
  },
};

/**
 * @param {(options: any) => Promise<{ start(): Promise<{ url: string }>, stop(): Promise<void> }>} createGateway
 * @param {Record<string, unknown>} [config] more of gateway.yaml
 * @param {import('./generate.mjs').GenerateOptions} [generate]
 */
export async function startHarness(createGateway, config = {}, generate = {}) {
  const domain = buildDomain();
  const folder = await mkdtemp(join(tmpdir(), 'spork-differential-'));
  const servers = await Promise.all(domain.subgraphs.map((one) => serveSchema(one.schema)));
  const urls = Object.fromEntries(
    domain.subgraphs.map((one, index) => [one.name, servers[index]?.url ?? '']),
  );
  const file = join(folder, 'supergraph.graphql');
  await writeFile(file, composeDomain(domain.subgraphs, urls));
  const gateway = await createGateway({
    config: {
      supergraph: { file },
      server: { port: 0, playground: 'off', requestTimeout: '5m' },
      telemetry: { logs: { level: 'error' } },
      limits: wideLimits,
      // The test is about answers: on a busy machine a late one must not look like a wrong one.
      subgraphs: { all: { timeout: '4m' } },
      ...config,
      planner: { timeout: '2m', ...config.planner },
    },
    mode: 'development',
  });
  const { url } = await gateway.start();
  const expected = monolithOracle(domain.monolith);
  /** @param {Operation} operation @returns {Promise<import('./compare.mjs').Answer>} */
  const ask = async (operation) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(operation),
    });
    return /** @type {any} */ (await response.json());
  };
  return {
    schema: domain.monolith,
    /** @param {number} seed @param {number} index @returns {Operation} every second one is free of failing fields */
    operation: (seed, index) =>
      generateOperation(domain.monolith, createRandom(caseSeed(seed, index)), {
        samples,
        ...generate,
        avoid: [...(generate.avoid ?? []), ...(index % 2 ? failingFields : [])],
      }),
    /** @param {Operation} operation @returns {Promise<string | undefined>} what differs */
    async check(operation) {
      const [want, first] = await Promise.all([expected(operation), ask(operation)]);
      // The second run of an operation goes another way, by text.
      for (const have of [first, await ask(operation)]) {
        const told = difference(want, have);
        if (told !== undefined) return `${told}\n  errors ${JSON.stringify(have.errors?.slice(0, 3))}`;
      }
      return undefined;
    },
    async stop() {
      await gateway.stop();
      await Promise.all(servers.map((server) => server.close()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * @param {Awaited<ReturnType<typeof startHarness>>} harness
 * @param {{ count: number, seed: number, concurrency?: number, from?: number, onProgress?: (done: number, wrong: number) => void }} options
 *   `concurrency` operations at a time, default 4; `from` is the first case's number, default 0
 * @returns {Promise<Mismatch[]>}
 */
export async function runDifferential(harness, { count, seed, concurrency = 4, from = 0, onProgress }) {
  /** @type {Mismatch[]} */
  const wrong = [];
  let next = from;
  const worker = async () => {
    while (next < from + count) {
      const index = next;
      next += 1;
      const operation = harness.operation(seed, index);
      const told = await harness.check(operation);
      if (told !== undefined) wrong.push({ index, operation, difference: told });
      onProgress?.(next - from, wrong.length);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return wrong.sort((a, b) => a.index - b.index);
}
