/**
 * The text way against the object way, inside one process: the same operation, the same bodies, once as the subgraphs wrote
 * them and then with one of them changed. Answers and errors must be the same.
 */
import { buildDomain, failingFields, samples } from './domain/index.mjs';
import { generateOperation } from './generate.mjs';
import { mutateBody } from './mutate.mjs';
import { caseSeed, createRandom } from './random.mjs';
import { wideLimits } from './run.mjs';
import { executorOf } from './servers.mjs';

/**
 * @typedef {object} Parts of the gateway, from src or dist
 * @property {Function} readSupergraph @property {Function} createSnapshot @property {Function} createOperationLimits
 * @property {Function} runOperation @property {new (raw: any, subgraph: string) => any} HttpAnswer
 * @property {{ fast: number, fallback: Map<string, number>, unfit: Map<string, number> }} textCounters
 */
/** @typedef {{ bodies: number, incomparable: number, differences: { query: string, variables: object, changes: string[], body: string, objects: string, text: string }[], plain: { runs: number, fast: number }, mutated: { runs: number, fast: number } }} Report */

/** What identifies a fetch, whatever it is asked for: its subgraph and its document. @param {string} subgraph @param {string} body */
const fetchId = (subgraph, body) => subgraph + body.slice(0, body.indexOf('"variables":'));

/** @param {string} text */
const hash = (text) => {
  let value = 7;
  for (let i = 0; i < text.length; i += 1) value = (Math.imul(value, 31) + text.charCodeAt(i)) | 0;
  return value;
};

/** @param {Parts} parts */
export async function startBodies(parts) {
  const domain = buildDomain();
  const snapshot = await parts.createSnapshot(parts.readSupergraph(domain.supergraphSdl), {
    planner: { engine: 'auto', timeout: 60_000, cache: { maxEntries: 100, maxSize: 100_000_000 } },
    limits: parts.createOperationLimits(wideLimits.operation),
    introspection: true,
    exposeSchema: true,
    subgraph: (/** @type {string} */ name, /** @type {string} */ url) => ({
      name,
      url,
      timeout: 1000,
      connectTimeout: 1000,
      maxResponseSize: 1e9,
      connections: 1,
    }),
  });
  const run = new Map(domain.subgraphs.map(({ name, schema }) => [name, executorOf(schema)]));
  return { domain, snapshot, run, parts };
}

/** One operation with everything that its cases share. */
class BodyCase {
  /** @param {Awaited<ReturnType<typeof startBodies>>} harness @param {any} operation @param {any} compiled @param {object} variables */
  constructor(harness, operation, compiled, variables) {
    this.harness = harness;
    this.operation = operation;
    this.variables = variables;
    /** Bodies that the subgraphs really wrote, by request. @type {Map<string, Buffer>} */
    this.bodies = new Map();
    /** @type {Set<string>} */
    this.fetches = new Set();
    const trusting =
      'unfit' in compiled.text ? compiled.text : { ...compiled.text, trust: { ask: () => true, tell() {} } };
    this.ways = {
      text: Object.create(compiled, { textForRun: { value: () => trusting } }),
      objects: Object.create(compiled, { textForRun: { value: () => ({ unfit: 'the oracle' }) } }),
    };
  }

  /** @param {string} subgraph @param {string} body @returns {Promise<Buffer>} */
  async real(subgraph, body) {
    const key = subgraph + body;
    let answer = this.bodies.get(key);
    if (answer === undefined) {
      const execute = /** @type {any} */ (this.harness.run.get(subgraph));
      answer = Buffer.from(JSON.stringify(await execute(JSON.parse(body))), 'utf8');
      this.bodies.set(key, answer);
    }
    return answer;
  }

  /** @param {'text' | 'objects'} way @param {{ target: string, seed: number } | undefined} change @param {{ changes: string[], body: string, request: string }} told */
  async answer(way, change, told) {
    const { HttpAnswer, runOperation } = this.harness.parts;
    const mutations = new Map();
    /** @param {string} subgraph */
    const client = (subgraph) => ({
      name: subgraph,
      url: '',
      exchange: async (/** @type {any} */ request) => {
        const text =
          request.encoding === 'latin1' ? Buffer.from(request.body, 'latin1').toString('utf8') : request.body;
        if (request.kind === 'mutation') mutations.set(text, (mutations.get(text) ?? 0) + 1);
        const id = fetchId(subgraph, text);
        this.fetches.add(id);
        let body = await this.real(subgraph, text);
        if (change?.target === id) {
          const changed = mutateBody(createRandom(change.seed), body);
          body = changed.body;
          Object.assign(told, { changes: changed.changes, body: body.toString('latin1'), request: text });
        }
        return new HttpAnswer({ status: 200, contentType: 'application/json', body }, subgraph);
      },
      close: async () => {},
    });
    const answer = await runOperation({
      compiled: this.ways[way],
      operation: this.operation,
      request: {
        variables: this.variables,
        clients: new Map([...this.harness.run.keys()].map((name) => [name, client(name)])),
        deadline: Infinity,
        signal: undefined,
        identity: '',
        headersFor: () => ({}),
        exposes: () => true,
        report() {},
      },
    });
    for (const [body, times] of mutations)
      if (times > 1) throw new Error(`a mutation was sent ${times} times: ${body}`);
    return shown(answer);
  }
}

/** @param {{ data: { text: string, encoding: 'utf8' | 'latin1' }, errors: { message: string }[] }} answer what a client makes of it, as text */
const shown = ({ data, errors }) => {
  const bytes = Buffer.from(data.text, data.encoding);
  let parsed;
  try {
    parsed = JSON.stringify(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch (error) {
    parsed = `not JSON: ${error} ${bytes}`;
  }
  return `${parsed}\n${errors
    .map((error) => JSON.stringify(error))
    .sort()
    .join('\n')}`;
};

/**
 * @param {Awaited<ReturnType<typeof startBodies>>} harness
 * @param {{ bodies: number, perOperation: number, seed: number, onProgress?: (report: Report) => void }} options `bodies`: changed bodies in all
 * @returns {Promise<Report>}
 */
export async function compareBodies(harness, { bodies, perOperation, seed, onProgress }) {
  /** @type {Report} */
  const report = {
    bodies: 0,
    differences: [],
    incomparable: 0,
    plain: { runs: 0, fast: 0 },
    mutated: { runs: 0, fast: 0 },
  };
  for (let index = 0; report.bodies < bodies; index += 1) {
    const drawn = generateOperation(harness.domain.monolith, createRandom(caseSeed(seed, index)), {
      samples,
      avoid: index % 4 ? failingFields : [],
    });
    const one = await prepare(harness, drawn);
    if (one === undefined) continue;
    const left = Math.min(perOperation, bodies - report.bodies);
    await compareOperation(one, { drawn, report, count: left, seed: caseSeed(seed + 1, index) });
    onProgress?.(report);
  }
  return report;
}

/** Undefined: the planner cannot plan it, or the variables do not fit. @param {Awaited<ReturnType<typeof startBodies>>} harness @param {import('./generate.mjs').Operation} drawn */
async function prepare(harness, drawn) {
  const { snapshot, parts } = harness;
  const operation = snapshot.operations.prepare(drawn.query, drawn.operationName);
  const { values } = parts.coerceVariables(operation, drawn.variables);
  if (values === undefined) return undefined;
  try {
    return new BodyCase(harness, operation, await snapshot.compile(operation, values), values);
  } catch {
    return undefined;
  }
}

/**
 * @param {BodyCase} one
 * @param {{ drawn: import('./generate.mjs').Operation, report: Report, count: number, seed: number }} options
 */
async function compareOperation(one, { drawn, report, count, seed }) {
  const { textCounters } = one.harness.parts;
  /** @param {{ target: string, seed: number } | undefined} change @param {{ runs: number, fast: number }} into */
  const compare = async (change, into) => {
    const told = { changes: [], body: '', request: '' };
    const also = { ...told };
    const objects = await one.answer('objects', change, told);
    const before = textCounters.fast;
    const text = await one.answer('text', change, also);
    into.runs += 1;
    into.fast += textCounters.fast - before;
    // Where both ask for the same entities in another order, a change of the nth result is not the same change.
    if (also.request !== told.request) report.incomparable += 1;
    else if (objects !== text) report.differences.push({ ...drawn, ...told, objects, text });
  };
  await compare(undefined, report.plain);
  const fetches = [...one.fetches];
  for (let i = 0; i < count && fetches.length > 0; i += 1) {
    const target = /** @type {string} */ (fetches[i % fetches.length]);
    await compare({ target, seed: (caseSeed(seed, i) ^ hash(target)) >>> 0 }, report.mutated);
    report.bodies += 1;
  }
}
