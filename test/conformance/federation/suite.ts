/** What one suite consists of, and small helpers to write it compactly. */

/** Takes what the suite says it takes: parameters are annotated where the function is written. */
export type Resolver = (source: never, args: never) => unknown;
export type Resolvers = Readonly<Record<string, Readonly<Record<string, Resolver>>>>;

export interface SuiteSubgraph {
  readonly name: string;
  readonly typeDefs: string;
  readonly resolvers: Resolvers;
}

export interface SuiteCase {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly expected: { readonly data: unknown; readonly errors?: boolean };
  /** Most requests to subgraphs that a right plan needs; left out where plans may differ. */
  readonly maxFetches?: number;
}

export interface Suite {
  readonly name: string;
  readonly subgraphs: readonly SuiteSubgraph[];
  readonly cases: readonly SuiteCase[];
}

/** Link header of a Federation 2 subgraph. */
export const fed2 = (...directives: readonly string[]): string =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: [${directives
    .map((name) => `"@${name}"`)
    .join(', ')}])\n`;

/** Finds a row by one of its properties. */
export const by = <T extends object>(rows: readonly T[], key: keyof T, value: unknown): T | null =>
  rows.find((row) => row[key] === value) ?? null;

/** For an `@external` field that nothing provides: asking for it here is a planning mistake. */
export const mustNotBeAsked: Resolver = () => {
  throw new Error('an external field was asked for');
};
