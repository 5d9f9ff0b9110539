/**
 * CPU of executing and writing the heavy query in-process with replayed bodies: objects against text.
 *   node bench/micro/execute-text.mjs [rounds]
 */
import { parse } from 'graphql';
import { executePlan, executeText } from '../../dist/execute/index.js';
import { createOperationStage, planDocument } from '../../dist/operation/index.js';
import { createOperationLimits } from '../../dist/limits/index.js';
import { CompiledOperation, TypeConditions } from '../../dist/plan/index.js';
import { createHiveAdapter } from '../../dist/plan/hive.js';
import { buildApiSchema } from '../../dist/registry/api-schema.js';
import { project, writeText } from '../../dist/respond/index.js';
import { HttpAnswer } from '../../dist/subgraph/http-answer.js';
import { buildASTSchema } from 'graphql';
import { heavy, heavySubgraphs } from './heavy-subgraphs.mjs';

const apiSchema = buildApiSchema(heavy.supergraph);
const types = new TypeConditions(
  buildASTSchema(parse(heavy.supergraph), { assumeValid: true, assumeValidSDL: true }),
);
const stage = createOperationStage({
  schema: apiSchema,
  limits: createOperationLimits({
    maxDepth: 100,
    maxAliases: 1000,
    maxTokens: 100_000,
    maxRootFields: 100,
    maxDirectives: 100,
  }),
  introspection: true,
  exposeSchemaInErrors: true,
  cacheSize: 10,
});
const operation = stage.prepare(heavy.query, undefined);
const planner = await createHiveAdapter(heavy.supergraph);
const compiled = new CompiledOperation({
  operation,
  conditions: {},
  queryPlan: await planner.plan({ document: planDocument(operation, {}) }),
  types,
});
if ('unfit' in compiled.text) throw new Error(compiled.text.unfit);

const subgraphs = heavySubgraphs();
/** @type {Map<string, Buffer>} */
const bodies = new Map();
const clients = new Map(
  [...subgraphs].map(([name, run]) => [
    name,
    {
      name,
      url: '',
      async exchange({ body }) {
        let answer = bodies.get(body);
        if (answer === undefined) {
          answer = Buffer.from(JSON.stringify(await run(JSON.parse(body))));
          bodies.set(body, answer);
        }
        return new HttpAnswer({ status: 200, contentType: 'application/json', body: answer }, name);
      },
      async close() {},
    },
  ]),
);
const request = {
  variables: {},
  clients,
  deadline: Infinity,
  signal: undefined,
  headersFor: () => ({}),
  exposes: () => true,
  report: (_subgraph, error) => console.error(error),
};

const ways = {
  async objects() {
    const { data } = await executePlan(compiled.plan, request);
    return Buffer.from(project(data, compiled.projectionFor({})).text);
  },
  async text() {
    const { run, reason } = await executeText(compiled.text.plan, request);
    if (run === null) throw new Error(reason);
    const answer = Buffer.from(writeText(run, compiled.text.writer) ?? '', 'latin1');
    run.clear();
    return answer;
  },
};
const want = JSON.stringify(heavy.expected.data);
for (const [name, way] of Object.entries(ways)) {
  const answer = await way();
  if (JSON.stringify(JSON.parse(answer.toString())) !== want) throw new Error(`${name} answers wrongly`);
}
const size = [...bodies.values()].reduce((sum, body) => sum + body.length, 0);
console.log(`node ${process.version}; ${bodies.size} bodies of ${size} bytes, answer of ${want.length}`);

const rounds = Number(process.argv[2] ?? 5);
const results = { objects: [], text: [] };
for (let round = 0; round < rounds; round += 1) {
  for (const [name, way] of Object.entries(ways)) {
    for (let i = 0; i < 300; i += 1) await way();
    const before = process.cpuUsage();
    for (let i = 0; i < 1000; i += 1) await way();
    const { user, system } = process.cpuUsage(before);
    results[name].push((user + system) / 1000 / 1000);
  }
}
for (const [name, all] of Object.entries(results)) {
  const sorted = all.toSorted((a, b) => a - b);
  console.log(
    `${name.padEnd(8)} ${sorted[rounds >> 1].toFixed(3)} ms CPU (${sorted[0].toFixed(3)}-${sorted.at(-1).toFixed(3)})`,
  );
}
