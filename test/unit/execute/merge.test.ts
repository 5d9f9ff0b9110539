import { clone, getOwn, mergeObject, setOwn } from '../../../src/execute/merge.js';

const merge = (target: Record<string, unknown>, source: Record<string, unknown>): void =>
  mergeObject(target, source, new Set(['Craft']));

const json = (text: string): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>;

test('merges objects by key and lists by index', () => {
  const target = json('{"a":{"x":1},"l":[{"i":1},{"i":2}],"keep":1}');
  merge(target, json('{"a":{"y":2},"l":[{"j":1},{"j":2},{"j":3}],"new":[]}'));
  expect(target).toEqual(
    json('{"a":{"x":1,"y":2},"l":[{"i":1,"j":1},{"i":2,"j":2},{"j":3}],"keep":1,"new":[]}'),
  );
});

test('a null hides nothing, but is kept where there was nothing', () => {
  const target = json('{"a":1,"n":null,"l":[{"x":1}]}');
  merge(target, json('{"a":null,"b":null,"n":{"x":1},"l":[null]}'));
  expect(target).toEqual(json('{"a":1,"b":null,"n":{"x":1},"l":[{"x":1}]}'));
});

test('a value of another kind replaces', () => {
  const target = json('{"a":{"x":1},"b":[1]}');
  merge(target, json('{"a":"text","b":{"y":1}}'));
  expect(target).toEqual(json('{"a":"text","b":{"y":1}}'));
});

test('names of Object.prototype are only names', () => {
  const target = json('{}');
  merge(target, json('{"__proto__":{"polluted":1},"constructor":{"x":1},"toString":1}'));
  expect(Object.keys(target)).toEqual(['__proto__', 'constructor', 'toString']);
  expect(Object.getPrototypeOf(target)).toBe(Object.prototype);
  merge(target, json('{"__proto__":{"more":2},"constructor":{"y":2}}'));
  expect(JSON.stringify(target)).toBe(
    '{"__proto__":{"polluted":1,"more":2},"constructor":{"x":1,"y":2},"toString":1}',
  );
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  expect(getOwn({}, 'constructor')).toBeUndefined();
  setOwn(target, '__proto__', 1);
  expect(getOwn(target, '__proto__')).toBe(1);
});

test('a copy shares no object', () => {
  const source = json('{"a":[{"b":{"c":1}},null],"d":1}');
  const copy = clone(source) as typeof source;
  expect(copy).toEqual(source);
  merge(copy, json('{"a":[{"b":{"c":2}}]}'));
  expect(source).toEqual(json('{"a":[{"b":{"c":1}},null],"d":1}'));
});

test('the type of an object is not hidden by an interface', () => {
  const target = json('{"__typename":"Tug","near":{"__typename":"Craft"}}');
  merge(target, json('{"__typename":"Craft","near":{"__typename":"Ferry"}}'));
  expect(target).toEqual(json('{"__typename":"Tug","near":{"__typename":"Ferry"}}'));
});
