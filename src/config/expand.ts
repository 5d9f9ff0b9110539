import { isAlias, isMap, isScalar, isSeq, parse, Scalar } from 'yaml';
import type { ConfigProblem } from './config-error.js';
import type { Environment } from './env.js';
import type { Path } from './paths.js';
import { keyOf, type YamlSource } from './yaml-source.js';

const VARIABLE = /\$?\$\{env\.([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g;
const ANY_REFERENCE = /\$?\$\{[^}]*\}?/g;

export interface Expansion {
  /** Plain data, references replaced. */
  readonly value: unknown;
  readonly problems: readonly ConfigProblem[];
  /** Dotted paths whose value came, in whole or in part, from the environment. */
  readonly fromEnvironment: ReadonlySet<string>;
}

interface State {
  readonly source: YamlSource;
  readonly env: Environment;
  readonly problems: ConfigProblem[];
  readonly fromEnvironment: Set<string>;
  /** Tells whether a text is accepted where it stands; if not, `"4000"` from the environment is read as a number. */
  readonly acceptsText: (path: Path, text: string) => boolean;
}

/**
 * A parsed file as plain data, with `${env.NAME}` and `${env.NAME:-default}` replaced in values; `$${` stands for `${`.
 * A variable that is not set and has no default is a problem.
 */
export const expandSource = (
  source: YamlSource,
  options: {
    readonly env: Environment;
    readonly acceptsText: State['acceptsText'];
    readonly skip?: (path: Path) => boolean;
  },
): Expansion => {
  const state: State = {
    source,
    env: options.env,
    acceptsText: options.acceptsText,
    problems: [],
    fromEnvironment: new Set(),
  };
  const value = walk(state, {
    node: source.document.contents,
    path: [],
    skip: options.skip ?? (() => false),
  });
  return { value, problems: state.problems, fromEnvironment: state.fromEnvironment };
};

interface Visit {
  readonly node: unknown;
  readonly path: Path;
  readonly skip: (path: Path) => boolean;
}

const walk = (state: State, { node, path, skip }: Visit): unknown => {
  if (isAlias(node)) return walk(state, { node: node.resolve(state.source.document), path, skip });
  if (isSeq(node))
    return node.items.map((item, index) => walk(state, { node: item, path: [...path, index], skip }));
  if (isMap(node)) {
    const entries = node.items.flatMap((pair) => {
      const key = keyOf(pair);
      if (key === '<<') return Object.entries(asRecord(walk(state, { node: pair.value, path, skip })));
      return [[key, walk(state, { node: pair.value, path: [...path, key], skip })] as const];
    });
    return Object.fromEntries(entries);
  }
  if (!isScalar(node)) return null;
  const isText = typeof node.value === 'string' && !skip(path);
  return isText ? expandScalar(state, node as Scalar<string>, path) : node.value;
};

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

const expandScalar = (state: State, node: Scalar<string>, path: Path): unknown => {
  if (!node.value.includes('${')) return node.value;
  reportMalformed(state, node.value, path);
  let used = false;
  const text = node.value.replace(VARIABLE, (whole, name: string, fallback: string | undefined) => {
    if (whole.startsWith('$$')) return whole.slice(1);
    used = true;
    const found = state.env[name];
    if (found !== undefined && (found !== '' || fallback === undefined)) return found;
    if (fallback !== undefined) return fallback;
    const advice = `set it, or write \${env.${name}:-default}`;
    state.problems.push(state.source.problem(path, `the environment variable ${name} is not set; ${advice}`));
    return '';
  });
  if (!used) return text;
  state.fromEnvironment.add(path.join('.'));
  const quoted = node.type === Scalar.QUOTE_DOUBLE || node.type === Scalar.QUOTE_SINGLE;
  return quoted || state.acceptsText(path, text) ? text : readScalar(text);
};

/** `${NAME}` and `${env.}` would pass unnoticed as literal text. */
const reportMalformed = (state: State, text: string, path: Path): void => {
  for (const [reference] of text.replace(VARIABLE, '').matchAll(ANY_REFERENCE)) {
    if (reference.startsWith('$$')) continue;
    state.problems.push(
      state.source.problem(
        path,
        `"${reference}" is not a reference; write \${env.NAME} or \${env.NAME:-default}`,
      ),
    );
  }
};

/** `4000`, `true` and nothing at all, as YAML would read them; anything else stays text. */
const readScalar = (text: string): unknown => {
  if (text.trim() === '') return null;
  if (!/^(true|false|null|-?\d+(\.\d+)?)$/.test(text.trim())) return text;
  const value: unknown = parse(text);
  return value;
};
