/**
 * Heap that operations take in the caches, beside what the caches estimate; fails when an estimate is off by more than factor 2.
 *   node --expose-gc scripts/micro/cache-bytes.mjs [--count 400]
 */
import { parseArgs } from 'node:util';
import { buildASTSchema, parse } from 'graphql';
import { createOperationLimits } from '../../dist/limits/index.js';
import { createOperationStage, planDocument } from '../../dist/operation/index.js';
import { createHiveAdapter } from '../../dist/plan/hive.js';
import { CompiledOperation, TypeConditions } from '../../dist/plan/index.js';
import { buildApiSchema } from '../../dist/registry/api-schema.js';
import { heavy } from './heavy-subgraphs.mjs';

const { values } = parseArgs({ options: { count: { type: 'string', default: '400' } } });
const count = Number(values.count);

const stage = createOperationStage({
  schema: await buildApiSchema(parse(heavy.supergraph)),
  limits: createOperationLimits({ maxDepth: 100, maxAliases: 1000, maxTokens: 100_000 }),
  introspection: false,
  exposeSchemaInErrors: false,
  cacheSize: 100_000,
  cacheBytes: 1e9,
});
const types = new TypeConditions(
  buildASTSchema(parse(heavy.supergraph), { assumeValid: true, assumeValidSDL: true }),
);
const planner = await createHiveAdapter(heavy.supergraph);

/** @type {Record<string, string>} */
const bodies = {
  tiny: 'query { me { id } }',
  small: 'query { me { id name username } }',
  middle: 'query { topProducts { upc name price reviews { id body author { name } } } }',
  wide: `query { ${Array.from({ length: 20 }, (_, i) => `a${i}: topProducts { upc name price weight inStock }`).join(' ')} }`,
  heavy: heavy.query,
};

const heap = () => {
  if (globalThis.gc === undefined) throw new Error('Run it with node --expose-gc.');
  for (let i = 0; i < 4; i++) globalThis.gc();
  return process.memoryUsage().heapUsed;
};

/** @param {number} before @param {number} estimate */
const row = (before, estimate) => {
  const bytes = Math.round((heap() - before) / count);
  return { bytes, estimate: Math.round(estimate), ratio: Number((estimate / bytes).toFixed(2)) };
};

/** @param {string} name @param {string} body a query, which gets names */
async function measure(name, body) {
  // Through a Buffer: a text put together from parts is kept with its parts.
  const texts = Array.from({ length: count }, (_, i) =>
    Buffer.from(body.replace(/\bquery\b\s*\w*/u, `query ${name}${i} `)).toString(),
  );
  let before = heap();
  const operations = texts.map((text) => stage.prepare(text, undefined));
  const document = row(before, operations[0]?.bytes ?? 0);
  before = heap();
  const compiled = [];
  for (const operation of operations) {
    const queryPlan = await planner.plan({
      document: planDocument(operation, {}) ?? '',
      operationName: operation.name,
    });
    compiled.push(new CompiledOperation({ operation, conditions: {}, queryPlan, types }));
  }
  // The document is measured by itself.
  const bytes = (/** @type {boolean} */ withText) =>
    (compiled[0]?.bytes(withText) ?? 0) - (operations[0]?.bytes ?? 0);
  const once = row(before, bytes(false));
  for (const each of compiled) void each.text;
  const reused = row(before, bytes(true));
  return { document, once, reused };
}

// Code and lazily made parts of the schema are not what is measured.
for (const [name, body] of Object.entries(bodies)) await measure(`first_${name}`, body);
const rows = [];
for (const [name, body] of Object.entries(bodies))
  for (const [what, figures] of Object.entries(await measure(name, body)))
    rows.push({ operation: name, what, ...figures });
console.table(rows);
if (rows.some(({ ratio }) => ratio < 0.5 || ratio > 2)) process.exitCode = 1;
