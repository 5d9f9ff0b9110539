/**
 * Compares the built gateway with a monolith over the same data, for as many generated operations as you like:
 *   npm run differential -- --n 100000 --seed 7 --concurrency 8 [--planner hive|apollo|auto] [--show 1]
 * or the gateway's two ways to execute, text and objects, with bodies as no good subgraph writes them:
 *   npm run differential -- --bodies 1000000 [--seed 7] [--per-operation 200]
 * Ends with code 1 when answers differ; then every failing case is in a file, and the first one (or `--show` of them) is printed in its smallest form.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    n: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    concurrency: { type: 'string', default: '8' },
    from: { type: 'string', default: '0' },
    planner: { type: 'string' },
    'mutation-fields': { type: 'string' },
    avoid: { type: 'string' },
    show: { type: 'string', default: '1' },
    bodies: { type: 'string' },
    'per-operation': { type: 'string', default: '200' },
  },
});
const count = Number(values.n);
const seed = Number(values.seed);
process.env.APOLLO_TELEMETRY_DISABLED ??= 'true';

if (values.bodies) process.exit((await differentialBodies()) ? 0 : 1);

const { createGateway } = await import('../dist/index.js').catch(() => {
  console.error('dist/index.js is missing: run `npm run build` first.');
  process.exit(2);
});
const { runDifferential, shrink, startHarness } = await import('../test/differential/index.mjs');

const generate = {
  ...(values['mutation-fields'] ? { mutationFields: Number(values['mutation-fields']) } : {}),
  ...(values.avoid ? { avoid: values.avoid.split(',') } : {}),
};
const config = values.planner ? { planner: { engine: values.planner } } : {};
const harness = await startHarness(createGateway, config, generate);
const started = process.hrtime.bigint();
let reported = 0;
const wrong = await runDifferential(harness, {
  count,
  seed,
  concurrency: Number(values.concurrency),
  from: Number(values.from),
  onProgress(done, mismatches) {
    const tenth = Math.floor((done * 10) / count);
    if (tenth === reported) return;
    reported = tenth;
    console.error(`${done} of ${count} operations, ${mismatches} mismatches`);
  },
});
if (wrong.length > 0) {
  const file = join(mkdtempSync(join(tmpdir(), 'spork-mismatches-')), 'mismatches.json');
  writeFileSync(file, JSON.stringify({ seed, mismatches: wrong }, null, 2));
  for (const mismatch of wrong.slice(0, Number(values.show))) {
    const small = await shrink(
      harness.schema,
      mismatch.operation,
      async (one) => (await harness.check(one)) !== undefined,
    );
    console.log(`Case ${mismatch.index} of seed ${seed}, as small as it gets:\n${small.query}`);
    console.log(`variables ${JSON.stringify(small.variables)}\n${await harness.check(small)}\n`);
  }
  console.log(`All of them: ${file}`);
}
await harness.stop();
const seconds = Number(process.hrtime.bigint() - started) / 1e9;
console.log(`${count} operations, seed ${seed}, ${seconds.toFixed(1)} s: ${wrong.length} mismatches`);
process.exit(wrong.length > 0 ? 1 : 0);

/** @returns {Promise<boolean>} whether all answers were the same */
async function differentialBodies() {
  const part = (/** @type {string} */ name) => import(`../dist/${name}.js`);
  const { compareBodies, startBodies } = await import('../test/differential/index.mjs');
  const names = [
    'registry/index',
    'limits/index',
    'operation/index',
    'run-operation',
    'execute/index',
    'subgraph/index',
  ];
  const harness = await startBodies(Object.assign({}, ...(await Promise.all(names.map(part)))));
  let reported = 0;
  const report = await compareBodies(harness, {
    bodies: Number(values.bodies),
    perOperation: Number(values['per-operation']),
    seed,
    onProgress({ bodies, differences }) {
      const tenth = Math.floor((bodies * 10) / Number(values.bodies));
      if (tenth > reported) console.error(`${bodies} bodies, ${differences.length} differences`);
      reported = tenth;
    },
  });
  const { differences, incomparable, plain, mutated } = report;
  for (const one of differences.slice(0, Number(values.show))) console.log(JSON.stringify(one, null, 2));
  const share = ({ runs, fast }) => `${fast} of ${runs} (${((fast * 100) / runs).toFixed(1)} %)`;
  console.log(
    `${report.bodies} changed bodies, seed ${seed}: ${differences.length} differences, ${incomparable} not comparable`,
  );
  console.log(
    `Answered from text: ${share(plain)} of the bodies as they were, ${share(mutated)} of the changed ones`,
  );
  await harness.snapshot.close();
  return differences.length === 0;
}
