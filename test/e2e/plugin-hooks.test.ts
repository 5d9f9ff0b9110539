import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClientError, createGateway, type Plugin } from '../../src/index.js';
import { createLogger } from '../../src/telemetry/index.js';
import { closable, composeSubgraphs, postGraphql, startSubgraph, type Closable } from '../harness/index.js';

const items = (more = ''): { name: string; typeDefs: string; resolvers: Record<string, unknown> } => ({
  name: 'items',
  typeDefs: `type Query { item: Int ${more} }`,
  resolvers: { Query: { item: () => 1 } },
});

interface Line {
  readonly level: number;
  readonly msg: string;
  readonly error?: { readonly message: string };
}

interface Watched extends Closable {
  readonly url: string;
  readonly lines: Line[];
  /** Writes the supergraph with a further field of `Query`, or as it was at the start. */
  write(field?: string): Promise<void>;
  /** Resolves at the next line of the log that has the text. */
  logged(text: string): Promise<void>;
}

const startWatched = async (plugins: readonly Plugin[]): Promise<Watched> => {
  const folder = await mkdtemp(join(tmpdir(), 'hooks-'));
  const subgraph = await startSubgraph(items());
  const file = join(folder, 'supergraph.graphql');
  const write = (field = ''): Promise<void> =>
    writeFile(file, composeSubgraphs([{ ...items(field), url: subgraph.url }]));
  await write();
  const lines: Line[] = [];
  const events = new EventEmitter();
  const destination = {
    write: (text: string): void => {
      lines.push(JSON.parse(text) as Line);
      events.emit('line', text);
    },
  };
  const gateway = await createGateway({
    config: { supergraph: { file }, server: { port: 0 } },
    mode: 'development',
    plugins,
    logger: createLogger({ format: 'json', destination }),
  });
  const { url } = await gateway.start();
  return closable({
    url,
    lines,
    write,
    logged: (text: string) =>
      new Promise<void>((resolve) =>
        events.on('line', (line: string) => {
          if (line.includes(text)) resolve();
        }),
      ),
    close: async () => {
      await gateway.stop();
      await subgraph.close();
      await rm(folder, { recursive: true });
    },
  });
};

const ERROR = 50;

test('a plugin that fails in onSchemaChange is named in the log; the new supergraph serves, and so does the old one put back', async () => {
  const told: string[] = [];
  const gateway = await startWatched([
    {
      name: 'nosy',
      onSchemaChange: () => {
        throw new Error('no news for me');
      },
    },
    { name: 'calm', onSchemaChange: ({ schemaId }) => void told.push(schemaId) },
  ]);
  await using _gateway = gateway;
  const failure = expect.objectContaining({
    level: ERROR,
    msg: 'plugin nosy failed in onSchemaChange',
    error: expect.objectContaining({ message: 'no news for me' }),
  });
  expect(gateway.lines).toContainEqual(failure);
  const query = '{ __type(name: "Query") { fields { name } } }';
  const changes = [
    ['second: Int', ['item', 'second']],
    ['', ['item']],
  ] as const;
  for (const [field, names] of changes) {
    const changed = gateway.logged('plugin nosy failed');
    await gateway.write(field);
    await changed;
    const { json } = await postGraphql(gateway.url, { query });
    expect(json.data).toEqual({ __type: { fields: names.map((name) => ({ name })) } });
  }
  const [first, second, third] = told;
  expect([told.length, third, second === first]).toEqual([3, first, false]);
  expect(gateway.lines.filter(({ msg }) => msg.includes('was not taken'))).toEqual([]);
});

test('a request that waits in a plugin of Apollo Server keeps the supergraph it started with through a reload', async () => {
  const events = new EventEmitter();
  const wait = async (): Promise<void> => {
    const released = once(events, 'release');
    events.emit('waits');
    await released;
  };
  await using gateway = await startWatched([
    {
      name: 'slow',
      apollo: { requestDidStart: () => Promise.resolve({ didResolveOperation: wait }) },
    },
  ]);
  const waits = once(events, 'waits');
  const asked = postGraphql(gateway.url, { query: '{ item }' });
  await waits;
  const changed = gateway.logged('serving supergraph');
  await gateway.write('second: Int');
  await changed;
  // Longer than a snapshot without requests is kept.
  await new Promise((resolve) => setTimeout(resolve, 1500));
  events.emit('release');
  const { status, json } = await asked;
  expect([status, json]).toEqual([200, { data: { item: 1 } }]);
});

test('a plugin that fails in onStop is named in the log, and the others are told too', async () => {
  const told: string[] = [];
  const gateway = await startWatched([
    { name: 'sulky', onStop: () => Promise.reject(new Error('I stay')) },
    { name: 'calm', onStop: () => void told.push('stop') },
  ]);
  await gateway.close();
  expect(gateway.lines.at(-1)).toMatchObject({ level: ERROR, msg: 'plugin sulky failed in onStop' });
  expect(told).toEqual(['stop']);
});

test.each([
  ['onOperation', 403, undefined],
  ['onExecute', 403, undefined],
  ['onResponse', 403, undefined],
  ['onSubgraphRequest', 200, { item: null }],
] as const)('a ClientError of %s answers with status %i', async (hook, expected, data) => {
  const refuse = (): never => {
    throw new ClientError('FORBIDDEN', 'Not you.');
  };
  await using gateway = await startWatched([{ name: 'strict', [hook]: refuse }]);
  const { status, json } = await postGraphql(gateway.url, { query: '{ item }' });
  expect([status, json.data]).toEqual([expected, data]);
  expect(json.errors).toEqual([
    expect.objectContaining({ extensions: expect.objectContaining({ code: 'FORBIDDEN' }) }),
  ]);
});
