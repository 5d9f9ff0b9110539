/**
 * Sends every document and request of test/security/hostile-*.ts to the built gateway and measures what each costs its processes when it
 * is new to every cache:
 *   npm run hostile -- [--repeat 5] [--only NAME] [--limit 100]
 * Prints a table: row of the reliability reference, document, bytes, status, code, bytes of the answer, CPU in milliseconds of the
 * repetition that needed least (all, the serving process, the planner's process), and the greatest sum. Ends with code 1 when one needs
 * more than `--limit` milliseconds, is not answered as it should be, or the gateway's process ended. Linux only.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
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
/** Default of `server.bodyLimit`. */
const BODY_LIMIT = 1024 * 1024;

async function loadDocuments(folder) {
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const load = (name) => {
    const { code } = transformFileSync(join(ROOT, `test/security/${name}.ts`), {
      jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
    });
    const file = join(folder, `${name}.js`);
    writeFileSync(file, code);
    return () => import(pathToFileURL(file).href);
  };
  const modules = ['hostile-documents', 'hostile-requests'].map(load);
  return Object.assign({}, ...(await Promise.all(modules.map((read) => read()))));
}

const FLOOD = Buffer.alloc(1024 * 1024, 'x');
const FLOOD_MB = 256;

async function* flood() {
  yield '{"data":{"echo":"';
  for (let sent = 0; sent < FLOOD_MB; sent++) yield FLOOD;
  yield '"}}';
}

/** Answers every call with no data, what a subgraph knows is not in question here; or with very much. */
async function startSubgraph() {
  const server = createServer(async (request, response) => {
    const body = await text(request);
    response.writeHead(200, { 'content-type': 'application/json' });
    if (body.includes('flood')) pipeline(flood(), response, () => undefined);
    else response.end('{"data":{"mesh":null,"wide":null,"shape":null,"shapes":[]}}');
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

async function ask(url, { search = '', headers, body }) {
  try {
    const response = await fetch(url + search, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        ...headers,
      },
      body,
    });
    const answer = await response.text();
    const code = firstCode(answer) ?? '';
    return { status: response.status, code, bytes: answer.length };
  } catch (error) {
    return { status: 0, code: error.cause?.code ?? error.message, bytes: 0 };
  }
}

const firstCode = (answer) => {
  try {
    const parsed = JSON.parse(answer);
    return (Array.isArray(parsed) ? parsed[0] : parsed).errors?.[0]?.extensions?.code;
  } catch {
    return undefined;
  }
};

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

/** One request, each time as another one. */
async function measure(gateway, request) {
  const costs = [];
  let answer;
  for (let round = 0; round < Number(values.repeat); round++) {
    const sent = request(round);
    const before = await settledCpuOfTree(gateway.child.pid);
    answer = await ask(gateway.url, sent);
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
  let bad = 0;
  for (const { row, name, request, answered } of cases) {
    const { status, code, bytes, least, greatest } = await measure(gateway, request);
    const isSlow = total(least) > limit;
    const isWrong = !answered(status, code);
    if (isSlow || isWrong) bad++;
    const { body, search } = request(0);
    const cells = [row, name, (body ?? search).length, status, code, bytes];
    const costs = [total(least), least.gateway, least.planner, total(greatest)];
    console.log(
      line([...cells, ...costs]) +
        (isSlow ? '  <- above the limit' : '') +
        (isWrong ? '  <- not the answer that it should be' : ''),
    );
  }
  return bad;
}

const COMPRESS = {
  gzip: gzipSync,
  deflate: deflateSync,
  br: (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
};

/** How a request of the list is sent, from a body that is another one in every round. */
function sender({ document, as, headers = {}, padding = 0, encodings = [] }) {
  // A bomb is refused before its text matters, so one is enough.
  const bomb = encodings.reduce(
    (bytes, encoding) => COMPRESS[encoding](bytes),
    Buffer.from(asBody(document) + ' '.repeat(padding)),
  );
  if (encodings.length > 0)
    return () => ({ body: bomb, headers: { 'content-encoding': encodings.join(', '), ...headers } });
  return (round) => {
    const body = renewed(asBody(`${document} #0`), round);
    if (as === 'get')
      return { search: `?${new URLSearchParams({ query: JSON.parse(body).query })}`, headers };
    return { body: as === 'batch' ? `[${body}]` : body, headers };
  };
}

/** What is sent, and how it should be answered. */
function casesOf({ HOSTILE_DOCUMENTS, PLANNED_DOCUMENTS, HOSTILE_BODIES, HOSTILE_REQUESTS }) {
  const list = (documents, toBody) =>
    documents.flatMap(({ row, name, make, sizes, codes }) =>
      sizes.map((size) => {
        const body = toBody(make(size));
        const tooLarge = body.length > BODY_LIMIT;
        return {
          row,
          name: `${name}(${size})`,
          request: (round) => ({ body: renewed(body, round) }),
          answered: (status, code) =>
            tooLarge ? status === 413 : codes.length === 0 ? status === 200 : codes.includes(code),
        };
      }),
    );
  const requests = HOSTILE_REQUESTS.map((each) => ({
    ...each,
    request: sender(each),
    answered: (status, code) => status === each.status && code === each.code,
  }));
  return [
    ...list([...HOSTILE_DOCUMENTS, ...PLANNED_DOCUMENTS], (text) => asBody(`${text} #0`)),
    ...list(HOSTILE_BODIES, (body) => body),
    ...requests,
  ]
    .filter(({ name }) => values.only === undefined || name.includes(values.only))
    .sort((one, two) => one.row.localeCompare(two.row));
}

const folder = mkdtempSync(join(tmpdir(), 'spork-hostile-'));
const subgraph = await startSubgraph();
const documents = await loadDocuments(folder);
const cases = casesOf(documents);
const gateway = await startGateway(folder, composeHostile(documents.HOSTILE_SUBGRAPHS, subgraph.url));
// Compiled code before the first figure: a new process is not what is measured.
for (let i = 0; i < 300; i++)
  await ask(gateway.url, { body: asBody(`{ a { b x${i % 20}: c } } #warm-up ${i}`) });
const bad = await measureAll(gateway, cases);
const survived = gateway.child.exitCode === null && gateway.child.signalCode === null;
gateway.child.kill('SIGTERM');
if (survived) await once(gateway.child, 'exit');
subgraph.server.close();
rmSync(folder, { recursive: true });
console.log(
  `${cases.length} documents and requests, ${bad} above ${limit} ms of CPU or answered wrongly; the gateway's process ${survived ? 'kept its id' : 'ENDED'}`,
);
process.exitCode = bad > 0 || !survived ? 1 : 0;
