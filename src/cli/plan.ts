import { readFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { Kind } from 'graphql';
import { processEnvironment } from '../config/index.js';
import { isSporkError } from '../errors/index.js';
import { createOperationLimits, type OperationLimitOptions } from '../limits/index.js';
import {
  createOperationStage,
  planDocument,
  type ConditionValues,
  type Operation,
} from '../operation/index.js';
import { fileProblem } from '../lib/index.js';
import { createPlanner, printPlan } from '../plan/index.js';
import type { QueryPlan } from '../plan/types.js';
import { buildApiSchema, composeConfig, keyRules, LoadError, readSupergraph } from '../registry/index.js';
import type { Supergraph } from '../registry/types.js';
import { print, printError } from '../telemetry/index.js';
import { CliError, EXIT_CODES } from './cli-error.js';

export interface PlanOptions {
  readonly supergraph?: string;
  readonly config: string;
  readonly engine: 'hive' | 'apollo' | 'auto';
  readonly operationName?: string;
  readonly variables?: string;
  readonly json?: boolean;
}

/** Far above what serving allows: whoever runs this wants to see the plan. */
const TIMEOUT_MS = 60_000;
const NO_LIMITS: Required<OperationLimitOptions> = {
  maxTokens: 1_000_000,
  maxDepth: 1000,
  maxHeight: 100_000,
  maxAliases: 100_000,
  maxRootFields: 10_000,
  maxDirectives: 100_000,
  maxFieldsPerKey: 100_000,
  maxSelections: 1_000_000,
  maxPlanWeight: 100_000_000,
};

/** `spork plan`: how an operation is answered, without a running gateway. */
export const planCommand = (): Command =>
  new Command('plan')
    .description('Prints the query plan of an operation as a tree.')
    .argument('<operation>', 'file with the GraphQL operation')
    .addOption(new Option('--supergraph <file>', 'composed supergraph to plan for').conflicts('config'))
    .option('--config <file>', 'subgraphs to compose, when no supergraph is given', 'supergraph.yaml')
    .addOption(new Option('--engine <name>', 'planner').choices(['hive', 'apollo', 'auto']).default('auto'))
    .option('--operation-name <name>', 'which operation, when the file holds several')
    .option('--variables <json>', 'values of the Boolean variables in @skip and @include')
    .option('--json', 'prints the plan as JSON')
    .action(plan);

const plan = async (operationFile: string, options: PlanOptions): Promise<void> => {
  const text = await readText(operationFile);
  const supergraph =
    options.supergraph === undefined ? await compose(options.config) : await readComposed(options.supergraph);
  const operation = await prepare(text, supergraph, { ...options, file: operationFile });
  const queryPlan = await planOnce(operation, supergraph, options);
  print(options.json === true ? JSON.stringify(queryPlan, null, 2) : printPlan(queryPlan));
};

/** The checked operation and its variables, as the gateway would have them. */
const prepare = async (
  text: string,
  { sdl, document }: Supergraph,
  { file, operationName, variables = '{}' }: PlanOptions & { readonly file: string },
): Promise<{ readonly operation: Operation; readonly values: ConditionValues }> => {
  const stage = createOperationStage({
    schema: await buildApiSchema(document),
    limits: createOperationLimits(NO_LIMITS),
    cacheSize: 1,
    introspection: true,
    exposeSchemaInErrors: true,
    keyRules: keyRules(sdl),
  });
  try {
    const operation = stage.prepare(text, operationName);
    return { operation, values: conditionsOf(operation, variables) };
  } catch (error) {
    if (error instanceof CliError) throw error;
    const reasons = error instanceof AggregateError ? error.errors.map(messageOf) : [messageOf(error)];
    throw usageError(`${file} cannot be planned: ${reasons.join(' ')}`, adviceOn(text, operationName));
  }
};

/** Values of the condition variables; the other variables do not matter for a plan and need not be given. */
const conditionsOf = (operation: Operation, variables: string): ConditionValues => {
  const given = parseVariables(variables);
  const names = operation.conditionVariables;
  const unset = names.filter((name) => given[name] === undefined);
  if (unset.length > 0) {
    printError(
      `Planned with ${unset.map((name) => `$${name}`).join(', ')} as declared by default, or false; give values with --variables.`,
    );
  }
  const defaults = Object.fromEntries(
    (operation.definition.variableDefinitions ?? []).map(({ variable, defaultValue }) => [
      variable.name.value,
      defaultValue?.kind === Kind.BOOLEAN && defaultValue.value,
    ]),
  );
  return { ...defaults, ...given };
};

const parseVariables = (text: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Said below, like any other text that is not an object.
  }
  throw usageError(
    'The value of --variables is not a JSON object.',
    'Write it like --variables \'{"withReviews": true}\'.',
  );
};

const adviceOn = (text: string, name: string | undefined): string => {
  const names = [...text.matchAll(/\b(?:query|mutation|subscription)\s+(\w+)/gu)].map(([, each]) => each);
  return name === undefined && names.length > 1
    ? `Choose an operation with --operation-name: ${names.join(', ')}.`
    : 'Correct the operation; the messages name the place.';
};

const planOnce = async (
  { operation, values }: Awaited<ReturnType<typeof prepare>>,
  { sdl }: Supergraph,
  { engine }: PlanOptions,
): Promise<QueryPlan> => {
  const document = planDocument(operation, values);
  if (document === undefined) return { root: null };
  const byType = (): string | undefined => planDocument(operation, values, { byType: true });
  const planner = await createPlanner({ engine, supergraphSdl: sdl, timeoutMs: TIMEOUT_MS }).catch(
    failWith('Compose the supergraph again, or try another --engine.'),
  );
  try {
    return await planner
      .plan({ document, operationName: operation.name, byType })
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
const readComposed = async (file: string): Promise<Supergraph> => {
  const sdl = await readText(file);
  try {
    return readSupergraph(sdl);
  } catch (error) {
    if (!(error instanceof LoadError)) throw error;
    throw usageError(error.message, `${file} must be what spork compose writes.`);
  }
};

const compose = async (file: string): Promise<Supergraph> => {
  const outcome = await composeConfig({ file, env: processEnvironment() }).catch((error: unknown) => {
    if (!(error instanceof LoadError)) throw error;
    throw usageError(
      error.message,
      'Name a composed supergraph with --supergraph, or a supergraph.yaml with --config.',
    );
  });
  if (outcome.sdl !== undefined) return readSupergraph(outcome.sdl);
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

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const usageError = (message: string, hint: string): CliError =>
  new CliError(message, { exitCode: EXIT_CODES.usage, hint });
