import { parse } from 'graphql';
import { createOperationLimits, type OperationLimitOptions } from '../../../src/limits/index.js';
import { measureResponseKeys } from '../../../src/limits/response-keys.js';

const check = (text: string, options?: OperationLimitOptions) => () =>
  createOperationLimits(options).check(parse(text));
const nested = (depth: number): string => `${'{ a '.repeat(depth)}${'}'.repeat(depth)}`;
const many = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');

describe('createOperationLimits', () => {
  test('defaults', () => {
    expect(createOperationLimits()).toMatchObject({ maxTokens: 5000, maxBracketDepth: 200 });
    expect(createOperationLimits({ maxTokens: 7 }).maxTokens).toBe(7);
  });

  test.each<[string, string, string, string, OperationLimitOptions]>([
    ['depth', nested(15), nested(16), 'MAX_DEPTH_LIMIT', {}],
    ['depth, set', nested(3), nested(4), 'MAX_DEPTH_LIMIT', { maxDepth: 3 }],
    ['height', '{ a { b c } }', '{ a { b c d } }', 'MAX_HEIGHT_LIMIT', { maxHeight: 3 }],
    [
      'aliases',
      `{ a { ${many(30, (i) => `x${i}: b`)} } }`,
      `{ a { ${many(31, (i) => `x${i}: b`)} } }`,
      'MAX_ALIASES_LIMIT',
      {},
    ],
    [
      'root fields',
      `{ ${many(20, (i) => `a${i}`)} }`,
      `{ ${many(21, (i) => `a${i}`)} }`,
      'MAX_ROOT_FIELDS_LIMIT',
      {},
    ],
    [
      'directives',
      `{ a ${many(50, () => '@d')} }`,
      `{ a ${many(51, () => '@d')} }`,
      'OPERATION_TOO_COMPLEX',
      {},
    ],
    [
      'fields per key',
      `{ a { ${many(50, () => 'b')} } }`,
      `{ a { ${many(51, () => 'b')} } }`,
      'OPERATION_TOO_COMPLEX',
      {},
    ],
    ['selections', '{ a { b c } }', '{ a { b c d } }', 'OPERATION_TOO_COMPLEX', { maxSelections: 3 }],
    [
      'introspection lists',
      '{ __schema { types { fields { args { name } } } } }',
      '{ __schema { types { fields { type { possibleTypes { name } } } } } }',
      'MAX_DEPTH_LIMIT',
      {},
    ],
    [
      'introspections',
      `{ ${many(4, (i) => `x${i}: __type(name: "A") { name }`)} }`,
      `{ __schema { description } ${many(4, (i) => `x${i}: __type(name: "A") { name }`)} }`,
      'OPERATION_TOO_COMPLEX',
      {},
    ],
    [
      'introspection depth',
      `{ __type(name: "A") { ${'ofType { '.repeat(29)} name ${'}'.repeat(29)} } }`,
      `{ __type(name: "A") { ${'ofType { '.repeat(30)} name ${'}'.repeat(30)} } }`,
      'MAX_DEPTH_LIMIT',
      {},
    ],
  ])('%s: the limit passes, one more is refused', (_name, good, bad, code, options) => {
    expect(check(good, options)).not.toThrow();
    expect(check(bad, options)).toThrow(expect.objectContaining({ code }));
  });

  test('no limit on height by default, and every operation of the document counts', () => {
    expect(check(`{ a { ${many(500, (i) => `f${i}`)} } }`)).not.toThrow();
    expect(check(`query A { a } query B ${nested(16)}`)).toThrow(
      expect.objectContaining({ code: 'MAX_DEPTH_LIMIT' }),
    );
  });

  test('the message names the figure and the limit, and cuts long keys', () => {
    expect(check(nested(16))).toThrow('The operation is nested too deeply: 16, the limit is 15.');
    const key = 'k'.repeat(300);
    expect(check(`{ a { ${many(51, () => key)} } }`)).toThrow(
      `One selection set selects "${'k'.repeat(100)}…" too many times: 51, the limit is 50.`,
    );
  });

  test('a flat document whose sets spread one another everywhere is given up on', () => {
    const sets = many(300, (i) => `query Q${i} { ...F }`);
    const text = `${sets} fragment F on Query { ${many(400, (i) => `f${i}`)} }`;
    expect(check(text, { maxRootFields: 1000 })).toThrow(
      expect.objectContaining({ code: 'OPERATION_TOO_COMPLEX' }),
    );
  });
});

describe('measureResponseKeys', () => {
  const measure = (text: string) => measureResponseKeys(parse(text), 10_000);

  test('flattens inline fragments and fragments, each fragment once per set', () => {
    expect(measure('{ a ... { a ... on Q { x: a a } } ...F ...F } fragment F on Q { a }')).toMatchObject({
      most: 4,
      key: 'a',
    });
  });

  test('looks below fragments and at unused fragments', () => {
    expect(measure('{ ...F } fragment F on Q { a { b b } }')).toMatchObject({ most: 2, key: 'b' });
    expect(measure('{ a } fragment F on Q { c c c }')).toMatchObject({ most: 3, key: 'c' });
  });
});
