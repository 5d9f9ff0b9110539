import fc from 'fast-check';
import { parse } from 'graphql';
import { measureDocument, type OperationMeasure } from '../../../src/limits/index.js';
import { SATURATED } from '../../../src/limits/operation-measure.js';
import { documents, write } from '../operation/document-generator.js';

const measure = (text: string): OperationMeasure => {
  const [first] = measureDocument(parse(text)).operations;
  if (first === undefined) throw new Error('no operation');
  return first;
};

const words = {
  fields: ['a', 'b', '__schema', '__type', 'fields', 'interfaces'],
  aliases: ['x', 'y'],
  types: ['T', 'U', undefined],
  arguments: ['', '(n: 1)'],
  directives: ['', '', '@d', '@d @e'],
};

const pick = ({ depth, height, aliases, rootFields, directives, selections, ...rest }: OperationMeasure) => ({
  depth,
  height,
  aliases,
  rootFields,
  directives,
  selections,
  introspectionDepth: rest.introspectionDepth,
  introspectionLists: rest.introspectionLists,
  introspections: rest.introspections,
});

describe('measureDocument', () => {
  test('counters through fragments are those of the expanded form', () => {
    let spreads = 0;
    fc.assert(
      fc.property(documents(words), (document) => {
        const text = write(document, false);
        if (text.includes('...F')) spreads += 1;
        expect(pick(measure(text))).toEqual(pick(measure(write(document, true))));
      }),
      { numRuns: 3000 },
    );
    expect(spreads).toBeGreaterThan(300);
  });

  test('counts what the names say', () => {
    const text = 'query ($v: Int @v) @q { x: a { b b c { d } } ... on Query @i { a(n: 1) @f } }';
    expect(pick(measure(text))).toEqual({
      depth: 3,
      // {a} + {b, c} + {d} + {a}
      height: 5,
      aliases: 1,
      rootFields: 2,
      directives: 4,
      selections: 7,
      introspectionDepth: 0,
      introspectionLists: 0,
      introspections: 0,
    });
  });

  test('introspection is counted apart', () => {
    const found = measure('{ __schema { types { fields { type { fields { name } } } } } a { b } }');
    expect(found).toMatchObject({ depth: 2, height: 3, introspectionDepth: 5, introspectionLists: 3 });
  });

  test('counters stop instead of wrapping', () => {
    const chain = Array.from(
      { length: 100 },
      (_, i) => `fragment F${i} on Q { x: a @d ...F${i + 1} ...F${i + 1} }`,
    );
    const found = measure(`{ ...F0 } ${chain.join(' ')} fragment F100 on Q { x: b @d }`);
    expect(found).toMatchObject({
      selections: SATURATED,
      aliases: SATURATED,
      directives: SATURATED,
      rootFields: SATURATED,
    });
  });

  test('a cycle is noticed, every operation is measured, and unused fragments too', () => {
    const cyclic = measureDocument(parse('{ ...A } fragment A on Q { a { ...B } } fragment B on Q { ...A }'));
    expect(cyclic.cyclic).toBe(true);
    const { operations, cyclic: none } = measureDocument(
      parse('query A { a } query B { a { b } } fragment F on Q { a { b { c } } }'),
    );
    expect(none).toBe(false);
    expect(operations.map((operation) => operation.depth)).toEqual([1, 2, 3]);
  });

  test('fragments nested beyond the stack are noticed in either order', () => {
    const chain = Array.from({ length: 600 }, (_, i) => `fragment F${i} on Q { ...F${i + 1} }`);
    const last = 'fragment F600 on Q { a }';
    const used = ['{ ...F0 }', ...chain, last];
    const unused = ['{ a }', last, ...chain.toReversed()];
    for (const parts of [used, unused]) expect(measureDocument(parse(parts.join(' '))).tooNested).toBe(true);
  });
});
