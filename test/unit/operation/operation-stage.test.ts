import { buildSchema, parse, type GraphQLError } from 'graphql';
import { ClientError } from '../../../src/errors/index.js';
import { createOperationLimits, type OperationLimits } from '../../../src/limits/index.js';
import { createOperationStage, type OperationStageOptions } from '../../../src/operation/index.js';
import { OperationCache } from '../../../src/operation/operation-cache.js';

const schema = buildSchema('type Query { a: Query b: Int name(x: Int): String } type Mutation { m: Int }');
const stageWith = (options: Partial<OperationStageOptions> = {}) =>
  createOperationStage({
    schema,
    limits: createOperationLimits(),
    cacheSize: 3,
    introspection: true,
    exposeSchemaInErrors: false,
    ...options,
  });

function errorsOf(run: () => unknown): readonly GraphQLError[] {
  try {
    run();
  } catch (error) {
    if (error instanceof AggregateError) return error.errors as GraphQLError[];
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('createOperationStage', () => {
  test('prepares an operation once per text and name', () => {
    const stage = stageWith();
    const text = 'query A { b } mutation B { m }';
    const operation = stage.prepare(text, 'B');
    expect(operation).toMatchObject({
      name: 'B',
      kind: 'mutation',
      schema,
    });
    expect(operation.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(stage.prepare(text, 'B')).toBe(operation);
    expect(stage.prepare(text, 'A').document).toBe(operation.document);
    expect(stage.stats).toMatchObject({
      documents: { entries: 1, hits: 2, misses: 1 },
      refused: { entries: 0 },
    });
  });

  test('the cache is bounded, and refused documents do not push out good ones', () => {
    const stage = stageWith();
    const first = stage.prepare('{ b }', undefined);
    for (let index = 0; index < 50; index += 1) {
      expect(() => stage.prepare(`{ nope${index} }`, undefined)).toThrow(AggregateError);
    }
    expect(stage.prepare('{ b }', undefined)).toBe(first);
    const once = stage.prepare('{ once: b }', undefined);
    for (const name of ['x', 'y', 'z']) stage.prepare(`{ ${name}: b }`, undefined);
    expect(stage.stats).toMatchObject({ documents: { entries: 3 }, refused: { entries: 50 } });
    expect(stage.prepare('{ b }', undefined)).toBe(first);
    expect(stage.prepare('{ once: b }', undefined)).not.toBe(once);
  });

  test('many operations of one document are prepared, a bounded number is kept', () => {
    const cache = new OperationCache({ maxEntries: 1, maxBytes: 1e6 });
    const document = { hash: '', document: parse('{ b }'), tokens: 3, bytes: 1, operations: new Map() };
    for (let index = 0; index < 100; index += 1) {
      cache.keep(document, String(index), {
        kind: 'error',
        error: new ClientError('BAD_REQUEST', undefined),
      });
    }
    expect(document.operations.size).toBeLessThanOrEqual(32);
  });

  test('syntax errors', () => {
    const [error, ...others] = errorsOf(() => stageWith().prepare('{ b', undefined));
    expect(others).toEqual([]);
    expect(error?.message).toBe('Syntax Error: Expected Name, found <EOF>.');
    expect(error?.extensions).toEqual({ code: 'GRAPHQL_PARSE_FAILED' });
    expect(error?.locations).toEqual([{ line: 1, column: 4 }]);
  });

  test('validation errors: at most five, with places, and no syntax tree is kept', () => {
    const text = `{ ${Array.from({ length: 9 }, (_, index) => `nope${index}`).join(' ')} }`;
    const stage = stageWith();
    const errors = errorsOf(() => stage.prepare(text, undefined));
    expect(errors.map((error) => error.message)).toEqual(
      [0, 1, 2, 3, 4].map((index) => `Cannot query field "nope${index}" on type "Query".`),
    );
    expect(errors[0]?.extensions).toEqual({ code: 'GRAPHQL_VALIDATION_FAILED' });
    expect(errors[0]?.locations).toEqual([{ line: 1, column: 3 }]);
    expect(errors[0]?.nodes).toBeUndefined();
    expect(errorsOf(() => stage.prepare(text, undefined))).toEqual(errors);
  });

  test.each([
    ['{ a { ... @defer { name } ... @defer(label: "x") { b } } }', 'defer', 11],
    ['{ ...F } fragment F on Query { as @stream(initialCount: 1) { name } nope }', 'stream', 35],
  ])('@defer and @stream are one error that says what to do: %s', (text, name, column) => {
    const errors = errorsOf(() => stageWith().prepare(text, undefined));
    expect(errors.map((error) => error.message)).toEqual([
      `The directive "@${name}" is not available in this version of the gateway. ` +
        'Leave it out: the whole answer then comes at once.',
    ]);
    expect(errors[0]?.extensions).toEqual({ code: 'GRAPHQL_VALIDATION_FAILED' });
    expect(errors[0]?.locations).toEqual([{ line: 1, column }]);
  });

  test('an operation whose root type the schema lacks is not valid', () => {
    for (const text of ['subscription { x }', 'query A { b } subscription B { x { y } }']) {
      const [error] = errorsOf(() => stageWith().prepare(text, 'A'));
      expect(error?.message).toBe('Schema is not configured to execute subscription operation.');
      expect(error?.extensions).toEqual({ code: 'GRAPHQL_VALIDATION_FAILED' });
      expect(error?.locations).toHaveLength(1);
    }
  });

  test('suggestions name the schema only when they may', () => {
    const message = (expose: boolean) =>
      errorsOf(() => stageWith({ exposeSchemaInErrors: expose }).prepare('{ nam }', undefined))[0]?.message;
    expect(message(false)).toBe('Cannot query field "nam" on type "Query".');
    expect(message(true)).toContain('Did you mean "name"');
  });

  test('overlapping fields: graphql-js messages where they are cheap, the same words where they are not', () => {
    const conflict = '"name" and "b" are different fields';
    const advice = 'Use different aliases on the fields to fetch both if this was intentional.';
    const few = errorsOf(() => stageWith().prepare('{ x: name x: b }', undefined));
    expect(few.map((error) => error.message)).toEqual([`Fields "x" conflict because ${conflict}. ${advice}`]);
    const selections = Array.from({ length: 49 }, (_, index) => `a { name(x: ${index % 2}) }`).join(' ');
    const many = errorsOf(() => stageWith().prepare(`{ a { ${selections} } }`, undefined));
    expect(many.length).toBeGreaterThan(0);
    expect(many[0]?.message).toContain(
      'Fields "a" conflict because subfields "name" conflict because they have differing arguments',
    );
  });

  test('cycles of fragments are validation errors', () => {
    const errors = errorsOf(() =>
      stageWith().prepare('{ ...F } fragment F on Query { a { ...F } }', undefined),
    );
    expect(errors.map((error) => error.message)).toEqual(['Cannot spread fragment "F" within itself.']);
  });

  test('limits, resolution and introspection refuse with their codes', () => {
    const stage = stageWith({ introspection: false });
    const codeOf = (text: string, name?: string): string => {
      try {
        stage.prepare(text, name);
      } catch (error) {
        if (error instanceof ClientError) return error.code;
        throw error;
      }
      return 'none';
    };
    expect(codeOf(`{ ${'a { '.repeat(16)} b ${'}'.repeat(16)} }`)).toBe('MAX_DEPTH_LIMIT');
    expect(codeOf('query A { b } query B { b }')).toBe('OPERATION_RESOLUTION_FAILURE');
    for (let time = 0; time < 2; time += 1)
      expect(codeOf('{ __schema { description } }')).toBe('INTROSPECTION_DISABLED');
    expect(codeOf('{ __schema @skip(if: true) { description } }')).toBe('none');
    expect(codeOf('{ __typename }')).toBe('none');
  });

  test('introspection below the root is refused, as no part of the gateway answers it', () => {
    expect(() => stageWith().prepare('{ a { __schema { description } } }', undefined)).toThrow(
      expect.objectContaining({ code: 'GRAPHQL_VALIDATION_FAILED' }),
    );
  });

  test('a stack overflow is a refusal; a fault of ours stays a fault', () => {
    const failing = (error: Error): OperationLimits => ({
      ...createOperationLimits(),
      check: () => {
        throw error;
      },
    });
    const overflow = stageWith({ limits: failing(new RangeError('Maximum call stack size exceeded')) });
    expect(() => overflow.prepare('{ b }', undefined)).toThrow(
      expect.objectContaining({ code: 'OPERATION_TOO_COMPLEX' }),
    );
    const fault = stageWith({ limits: failing(new TypeError('ours')) });
    expect(() => fault.prepare('{ b }', undefined)).toThrow(TypeError);
    expect(fault.stats).toMatchObject({ documents: { entries: 0 }, refused: { entries: 0 } });
  });
});
