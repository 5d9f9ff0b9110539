import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startAccounts } from './accounts/server.mjs';
import { startInventory } from './inventory/server.mjs';
import { ListenError } from './lib/http.mjs';
import { startOrders } from './orders/server.mjs';
import { startProducts } from './products/server.mjs';
import { startReviews } from './reviews/server.mjs';

const EXIT_USAGE = 2;
const EXIT_CANNOT_LISTEN = 4;
const DEFAULT_BASE_PORT = 4101;
const USAGE =
  'Usage: node subgraphs/start.mjs [--base-port 4101] [--host 127.0.0.1] [accounts products reviews …]';

// In the order of their ports, from the base port up.
const SAMPLES = Object.entries({
  accounts: startAccounts,
  products: startProducts,
  reviews: startReviews,
  inventory: startInventory,
  orders: startOrders,
}).map(([name, start], index) => ({ name, start, port: DEFAULT_BASE_PORT + index }));

/**
 * @typedef {'accounts' | 'products' | 'reviews' | 'inventory' | 'orders'} SampleName
 * @typedef {{ urls: Record<SampleName, string>, close(): Promise<void>, stop(name: SampleName): Promise<void> }} Samples
 */

/**
 * Starts the samples in this process, each with data of its own. The urls of the subgraphs end in /graphql; the one of
 * `orders`, which speaks REST, has no path.
 * @param {{ ports?: Partial<Record<SampleName, number>>, host?: string, only?: readonly SampleName[] }} [options] ports
 *   default to 4101–4105 (0: any free port), host to 127.0.0.1, `only` to all of them
 * @returns {Promise<Samples>} `stop` ends one of them, `close` ends all
 * @throws {ListenError} when a port cannot be had; nothing keeps running then
 */
export async function startSamples({ ports = {}, host = '127.0.0.1', only } = {}) {
  const chosen = SAMPLES.filter(({ name }) => only === undefined || only.includes(name));
  const started = await Promise.allSettled(
    chosen.map(async ({ name, start, port }) => [name, await start({ host, port: ports[name] ?? port })]),
  );
  const running = new Map(started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])));
  const stop = async (name) => {
    const service = running.get(name);
    running.delete(name);
    await service?.close();
  };
  const close = async () => {
    await Promise.all([...running.keys()].map(stop));
  };
  const failed = started.find((result) => result.status === 'rejected');
  if (failed !== undefined) {
    await close();
    throw failed.reason;
  }
  const urls = Object.fromEntries([...running].map(([name, service]) => [name, service.url]));
  return { urls, stop, close };
}

/** @param {string[]} args */
function readArguments(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      'base-port': { type: 'string', default: String(DEFAULT_BASE_PORT) },
      host: { type: 'string', default: '127.0.0.1' },
    },
  });
  const basePort = Number(values['base-port']);
  const lastBasePort = 65_536 - SAMPLES.length;
  if (!Number.isInteger(basePort) || basePort < 1 || basePort > lastBasePort) {
    throw new Error(`--base-port is a whole number from 1 to ${lastBasePort}, not ${values['base-port']}.`);
  }
  const names = SAMPLES.map(({ name }) => name);
  const unknown = positionals.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`There is no sample ${unknown}; there are ${names.join(', ')}.`);
  const ports = Object.fromEntries(names.map((name, index) => [name, basePort + index]));
  return { ports, host: values.host, ...(positionals.length > 0 && { only: positionals }) };
}

/** @param {string[]} args */
async function main(args) {
  let options;
  try {
    options = readArguments(args);
  } catch (error) {
    process.stderr.write(`${error.message}\n${USAGE}\n`);
    process.exitCode = EXIT_USAGE;
    return;
  }
  const samples = await startSamples(options);
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await samples.close();
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  for (const [name, url] of Object.entries(samples.urls)) process.stdout.write(`${name.padEnd(10)}${url}\n`);
}

function isMain() {
  const script = process.argv[1];
  return script !== undefined && realpathSync(script) === fileURLToPath(import.meta.url);
}

if (isMain()) {
  main(process.argv.slice(2)).catch((error) => {
    process.stderr.write(`${error instanceof ListenError ? error.message : error.stack}\n`);
    process.exitCode = error instanceof ListenError ? EXIT_CANNOT_LISTEN : 1;
  });
}
