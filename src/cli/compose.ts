import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { processEnvironment } from '../config/index.js';
import { fileProblem } from '../lib/index.js';
import {
  adviceFor,
  composeConfig,
  LoadError,
  problemText,
  supergraphId,
  type CompositionProblem,
} from '../registry/index.js';
import { print, printError } from '../telemetry/index.js';
import { CliError, EXIT_CODES } from './cli-error.js';

interface ComposeOptions {
  readonly config: string;
  readonly out?: string;
  readonly json?: boolean;
}

/** `spork compose`: subgraphs to one supergraph, without serving it. */
export const composeCommand = (): Command =>
  new Command('compose')
    .description('Composes the subgraphs of supergraph.yaml into one supergraph.')
    .option('--config <file>', 'supergraph.yaml to read', 'supergraph.yaml')
    .option('--out <file>', 'writes the supergraph to this file instead of stdout')
    .option('--json', 'prints the result as one JSON object')
    .action(compose);

const compose = async (options: ComposeOptions): Promise<void> => {
  const { sdl, problems, hints } = await load(options.config);
  if (problems !== undefined) throw refused(problems, options);
  if (options.out !== undefined) await writeAtomically(options.out, sdl);
  if (options.json === true) {
    const result = options.out === undefined ? { sdl } : { out: options.out };
    print(JSON.stringify({ ok: true, id: supergraphId(sdl), ...result, hints }, null, 2));
    return;
  }
  for (const hint of hints) printError(`hint ${problemText(hint)}`);
  print(options.out === undefined ? sdl : `Wrote supergraph ${supergraphId(sdl)} to ${options.out}`);
};

const load = async (file: string): ReturnType<typeof composeConfig> => {
  try {
    return await composeConfig({ file, env: processEnvironment() });
  } catch (error) {
    if (!(error instanceof LoadError)) throw error;
    const schemaMissing = error.problems.some(({ code }) => code === 'SCHEMA_NOT_LOADED');
    throw new CliError(error.message, {
      exitCode: schemaMissing ? EXIT_CODES.composition : EXIT_CODES.usage,
      hint: schemaMissing
        ? 'Start the subgraphs named above, or give their schemas as files.'
        : 'Correct the file, or name another one with --config.',
      details: { problems: error.problems },
      cause: error,
    });
  }
};

const refused = (problems: readonly CompositionProblem[], { config, json }: ComposeOptions): CliError => {
  if (json !== true) {
    for (const problem of problems) printError(`error ${problemText(problem)}`);
  }
  const count = problems.length === 1 ? 'one error' : `${problems.length} errors`;
  return new CliError(`The subgraphs of ${config} do not compose: ${count}.`, {
    exitCode: EXIT_CODES.composition,
    hint: 'Correct the schemas at the places given, then run spork compose again.',
    details: { problems: problems.map((problem) => ({ ...problem, advice: adviceFor(problem.code) })) },
  });
};

/** Through a temporary file beside it, so that a gateway that watches the file never sees half of it. */
const writeAtomically = async (file: string, text: string): Promise<void> => {
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, text);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw new CliError(`The supergraph could not be written to ${file}: ${fileProblem(error, 'folder')}.`, {
      hint: 'Choose a file in a folder that exists and can be written to.',
      cause: error,
    });
  }
};
