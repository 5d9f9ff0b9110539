import { readFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { parse, separateOperations, print as printDocument, type DocumentNode } from 'graphql';
import { processEnvironment } from '../config/index.js';
import { isSporkError } from '../errors/index.js';
import { fileProblem } from '../lib/index.js';
import { createPlanner, printPlan } from '../plan/index.js';
import { composeConfig, LoadError, readSupergraph } from '../registry/index.js';
import { print } from '../telemetry/index.js';
import { CliError, EXIT_CODES } from './cli-error.js';

export interface PlanOptions {
  readonly supergraph?: string;
  readonly config: string;
  readonly engine: 'hive' | 'apollo' | 'auto';
  readonly operationName?: string;
  readonly json?: boolean;
}

/** Far above what serving allows: whoever runs this wants to see the plan. */
const TIMEOUT_MS = 60_000;

/** `spork plan`: how an operation is answered, without a running gateway. */
export const planCommand = (): Command =>
  new Command('plan')
    .description('Prints the query plan of an operation as a tree.')
    .argument('<operation>', 'file with the GraphQL operation')
    .addOption(new Option('--supergraph <file>', 'composed supergraph to plan for').conflicts('config'))
    .option('--config <file>', 'subgraphs to compose, when no supergraph is given', 'supergraph.yaml')
    .addOption(new Option('--engine <name>', 'planner').choices(['hive', 'apollo', 'auto']).default('auto'))
    .option('--operation-name <name>', 'which operation, when the file holds several')
    .option('--json', 'prints the plan as JSON')
    .action(plan);

const plan = async (operationFile: string, options: PlanOptions): Promise<void> => {
  const text = await readText(operationFile);
  const document = selectOperation(parseDocument(text, operationFile), options.operationName);
  const supergraphSdl =
    options.supergraph === undefined ? await compose(options.config) : await readComposed(options.supergraph);
  const queryPlan = await planOnce(document, supergraphSdl, options);
  print(options.json === true ? JSON.stringify(queryPlan, null, 2) : printPlan(queryPlan));
};

const planOnce = async (document: string, supergraphSdl: string, options: PlanOptions) => {
  const planner = await createPlanner({
    engine: options.engine,
    supergraphSdl,
    timeoutMs: TIMEOUT_MS,
  }).catch(failWith('Compose the supergraph again, or try another --engine.'));
  try {
    return await planner
      .plan({ document, operationName: options.operationName })
      .catch(failWith('Check the operation against the supergraph, or try another --engine.'));
  } finally {
    await planner.close();
  }
};

const failWith =
  (hint: string) =>
  (error: unknown): never => {
    if (!isSporkError(error)) throw error;
    throw new CliError(error.message, { exitCode: EXIT_CODES.failure, hint });
  };

/** A composed supergraph as `spork serve` would take it. */
const readComposed = async (file: string): Promise<string> => {
  const sdl = await readText(file);
  try {
    return readSupergraph(sdl).sdl;
  } catch (error) {
    if (!(error instanceof LoadError)) throw error;
    throw usageError(error.message, `${file} must be what spork compose writes.`);
  }
};

const compose = async (file: string): Promise<string> => {
  const outcome = await composeConfig({ file, env: processEnvironment() }).catch((error: unknown) => {
    if (!(error instanceof LoadError)) throw error;
    throw usageError(
      error.message,
      'Name a composed supergraph with --supergraph, or a supergraph.yaml with --config.',
    );
  });
  if (outcome.sdl !== undefined) return outcome.sdl;
  throw new CliError(
    `The subgraphs of ${file} do not compose: ${outcome.problems.map((each) => each.message).join('\n')}`,
    {
      exitCode: EXIT_CODES.composition,
      hint: 'Correct the subgraph schemas.',
      details: { problems: outcome.problems },
    },
  );
};

const readText = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw usageError(`${file} cannot be read: ${fileProblem(error)}.`, 'Give the path of an existing file.');
  }
};

const parseDocument = (text: string, file: string): DocumentNode => {
  try {
    return parse(text);
  } catch (error) {
    throw usageError(`${file} is not valid GraphQL: ${messageOf(error)}`, 'Correct the syntax.');
  }
};

/** The text of one operation and the fragments it uses. */
const selectOperation = (document: DocumentNode, name: string | undefined): string => {
  const operations = separateOperations(document);
  const names = Object.keys(operations);
  const chosen = name ?? (names.length === 1 ? names[0] : undefined);
  const operation = chosen === undefined ? undefined : operations[chosen];
  if (operation) return printDocument(operation);
  const named = names.filter((each) => each !== '').join(', ') || 'none with a name';
  throw name === undefined
    ? usageError(`The file holds ${names.length} operations.`, `Choose one with --operation-name: ${named}.`)
    : usageError(`The file holds no operation ${name}.`, `Operations of the file: ${named}.`);
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const usageError = (message: string, hint: string): CliError =>
  new CliError(message, { exitCode: EXIT_CODES.usage, hint });
