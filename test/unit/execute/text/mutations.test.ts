import {
  answer,
  batchOf,
  entityNode,
  fetchNode,
  petApiSdl as apiSdl,
  petSdl as sdl,
  prepareText,
  sequence,
  type Bodies,
  type Prepared,
} from '../../../harness/text-way.js';

describe('mutations', () => {
  const prepared = (): Prepared =>
    prepareText({
      sdl,
      apiSdl,
      query: 'mutation { first { name } second { name } }',
      plan: sequence(
        fetchNode('a', 'mutation($v:Any){first{__typename id}}', { variables: ['v'] }),
        entityNode('b', '...on User{name}', batchOf('User', ['id'], ['first'])),
        fetchNode('a', 'mutation{second{__typename name}}'),
      ),
    });
  const bodies =
    (over: Record<string, string> = {}): Bodies =>
    (name, { query }) => {
      if (name === 'b') return over['b'] ?? '{"data":{"_entities":[{"name":"A"}]}}';
      return query.includes('first')
        ? (over['first'] ?? '{"data":{"first":{"__typename":"User","id":"1"}}}')
        : (over['second'] ?? '{"data":{"second":{"__typename":"User","name":"B"}}}');
    };

  test('run one after the other', async () => {
    const { fast, requests } = await answer(prepared(), bodies(), { v: { key: 'é "x"' } });
    expect(fast).toBe(true);
    expect(requests.map((text) => /first|_entities|second/.exec(text)?.[0])).toEqual([
      'first',
      '_entities',
      'second',
    ]);
    expect(requests[0]).toContain('"variables":{"v":{"key":"é \\"x\\""}}');
  });

  test.each(['first', 'b', 'second'])(
    'none is sent again when the answer of %s is not as expected',
    async (which) => {
      for (const body of [
        '{ "data":{"first":{"__typename":"User","id":"1"}}}',
        '{"errors":[{"message":"no"}],"data":null}',
        'x',
      ]) {
        const { fast, requests } = await answer(prepared(), bodies({ [which]: body }));
        expect(fast).toBe(false);
        expect(requests.filter((text) => text.includes('mutation')).length).toBe(2);
        expect(new Set(requests).size).toBe(requests.length);
      }
    },
  );
});
