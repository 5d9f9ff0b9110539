import { buildSchema } from 'graphql';
import { createOperationLimits } from '../../../src/limits/index.js';
import { coerceVariables, createOperationStage } from '../../../src/operation/index.js';

const schema = buildSchema(`
  scalar JSON
  enum Color { RED GREEN }
  input In { n: Int! = 3, colors: [Color!], in: In }
  type Query { f(i: In, j: JSON, n: Int, c: Color): Int }
`);
const stage = createOperationStage({
  schema,
  limits: createOperationLimits(),
  cacheSize: 10,
  introspection: false,
  exposeSchemaInErrors: false,
});
const operation = (text: string) => stage.prepare(text, undefined);

describe('coerceVariables', () => {
  test('coerces declared variables, applies defaults, ignores others', () => {
    const { values, errors } = coerceVariables(
      operation('query ($i: In, $j: JSON, $n: Int = 7) { f(i: $i, j: $j, n: $n) }'),
      { i: { colors: 'RED' }, j: { x: [1] }, other: 1 },
    );
    expect(errors).toBeUndefined();
    expect(values).toEqual({ i: { n: 3, colors: ['RED'] }, j: { x: [1] }, n: 7 });
    expect(Object.getPrototypeOf(values)).toBeNull();
  });

  test('nothing declared, nothing sent', () => {
    expect(Object.keys(coerceVariables(operation('{ f }'), { a: 1 }).values ?? { x: 1 })).toEqual([]);
    expect(coerceVariables(operation('query ($n: Int) { f(n: $n) }'), undefined).values).toEqual({});
  });

  test('errors carry the code and the wording of graphql-js, without suggestions unless asked for', () => {
    const wrong = operation('query ($c: Color) { f(c: $c) }');
    const [error] = coerceVariables(wrong, { c: 'REDD' }).errors ?? [];
    expect(error?.message).toBe(
      'Variable "$c" got invalid value "REDD"; Value "REDD" does not exist in "Color" enum.',
    );
    expect(error?.extensions['code']).toBe('BAD_USER_INPUT');
    expect(error?.locations).toEqual([{ line: 1, column: 8 }]);
    const [open] = coerceVariables(wrong, { c: 'REDD' }, { exposeSchemaInErrors: true }).errors ?? [];
    expect(open?.message).toContain('Did you mean the enum value "RED"?');
  });

  test('at most five errors, each of bounded length', () => {
    const many = operation('query ($i: In) { f(i: $i) }');
    const colors = Array.from({ length: 10_000 }, () => 'x'.repeat(5000));
    const errors = coerceVariables(many, { i: { colors } }).errors ?? [];
    expect(errors).toHaveLength(5);
    for (const error of errors) expect(error.message.length).toBeLessThanOrEqual(1001);
  });

  test('depth of one variable: 64 passes, 65 and a million are refused', () => {
    const nested = operation('query ($j: JSON) { f(j: $j) }');
    const deep = (levels: number): unknown => {
      let value: unknown = null;
      for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { value };
      return value;
    };
    expect(coerceVariables(nested, { j: deep(64) }).errors).toBeUndefined();
    for (const levels of [65, 1_000_000]) {
      const [error] = coerceVariables(nested, { j: deep(levels) }).errors ?? [];
      expect(error?.message).toBe('Variable "$j" is nested more than 64 levels deep.');
      expect(error?.extensions['code']).toBe('BAD_USER_INPUT');
    }
    expect(coerceVariables(nested, { j: 1, other: deep(1000) }).errors).toBeUndefined();
  });
});
