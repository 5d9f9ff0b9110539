/**
 * Sends every document of test/security/hostile-documents.ts to the built gateway and measures what each costs its processes when it
 * is new to every cache:
 *   npm run hostile -- [--repeat 5] [--only NAME] [--limit 100]
 * Prints a table: row of the reliability reference, document, bytes, status, code, bytes of the answer, CPU in milliseconds of the
 * repetition that needed least (all, the serving process, the planner's process), and the greatest sum. Ends with code 1 when a document
 * needs more than `--limit` milliseconds, or the gateway's process ended. For documents that are made to be planned slowly the limit holds
 * for the serving process; the planner has `planner.timeout`. Linux only.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { composeServices } from '@apollo/composition';
import { transformFileSync } from '@swc/core';
import { parse } from 'graphql';
import { settledCpuOfTree } from './lib/process-cpu.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const { values } = parseArgs({
  options: {
    repeat: { type: 'string', default: '5' },
    only: { type: 'string' },
    limit: { type: 'string', default: '100' },
    planner: { type: 'string', default: 'auto' },
  },
});
const limit = Number(values.limit);

async function loadDocuments(folder) {
  const { code } = transformFileSync(join(ROOT, 'test/security/hostile-documents.ts'), {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
  });
  const file = join(folder, 'hostile-documents.mjs');
  writeFileSync(file, code);
  return import(pathToFileURL(file).href);
}

/** Answers every call with no data: what a subgraph knows is not in question here. */
async function startSubgraph() {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{"data":{"mesh":null,"wide":null,"shape":null,"shapes":[]}}');
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${server.address().port}/` };
}

function composeHostile(subgraphs, url) {
  const result = composeServices(
    subgraphs.map(({ name, typeDefs }) => ({ name, url, typeDefs: parse(typeDefs) })),
  );
  if (result.errors !== undefined) throw new Error(result.errors.map(({ message }) => message).join('\n'));
  return result.supergraphSdl;
}

async function startGateway(folder, sdl) {
  const file = join(folder, 'supergraph.graphql');
  writeFileSync(file, sdl);
  const config = join(folder, 'gateway.yaml');
  writeFileSync(
    config,
    `server: { port: 0, introspection: true }\nplanner: { engine: ${values.planner} }\n` +
      `supergraph: { file: ${JSON.stringify(file)} }\ntelemetry: { logs: { level: silent } }\n`,
  );
  const child = spawn(
    process.execPath,
    [join(ROOT, 'dist/cli/main.js'), 'serve', '--json', '--config', config],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
  return { child, url: JSON.parse(line).url };
}

async function ask(url, body) {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
      body,
    });
    const text = await response.text();
    const code = response.status === 200 ? '' : JSON.parse(text).errors?.[0]?.extensions?.code;
    return { status: response.status, code, bytes: text.length };
  } catch (error) {
    return { status: 0, code: error.cause?.code ?? error.message, bytes: 0 };
  }
}

const total = ({ gateway, planner }) => gateway + planner;

const asBody = (query) => JSON.stringify({ query });

/** Another operation name each time, where there is none, or at least another comment: no cache, that of plans neither, knows the body. */
const renewed = (body, round) =>
  body
    .replace(
      /"query":"(\{|query \()/,
      (_, start) => `"query":"${start === '{' ? `query R${round} {` : `query R${round} (`}`,
    )
    .replace('#0', `#${round}`);

/** One document, each time as another one. */
async function measure(gateway, text) {
  const costs = [];
  let answer;
  for (let round = 0; round < Number(values.repeat); round++) {
    const before = await settledCpuOfTree(gateway.child.pid);
    answer = await ask(gateway.url, renewed(text, round));
    const after = await settledCpuOfTree(gateway.child.pid);
    costs.push({ gateway: after.own - before.own, planner: after.descendants - before.descendants });
  }
  costs.sort((one, two) => total(one) - total(two));
  return { ...answer, least: costs[0], greatest: costs.at(-1) };
}

const line = (cells) =>
  cells
    .map((cell, at) =>
      String(cell)[at < 2 || at === 4 ? 'padEnd' : 'padStart']([4, 44, 9, 6, 28, 9, 8, 8, 8, 8][at]),
    )
    .join(' ');

async function measureAll(gateway, cases) {
  console.log(
    line([
      'row',
      'document',
      'bytes',
      'status',
      'code',
      'answer',
      'CPU ms',
      'gateway',
      'planner',
      'greatest',
    ]),
  );
  let slow = 0;
  for (const { row, name, body, judged } of cases) {
    const { status, code, bytes, least, greatest } = await measure(gateway, body);
    const isSlow = judged(least) > limit;
    if (isSlow) slow++;
    const cells = [row, name, body.length, status, code ?? '', bytes];
    const costs = [total(least), least.gateway, least.planner, total(greatest)];
    console.log(line([...cells, ...costs]) + (isSlow ? '  <- above the limit' : ''));
  }
  return slow;
}

/** What is sent, and which of its costs must stay below the limit. */
function casesOf({ HOSTILE_DOCUMENTS, PLANNED_DOCUMENTS, SLOWLY_PLANNED_DOCUMENTS, HOSTILE_BODIES }) {
  const document = (text) => asBody(`${text} #0`);
  const list = (documents, toBody, judged) =>
    documents.flatMap(({ row, name, make, sizes }) =>
      sizes.map((size) => ({ row, name: `${name}(${size})`, body: toBody(make(size)), judged })),
    );
  return [
    ...list([...HOSTILE_DOCUMENTS, ...PLANNED_DOCUMENTS], document, total),
    ...list(HOSTILE_BODIES, (body) => body, total),
    ...list(SLOWLY_PLANNED_DOCUMENTS, document, ({ gateway }) => gateway),
  ].filter(({ name }) => values.only === undefined || name.includes(values.only));
}

const folder = mkdtempSync(join(tmpdir(), 'spork-hostile-'));
const subgraph = await startSubgraph();
const documents = await loadDocuments(folder);
const cases = casesOf(documents);
const gateway = await startGateway(folder, composeHostile(documents.HOSTILE_SUBGRAPHS, subgraph.url));
// Compiled code before the first figure: a new process is not what is measured.
for (let i = 0; i < 300; i++) await ask(gateway.url, asBody(`{ a { b x${i % 20}: c } } #warm-up ${i}`));
const slow = await measureAll(gateway, cases);
const survived = gateway.child.exitCode === null && gateway.child.signalCode === null;
gateway.child.kill('SIGTERM');
if (survived) await once(gateway.child, 'exit');
subgraph.server.close();
rmSync(folder, { recursive: true });
console.log(
  `${cases.length} documents, ${slow} above ${limit} ms of CPU; the gateway's process ${survived ? 'kept its id' : 'ENDED'}`,
);
process.exitCode = slow > 0 || !survived ? 1 : 0;
