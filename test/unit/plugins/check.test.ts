import { ConfigError, createGateway, LoadError, type Plugin } from '../../../src/index.js';

const refusal = async (plugin: unknown): Promise<ConfigError> => {
  try {
    await createGateway({ plugins: [plugin as Plugin] });
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('expected to be refused');
};

test.each([
  [{ name: 'a', onExcute: () => {} }, 'plugins[0].onExcute: unknown hook; did you mean "onExecute"?'],
  [{ name: 'a', onsubgraphrequest: 1 }, /^plugins\[0\]\.onsubgraphrequest: .*"onSubgraphRequest"\?$/],
  [{ name: 'a', onOperation: () => {}, apolo: {} }, 'plugins[0].apolo: unknown hook; did you mean "apollo"?'],
  [{ name: 'a', onConnect: () => {} }, /^plugins\[0\]\.onConnect: unknown hook; known hooks: onOperation, /],
  [{ name: 'a', onStop: 'now' }, 'plugins[0].onStop: expected a function'],
  [{ onStop: () => {} }, 'plugins[0].name: is required, as a text'],
  [undefined, 'plugins[0]: expected a plugin: an object with a name and hooks'],
])('createGateway refuses %j', async (plugin, message) => {
  const error = await refusal(plugin);
  expect(error.code).toBe('CONFIG_INVALID');
  expect(error.message).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
  expect(error.problems).toHaveLength(1);
});

test('hooks of a class are looked at too', async () => {
  class Base {
    onRespons(): void {}
  }
  class Named extends Base {
    readonly name = 'named';
  }
  expect((await refusal(new Named())).message).toContain('plugins[0].onRespons: unknown hook');
});

test('a plugin may have members of its own, and hooks that are undefined', async () => {
  class Counting implements Plugin {
    readonly name = 'counting';
    readonly onStop = undefined as unknown as () => void;
    online = true;
    counts = new Map<string, number>();
    onExecute(): void {
      this.count('all');
    }
    count(key: string): void {
      this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
    }
  }
  await expect(createGateway({ plugins: [new Counting()] })).resolves.toHaveProperty('start');
});

test('a supergraph that cannot be loaded is a LoadError of start, with its problems', async () => {
  const gateway = await createGateway({
    config: { supergraph: { file: './nowhere.graphql' }, server: { port: 0 } },
  });
  const error: unknown = await gateway.start().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(LoadError);
  expect(error).toMatchObject({ code: 'SERVICE_UNAVAILABLE', problems: [{ code: 'SUPERGRAPH_NOT_LOADED' }] });
});
