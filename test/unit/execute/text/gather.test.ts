import { answer, namesOfUsers } from '../../../harness/text-way.js';

describe('entities that are asked for', () => {
  test('are told apart by all of their fields, whatever their length', async () => {
    const long = 'x'.repeat(100);
    const ids = [`${long}1`, `1${long}`, `2${long}`, long, `${long}1`, ''];
    const list = ids.map((id) => `{"__typename":"User","id":"${id}"}`);
    const { fast, requests } = await answer(namesOfUsers('{ users { name } }'), (name, { variables }) =>
      name === 'a'
        ? `{"data":{"users":[${list.join()}]}}`
        : JSON.stringify({
            data: {
              _entities: (variables['representations'] as { id: string }[]).map(({ id }) => ({
                name: `n${id}`,
              })),
            },
          }),
    );
    expect(fast).toBe(true);
    expect(
      (JSON.parse(requests[1] ?? '') as { variables: { representations: unknown[] } }).variables
        .representations,
    ).toHaveLength(5);
  });

  test('are told apart in great numbers that differ in the middle only', async () => {
    const ends = 'p'.repeat(100);
    const ids = Array.from(
      { length: 10_000 },
      (_, i) => `${ends}${String(i % 9000).padStart(8, '0')}${ends}`,
    );
    const list = ids.map((id) => `{"__typename":"User","id":"${id}"}`);
    const sent: unknown[] = [];
    const { fast } = await answer(namesOfUsers('{ users { name } }'), (name, { variables }) => {
      if (name === 'a') return `{"data":{"users":[${list.join()}]}}`;
      const representations = variables['representations'] as unknown[];
      sent.push(...representations);
      return JSON.stringify({ data: { _entities: representations.map(() => ({ name: 'n' })) } });
    });
    expect(fast).toBe(true);
    // Both ways are run.
    expect(sent).toHaveLength(2 * 9000);
  });
});
