/**
 * CPU of executing an operation and writing its answer in-process with replayed bodies: objects against text.
 *   node scripts/micro/execute-text.mjs [--rounds 5] [--only objects|text] [--workload heavy,wide-1000,…]
 * `wide-N` is one list of N entities, two more subgraphs asked for one field each.
 */
import { parseArgs } from 'node:util';
import { buildASTSchema, parse } from 'graphql';
import { executePlan, executeText } from '../../dist/execute/index.js';
import { createOperationLimits } from '../../dist/limits/index.js';
import { createOperationStage, planDocument } from '../../dist/operation/index.js';
import { createHiveAdapter } from '../../dist/plan/hive.js';
import { CompiledOperation, TypeConditions } from '../../dist/plan/index.js';
import { buildApiSchema } from '../../dist/registry/api-schema.js';
import { project, writeText } from '../../dist/respond/index.js';
import { HttpAnswer } from '../../dist/subgraph/index.js';
import { heavy, heavySubgraphs } from './heavy-subgraphs.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
    workload: { type: 'string', default: 'heavy,wide-10,wide-100,wide-1000,wide-10000' },
  },
});
const rounds = Number(values.rounds);
/** Milliseconds of CPU per measurement, about. */
const MEASURED = 400;

const limits = {
  maxDepth: 100,
  maxAliases: 1000,
  maxTokens: 100_000,
  maxRootFields: 100,
  maxDirectives: 100,
};
const stage = createOperationStage({
  schema: await buildApiSchema(parse(heavy.supergraph)),
  limits: createOperationLimits(limits),
  introspection: true,
  exposeSchemaInErrors: true,
  cacheSize: 10,
});
const schema = buildASTSchema(parse(heavy.supergraph), { assumeValid: true, assumeValidSDL: true });
const types = new TypeConditions(schema);
const planner = await createHiveAdapter(heavy.supergraph);

const wideQuery = '{ topProducts { upc name inStock reviews { id } } }';

/** @param {number} count @returns {Map<string, (body: { query: string, variables?: any }) => Promise<object>>} */
function wideSubgraphs(count) {
  const entities = (/** @type {any} */ variables, /** @type {(upc: string) => object} */ give) => {
    const lists = Object.entries(variables).map(([name, list]) => [
      name.replace('__batch_reps_', '_e'),
      list,
    ]);
    return Object.fromEntries(
      lists.map(([name, list]) => [
        name === 'representations' ? '_entities' : name,
        list.map((/** @type {any} */ one) => give(one.upc)),
      ]),
    );
  };
  const products = Array.from({ length: count }, (_, i) => ({
    __typename: 'Product',
    upc: `p${i}`,
    name: `Product number ${i}`,
  }));
  return new Map([
    ['products', async () => ({ data: { topProducts: products } })],
    [
      'inventory',
      async ({ variables }) => ({ data: entities(variables, (upc) => ({ inStock: upc.length % 2 === 0 })) }),
    ],
    [
      'reviews',
      async ({ variables }) => ({ data: entities(variables, (upc) => ({ reviews: [{ id: `r-${upc}` }] })) }),
    ],
  ]);
}

/** @param {string} name */
function workloadOf(name) {
  if (name === 'heavy') return { query: heavy.query, subgraphs: heavySubgraphs() };
  return { query: wideQuery, subgraphs: wideSubgraphs(Number(name.slice('wide-'.length))) };
}

/** Both ways to run one query. @param {string} query @param {ReturnType<typeof heavySubgraphs>} subgraphs */
async function waysOf(query, subgraphs) {
  const operation = stage.prepare(query, undefined);
  const queryPlan = await planner.plan({ document: planDocument(operation, {}) });
  const compiled = new CompiledOperation({ operation, conditions: {}, queryPlan, types });
  const { text } = compiled;
  if ('unfit' in text) throw new Error(text.unfit);
  /** @type {Map<string, Buffer>} */
  const bodies = new Map();
  const client = (name, run) => ({
    name,
    url: '',
    async exchange({ body }) {
      // The length tells requests of one workload apart, and costs less than a hash of all of it.
      const key = `${name} ${body.length}`;
      let answer = bodies.get(key);
      if (answer === undefined) {
        answer = Buffer.from(JSON.stringify(await run(JSON.parse(body))));
        bodies.set(key, answer);
      }
      return new HttpAnswer({ status: 200, contentType: 'application/json', body: answer }, name);
    },
    async close() {},
  });
  const request = {
    variables: {},
    clients: new Map([...subgraphs].map(([name, run]) => [name, client(name, run)])),
    deadline: Infinity,
    signal: undefined,
    identity: '',
    headersFor: () => ({}),
    exposes: () => true,
    report: (_subgraph, error) => console.error(error),
  };
  return {
    async objects() {
      const { data } = await executePlan(compiled.plan, request);
      return Buffer.from(project(data, compiled.projection).text);
    },
    async text() {
      const { run, reason } = await executeText(text.plan, request);
      if (run === null) throw new Error(reason);
      const written = writeText(run, text.writer);
      run.clear();
      if (written === null) throw new Error('nulls');
      return Buffer.from(written, 'latin1');
    },
  };
}

/** CPU milliseconds per call. @param {() => Promise<unknown>} way @param {number} times */
async function measure(way, times) {
  const before = process.cpuUsage();
  for (let i = 0; i < times; i += 1) await way();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / times;
}

console.log(`Node ${process.version}, CPU ms per operation, median of ${rounds} (least - most)`);
for (const name of values.workload.split(',')) {
  const { query, subgraphs } = workloadOf(name);
  const ways = await waysOf(query, subgraphs);
  const [objects, text] = [await ways.objects(), await ways.text()];
  if (!objects.equals(text)) throw new Error(`${name}: the answers differ`);
  const chosen = Object.entries(ways).filter(([way]) => values.only === '' || way === values.only);
  const results = new Map(chosen.map(([way]) => [way, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [way, run] of chosen) {
      const times = Math.max(5, Math.ceil(MEASURED / (await measure(run, round === 0 ? 100 : 5))));
      results.get(way)?.push(await measure(run, times));
    }
  }
  const shown = [...results].map(([way, all]) => {
    const sorted = all.toSorted((a, b) => a - b);
    return `${way} ${sorted[rounds >> 1].toFixed(3)} (${sorted[0].toFixed(3)} - ${sorted.at(-1).toFixed(3)})`;
  });
  console.log(`${name.padEnd(11)} ${String(text.length).padStart(8)} bytes   ${shown.join('   ')}`);
}
