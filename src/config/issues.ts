import type { z } from 'zod';
import { nearest } from '../lib/index.js';
import type { Path } from './paths.js';
import { isRecord, valueAt } from './paths.js';
import { knownKeys } from './schema-walk.js';

type Issue = z.core.$ZodIssue;

/** One problem, before it is known where the value was written. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
  /** Whether the key or the value is wrong. */
  readonly at: 'key' | 'value';
  readonly kind: 'unknown-key' | 'value';
}

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of keys',
  record: 'a group of keys',
  null: 'null',
};
const typeName = (expected: string): string => TYPE_NAMES[expected] ?? expected;

const known = (keys: readonly string[]): string =>
  keys.length === 0 ? '' : `; known keys: ${keys.join(', ')}`;

const unknownKeys = (root: z.core.$ZodType, issue: z.core.$ZodIssueUnrecognizedKeys): Finding[] => {
  const path = pathOf(issue);
  const keys = knownKeys(root, path);
  return issue.keys.map((key) => {
    const near = nearest(key, keys);
    const advice = near === undefined ? known(keys) : `; did you mean "${near}"?`;
    return { path: [...path, key], message: `unknown key${advice}`, at: 'key', kind: 'unknown-key' };
  });
};

const literals = (values: readonly unknown[]): string => `expected ${values.map(String).join(', ')}`;

const describe = (issue: Issue, input: unknown): string => {
  const got = `, got ${shown(input)}`;
  // Sentences of our own schemas; the validator's never begin like this.
  if (input !== undefined && issue.message.startsWith('expected ')) return issue.message + got;
  switch (issue.code) {
    case 'invalid_type':
      return input === undefined ? 'is required' : `expected ${typeName(issue.expected)}${got}`;
    case 'invalid_value':
      return withSuggestion(literals(issue.values) + got, input, issue.values);
    case 'too_small':
      return issue.origin === 'string' ? 'must not be empty' : `must be at least ${issue.minimum}${got}`;
    case 'too_big':
      return `must be at most ${issue.maximum}${got}`;
    default:
      return issue.message + got;
  }
};

const withSuggestion = (message: string, input: unknown, values: readonly unknown[]): string => {
  const near = typeof input === 'string' ? nearest(input, values.map(String)) : undefined;
  return near === undefined ? message : `${message}; did you mean "${near}"?`;
};

const pathOf = (issue: Issue): Path => issue.path.filter((part) => typeof part !== 'symbol');

/** Depth a branch of a union reached before it failed: the deepest is the one that was meant. */
const score = (branch: readonly Issue[]): number => {
  const unknown = branch.filter((issue) => issue.code === 'unrecognized_keys').length;
  const missing = branch.filter((issue) => issue.code === 'invalid_type' && issue.input === undefined).length;
  const depth = Math.max(0, ...branch.map((issue) => issue.path.length));
  return depth - 2 * unknown - missing;
};

const unionFindings = (
  root: z.core.$ZodType,
  issue: z.core.$ZodIssueInvalidUnion,
  input: unknown,
): Finding[] => {
  const here = pathOf(issue);
  const value = valueAt(input, here);
  const composite = isRecord(value) || Array.isArray(value);
  const branches = issue.errors.filter((branch) =>
    branch.some((child) => child.path.length > 0 || child.code === 'unrecognized_keys'),
  );
  const best = [...branches].sort((left, right) => score(right) - score(left))[0];
  if (composite && best) {
    const full = best.map((child) => ({ ...child, path: [...issue.path, ...child.path] }));
    return full.flatMap((child) => findingsOf(root, child, input));
  }
  const reasons = issue.errors.flat();
  const values = reasons.flatMap((child) => (child.code === 'invalid_value' ? child.values : []));
  const expected = [...new Set(reasons.map(expectation))].join(' or ');
  return [
    {
      path: here,
      message: withSuggestion(`expected ${expected}, got ${shown(value)}`, value, values),
      at: 'value',
      kind: 'value',
    },
  ];
};

const expectation = (issue: Issue): string => {
  if (issue.code === 'invalid_value') return issue.values.map(String).join(', ');
  if (issue.code === 'invalid_type') return typeName(issue.expected);
  if (issue.code === 'too_small') return `at least ${issue.minimum}`;
  if (issue.code === 'too_big') return `at most ${issue.maximum}`;
  return (issue.message ?? 'another value').replace(/^expected /, '');
};

const findingsOf = (root: z.core.$ZodType, issue: Issue, input: unknown): Finding[] => {
  if (issue.code === 'unrecognized_keys') return unknownKeys(root, issue);
  if (issue.code === 'invalid_union') return unionFindings(root, issue, input);
  const path = pathOf(issue);
  return [{ path, message: describe(issue, valueAt(input, path)), at: 'value', kind: 'value' }];
};

/** Turns what the validator says into sentences about keys of the file. */
export const findingsFrom = (root: z.core.$ZodType, issues: readonly Issue[], input: unknown): Finding[] =>
  issues.flatMap((issue) => findingsOf(root, issue, input));
