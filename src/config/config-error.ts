/** One thing that is wrong with the configuration. */
export interface ConfigProblem {
  /** Name of the file as shown; undefined when the value did not come from a file. */
  readonly file?: string | undefined;
  /** 1-based; undefined when the value did not come from a file. */
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  /** Dotted key, e.g. `server.port`; empty for the whole file. */
  readonly path: string;
  readonly message: string;
}

/** `gateway.yaml:12:5 server.prot: unknown key; did you mean "port"?` */
export const formatProblem = (problem: ConfigProblem): string => {
  const place = [problem.file, problem.line, problem.column].filter((part) => part !== undefined).join(':');
  // Some sentences begin with the key; it is not said twice.
  const named = problem.path === '' || problem.message.startsWith(`${problem.path} `);
  const key = named ? '' : `${problem.path}: `;
  return `${place}${place === '' ? '' : ' '}${key}${problem.message}`;
};

/** The configuration cannot be used. The message holds one line per problem; safe to show to the operator. */
export class ConfigError extends Error {
  readonly code = 'CONFIG_INVALID';
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(problems.map(formatProblem).join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}
