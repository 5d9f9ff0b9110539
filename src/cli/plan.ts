import { readFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { parse, separateOperations, print as printDocument, type DocumentNode } from 'graphql';
import { isSporkError } from '../errors/index.js';
import { createPlanner, printPlan } from '../plan/index.js';
import { print } from '../telemetry/index.js';
import { CliError, EXIT_CODES } from './cli-error.js';

export interface PlanOptions {
  readonly supergraph: string;
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
    .requiredOption('--supergraph <file>', 'composed supergraph to plan for')
    .addOption(new Option('--engine <name>', 'planner').choices(['hive', 'apollo', 'auto']).default('auto'))
    .option('--operation-name <name>', 'which operation, when the file holds several')
    .option('--json', 'prints the plan as JSON')
    .addHelpText(
      'after',
      '\nExit codes: 0 planned, 1 the operation cannot be planned, 2 wrong option or file.',
    )
    .action(plan);

const plan = async (operationFile: string, options: PlanOptions): Promise<void> => {
  const [text, supergraphSdl] = await Promise.all([readText(operationFile), readText(options.supergraph)]);
  const document = selectOperation(parseDocument(text, operationFile), options.operationName);
  const queryPlan = await planOnce(document, supergraphSdl, options);
  print(options.json === true ? JSON.stringify(queryPlan, null, 2) : printPlan(queryPlan));
};

const planOnce = async (document: string, supergraphSdl: string, options: PlanOptions) => {
  try {
    const planner = await createPlanner({ engine: options.engine, supergraphSdl, timeoutMs: TIMEOUT_MS });
    try {
      return await planner.plan({ document, operationName: options.operationName });
    } finally {
      await planner.close();
    }
  } catch (error) {
    if (!isSporkError(error)) throw error;
    throw new CliError(error.message, {
      exitCode: EXIT_CODES.failure,
      hint: 'Check the operation against the supergraph, or try another --engine.',
    });
  }
};

const readText = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw usageError(`${file} cannot be read: ${messageOf(error)}`, 'Give the path of an existing file.');
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
