import { applyRewrites, renamePath } from '../../../src/execute/rewrite.js';
import type { CompiledRewrite } from '../../../src/execute/types.js';

const key = (field: string): CompiledRewrite['path'][number] => ({ field, types: null });
const type = (...names: string[]): CompiledRewrite['path'][number] => ({
  field: null,
  types: new Set(names),
});
const rename = (renameTo: string, ...path: CompiledRewrite['path']): CompiledRewrite => ({
  path,
  renameTo,
  value: undefined,
});
const set = (value: unknown, ...path: CompiledRewrite['path']): CompiledRewrite => ({
  path,
  renameTo: null,
  value,
});

test('renames keys through lists and type conditions', () => {
  const data = {
    items: [{ __typename: 'A', n__alias: 1 }, { __typename: 'B', n__alias: 2 }, null],
    other: 1,
  };
  applyRewrites(data, [rename('n', key('items'), type('A'), key('n__alias'))]);
  expect(data).toEqual({
    items: [{ __typename: 'A', n: 1 }, { __typename: 'B', n__alias: 2 }, null],
    other: 1,
  });
});

test('an object that does not say its type satisfies any condition', () => {
  const data = { x: { a: 1 } };
  applyRewrites(data, [rename('b', key('x'), type('A'), key('a'))]);
  expect(data).toEqual({ x: { b: 1 } });
});

test('sets values, only where the key is', () => {
  const data = { __typename: 'Book', list: [{ t: 1 }, {}] };
  applyRewrites(data, [
    set('Media', key('__typename')),
    set(2, key('list'), key('t')),
    set(3, key('absent')),
  ]);
  expect(data).toEqual({ __typename: 'Media', list: [{ t: 2 }, {}] });
});

test('a path without segments and a rename to the same key change nothing', () => {
  const data = { a: 1 };
  applyRewrites(data, [rename('z'), rename('a', key('a'))]);
  applyRewrites('text', [rename('z', key('a'))]);
  expect(data).toEqual({ a: 1 });
});

test('paths of errors get the names back', () => {
  const rewrites = [rename('n', key('items'), type('A'), key('n__alias')), set(1, key('items'))];
  expect(renamePath(['items', 0, 'n__alias', 'deep'], rewrites)).toEqual(['items', 0, 'n', 'deep']);
  expect(renamePath(['items', 0, 'm'], rewrites)).toEqual(['items', 0, 'm']);
  expect(renamePath(['items'], rewrites)).toEqual(['items']);
});
