import fc from 'fast-check';
import { buildSchema, executeSync, parse, print, validate, type DocumentNode } from 'graphql';
import { conditionSetting } from '../../../src/operation/conditions.js';
import { normalizeOperation, planDocument, selectOperation } from '../../../src/operation/normalize.js';
import { NO_RULES, SourceKeys } from '../../../src/operation/source-keys.js';
import { documents, write } from './document-generator.js';

const schema = buildSchema('type Query { a: Query b: Int c(n: Int, t: Boolean): Int list: [Query!] }');

function normalize(text: string, name?: string, values: Record<string, boolean> = {}) {
  const document = parse(text);
  const definition = selectOperation(document, name);
  const result = normalizeOperation(document, definition);
  const { introspectionDocument } = result;
  const plan = planDocument(
    { document, definition, schema, sourceKeys: new SourceKeys(NO_RULES, text, document) },
    values,
  );
  if (plan !== undefined) expect(parse(plan)).toBeDefined();
  return {
    ...result,
    plan: plan?.replace(/\s+/g, ' '),
    introspection: introspectionDocument && print(introspectionDocument).replace(/\s+/g, ' '),
  };
}

describe('selectOperation', () => {
  const code = 'OPERATION_RESOLUTION_FAILURE';
  test.each([
    [
      'query A { b } query B { b }',
      undefined,
      'Must provide operation name if query contains multiple operations.',
    ],
    ['query A { b }', 'X', 'Unknown operation named "X".'],
    ['{ b }', '', 'Unknown operation named "".'],
    ['fragment F on Query { b }', undefined, 'Must provide an operation.'],
    ['{ b }', 'x'.repeat(500), `Unknown operation named "${'x'.repeat(200)}…".`],
  ])('%s with %s', (text, name, message) => {
    expect(() => selectOperation(parse(text), name)).toThrow(expect.objectContaining({ code, message }));
  });

  test('by name, or the only one', () => {
    expect(selectOperation(parse('query A { b } query B { b }'), 'B').name?.value).toBe('B');
    expect(selectOperation(parse('query A { b }'), undefined).name?.value).toBe('A');
  });
});

describe('normalizeOperation', () => {
  test.each<[string, string, string | undefined]>([
    [
      'other operations, unused fragments and comments',
      'query A { ...F } query B { c } fragment F on Query { b } # x',
      'query A { b }',
    ],
    [
      'descriptions',
      '"""d""" query A("v" $t: Boolean) { c(t: $t) ...F } "f" fragment F on Query { b }',
      'query A($t: Boolean) { c(t: $t) b }',
    ],
    [
      'constant conditions',
      '{ b @skip(if: true) c @include(if: true) x: b @skip(if: false) y: b @include(if: false) }',
      '{ c x: b }',
    ],
    [
      'constant with variable',
      'query ($t: Boolean!) { b @skip(if: $t) @include(if: false) c @skip(if: $t) @include(if: true) }',
      '{ c }',
    ],
    ['emptied field', '{ a { b @skip(if: true) } }', '{ a { __typename } }'],
    ['emptied inline fragment', '{ c a { ... on Query { b @skip(if: true) } } }', '{ c a { __typename } }'],
    [
      'emptied fragment',
      '{ c ...F } fragment F on Query { ...G } fragment G on Query { b @include(if: false) }',
      '{ c }',
    ],
    ['nothing left', '{ b @skip(if: true) }', undefined],
    ['root __typename', '{ __typename b ... { __typename } }', '{ b }'],
    ['__typename alone', '{ x: __typename ...F } fragment F on Query { __typename }', undefined],
    ['nested __typename stays', '{ a { __typename } }', '{ a { __typename } }'],
    [
      'unused variables',
      'query ($t: Boolean, $n: Int) { c(t: $t) b @skip(if: true) c2: c(n: $n) @include(if: false) }',
      'query ($t: Boolean) { c(t: $t) }',
    ],
    ['repeated leaves', '{ b b x: b x: b c(n: 1) c(n: 1) }', '{ b x: b c(n: 1) c(n: 1) }'],
    [
      'fragment at the root and below',
      '{ ...F a { ...F } } fragment F on Query { __typename b }',
      '{ b a { __typename b } }',
    ],
  ])('%s', (_name, text, plan) => {
    expect(normalize(text, text.includes('query A') ? 'A' : undefined).plan).toBe(plan);
  });

  test('introspection is taken out, with its fragments, conditions and variables', () => {
    const result = normalize(`
      query Q($t: Boolean!, $n: String!, $m: Int) {
        b
        c(n: $m)
        ...Mixed @include(if: $t)
      }
      fragment Mixed on Query { x: b ... { __schema { ...S } } __type(name: $n) { name } __typename }
      fragment S on __Schema { description }`);
    expect(result.plan).toBe('query Q($m: Int) { b c(n: $m) }');
    expect(result.introspection).toBe(
      'query Q($t: Boolean!, $n: String!) { ... on Query @include(if: $t) { ... { __schema { ...S } } __type(name: $n) { name } } } fragment S on __Schema { description }',
    );
    expect(result.conditionVariables).toEqual(['t']);
    expect(result.nestedIntrospection).toBe(false);
  });

  test('conditions are decided by the values of their variables', () => {
    const text =
      'query ($t: Boolean!, $u: Boolean!) { b @skip(if: $t) c(t: $u) @include(if: $t) a @include(if: $u) { b } }';
    expect(normalize(text, undefined, { t: true, u: true }).plan).toBe(
      'query ($u: Boolean!) { c(t: $u) a { b } }',
    );
    expect(normalize(text, undefined, { t: false, u: true }).plan).toBe('{ b a { b } }');
    expect(normalize(text, undefined, { t: false, u: false }).plan).toBe('{ b }');
    expect(conditionSetting(['t', 'u'], { t: false, u: true, other: true })).toBe('01');
  });

  test('introspection below the root is noticed', () => {
    expect(normalize('{ a { __schema { description } } }').nestedIntrospection).toBe(true);
    expect(
      normalize('{ a { ...F } } fragment F on Query { a { __type(name: "X") { name } } }')
        .nestedIntrospection,
    ).toBe(true);
  });

  test('condition variables are sorted, and those of dropped selections are not there', () => {
    const text =
      'query ($z: Boolean!, $a: Boolean!, $d: Boolean!) { a @skip(if: $z) { b @include(if: $a) } c @skip(if: true) @include(if: $d) }';
    expect(normalize(text).conditionVariables).toEqual(['a', 'z']);
  });

  test('the parts together answer what the document asks for', () => {
    const node = (level: number): Record<string, unknown> => ({
      b: level,
      c: -level,
      a: () => (level > 6 ? null : node(level + 1)),
      list: () => (level > 3 ? [] : [node(level + 1)]),
    });
    const run = (document: DocumentNode) =>
      executeSync({ schema, document, rootValue: node(0), variableValues: { yes: true, no: false } });
    const literal = ['', '@skip(if: true)', '@include(if: false)', '@skip(if: false)', '@include(if: true)'];
    const words = {
      fields: ['a', 'b', 'list', 'c', '__typename', '__schema'],
      aliases: ['x', 'y'],
      types: ['Query', undefined],
      arguments: [''],
      directives: [...literal, '', '', '@include(if: $yes)', '@skip(if: $yes)', '@include(if: $no)'],
    };
    let compared = 0;
    fc.assert(
      fc.property(documents(words), (generated) => {
        const text = `query ($yes: Boolean!, $no: Boolean!) ${withLeaves(write(generated, false))}`;
        const document = parse(
          text.replaceAll(/fragment (F\d) on (Query) (?:@\w+\([^)]*\))/g, 'fragment $1 on $2'),
        );
        const errors = validate(schema, document).filter((error) => !/never used/.test(error.message));
        if (errors.length > 0) return;
        compared += 1;
        const definition = selectOperation(document, undefined);
        const result = normalizeOperation(document, definition);
        const operation = {
          document,
          definition,
          schema,
          sourceKeys: new SourceKeys(NO_RULES, text, document),
        };
        const plan = planDocument(operation, { yes: true, no: false });
        const parts = [plan && parse(plan), result.introspectionDocument];
        const answered: Record<string, unknown> = { __proto__: null };
        for (const part of parts) {
          if (part === undefined || part === '') continue;
          expect(validate(schema, part)).toEqual([]);
          Object.assign(answered, run(part).data);
        }
        const expected = run(document).data ?? {};
        for (const [key, value] of Object.entries(expected)) {
          if (value === 'Query') continue;
          expect(withoutTypenames(answered[key])).toEqual(withoutTypenames(value));
        }
      }),
      { numRuns: 3000 },
    );
    expect(compared).toBeGreaterThan(100);
  });
});

/** Gives composite fields that have no selections some, and takes selections from leaves. */
function withLeaves(text: string): string {
  const document = parse(text);
  const fix = (node: {
    kind?: string;
    name?: { value: string };
    selectionSet?: { selections: unknown[] };
  }): void => {
    const name = node.name?.value ?? '';
    if (node.kind === 'Field') {
      if (['b', 'c', '__typename'].includes(name)) delete node.selectionSet;
      else if (name === '__schema') node.selectionSet = selection('description');
      else node.selectionSet ??= selection('b');
    }
    for (const each of node.selectionSet?.selections ?? []) fix(each as typeof node);
  };
  for (const definition of document.definitions) fix(definition as never);
  return print(document);
}

const selection = (name: string): never =>
  ({ kind: 'SelectionSet', selections: [{ kind: 'Field', name: { kind: 'Name', value: name } }] }) as never;

const withoutTypenames = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value ?? null, (key, each: unknown) =>
      key === '__typename' || each === 'Query' ? undefined : each,
    ) ?? 'null',
  ) as unknown;
