import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  composeSubgraphs,
  freePort,
  postGraphql,
  startSpork,
  startSubgraph,
  type PostedAnswer,
  type RecordingSubgraph,
  type SporkProcess,
} from '../harness/index.js';
import { HOSTILE_SUBGRAPHS, meshTree } from '../security/hostile-documents.js';

const FLOOD = 300;
/** What fits into the queue of 200,000 by the weight of `heavy`, about. */
const WAITING = 35;

let subgraph: RecordingSubgraph;
let spork: SporkProcess;
let folder: string;

beforeAll(async () => {
  subgraph = await startSubgraph({ name: 'any', typeDefs: 'type Query { any: Int }' });
  subgraph.respondWith((_request, response) => {
    response.setHeader('content-type', 'application/json').end('{"data":{"mesh":null}}');
  });
  const { url } = subgraph;
  folder = await mkdtemp(join(tmpdir(), 'planner-flood-'));
  const file = join(folder, 'supergraph.graphql');
  await writeFile(file, composeSubgraphs(HOSTILE_SUBGRAPHS.map((each) => ({ ...each, url }))));
  spork = startSpork(['serve', '--supergraph', file, '--port', String(await freePort())]);
  await spork.untilReady();
}, 60_000);

afterAll(async () => {
  await spork.stop();
  await subgraph.close();
  await rm(folder, { recursive: true });
});

const ask = (query: string): Promise<PostedAnswer> => postGraphql(spork.url, { query });
const heavy = (at: number): Promise<PostedAnswer> => ask(`query Heavy${at} ${meshTree(5)}`);
const light = (at: number): Promise<PostedAnswer> => ask(`query Light${at} { mesh { id } }`);
const many = (count: number, one: (at: number) => Promise<PostedAnswer>): Promise<PostedAnswer>[] =>
  Array.from({ length: count }, (_, at) => one(at));

test('a flood of different documents that are slow to plan: the others are answered, the flood is shed', async () => {
  expect((await light(0)).status).toBe(200);
  let planned = 0;
  let shed: PostedAnswer | undefined;
  let answered = 0;
  const flood = await new Promise<Promise<PostedAnswer>[]>((resolve) => {
    const all = many(FLOOD, async (at) => {
      const answer = await heavy(at);
      if (answer.status === 200) planned++;
      else shed = answer;
      // So many have been answered that the rest of the flood waits to be planned.
      if (++answered === FLOOD - WAITING) resolve(all);
      return answer;
    });
  });
  expect(shed).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
  expect(shed?.json).toMatchObject({ errors: [{ extensions: { code: 'OVERLOADED' } }] });

  const [known, ...others] = await Promise.all([light(0), ...many(50, (at) => light(at + 1))]);
  expect(known).toMatchObject({ status: 200, json: { data: { mesh: null } } });
  for (const answer of others) expect(answer).toMatchObject({ status: 200, json: { data: { mesh: null } } });
  const plannedBeforeThem = planned;
  const statuses = (await Promise.all(flood)).map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([200, 503]));
  // The rest of the flood still waited when the last of the others was answered.
  expect(plannedBeforeThem).toBeLessThan(statuses.filter((status) => status === 200).length);
  expect((await heavy(1000)).status).toBe(200);
}, 60_000);

test('what would take long to plan is refused at once', async () => {
  const answer = await ask(meshTree(8));
  expect(answer).toMatchObject({
    status: 400,
    json: { errors: [{ extensions: { code: 'OPERATION_TOO_COMPLEX' } }] },
  });
});
