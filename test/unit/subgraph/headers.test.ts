import { compileHeaderRules, type HeaderRule } from '../../../src/subgraph/index.js';

const apply = (
  rules: HeaderRule[],
  client: Record<string, string | string[] | undefined>,
): Record<string, string> => ({
  ...compileHeaderRules(rules)(client),
});

test('nothing is forwarded without a rule', () => {
  expect(apply([], { authorization: 'Bearer x', cookie: 'a=b' })).toEqual({});
});

test('propagates by name, with a new name, with a default', () => {
  const client = { 'accept-language': 'cs', 'x-multi': ['a', 'b'] };
  expect(apply([{ propagate: { named: 'Accept-Language' } }], client)).toEqual({ 'accept-language': 'cs' });
  expect(apply([{ propagate: { named: 'x-multi', rename: 'X-List' } }], client)).toEqual({
    'x-list': 'a, b',
  });
  expect(apply([{ propagate: { named: 'x-none', default: 'd' } }], client)).toEqual({ 'x-none': 'd' });
  expect(apply([{ propagate: { named: 'x-none' } }], client)).toEqual({});
});

test('propagates by pattern, the first writer wins, and removes', () => {
  const client = { 'x-app-a': '1', 'x-app-b': '2', 'x-other': '3' };
  expect(apply([{ propagate: { matching: '^x-app-' } }], client)).toEqual({ 'x-app-a': '1', 'x-app-b': '2' });
  expect(
    apply(
      [
        { insert: { name: 'X-App-A', value: 'mine' } },
        { propagate: { matching: '^x-app-' } },
        { remove: { named: 'x-app-b' } },
      ],
      client,
    ),
  ).toEqual({ 'x-app-a': 'mine' });
  expect(apply([{ propagate: { matching: '.' } }, { remove: { matching: 'app' } }], client)).toEqual({
    'x-other': '3',
  });
});

test('never forwards hop-by-hop headers, bodies, or __proto__', () => {
  const client = JSON.parse(
    '{"connection":"x","host":"h","content-length":"9","te":"t","__proto__":"p","x-ok":"1"}',
  ) as Record<string, string>;
  expect(apply([{ propagate: { matching: '.*' } }], client)).toEqual({ 'x-ok': '1' });
  expect(apply([{ insert: { name: 'Transfer-Encoding', value: 'chunked' } }], {})).toEqual({});
});
