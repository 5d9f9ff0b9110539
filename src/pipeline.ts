import type { GraphQLError } from 'graphql';
import type { RequestContext } from './context/index.js';
import type { FormattedError } from './errors/index.js';
import { executePlan, MAX_ERRORS } from './execute/index.js';
import { coerceVariables, introspect } from './operation/index.js';
import type { Operation } from './operation/types.js';
import { printPlan, type CompiledOperation } from './plan/index.js';
import type { Hooks } from './plugins/index.js';
import type { Snapshot } from './registry/index.js';
import { addNullErrors, isSelected, project } from './respond/index.js';
import type { SubgraphPolicy } from './subgraph-policy.js';

/** What the stages need besides the request. */
export interface PipelineDeps {
  readonly hooks: Hooks;
  readonly policy: SubgraphPolicy;
}

export interface PipelineRequest {
  readonly snapshot: Snapshot;
  readonly operation: Operation;
  readonly context: RequestContext;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly explain: boolean;
}

export interface PipelineResult {
  readonly data: string | undefined;
  readonly errors: readonly (FormattedError | GraphQLError)[];
  readonly extensions: Readonly<Record<string, unknown>> | undefined;
}

/**
 * The way of a checked operation, in order; every transport enters here, after `snapshot.operations.prepare`.
 * @throws ClientError of a plugin or the planner, InternalError of the planner.
 */
export const runPipeline = async (request: PipelineRequest, deps: PipelineDeps): Promise<PipelineResult> => {
  const { snapshot, operation, context } = request;
  const { hooks } = deps;

  // variables
  const coerced = coerceVariables(operation, request.variables);
  if (coerced.errors !== undefined) return { data: undefined, errors: coerced.errors, extensions: undefined };
  const variables = coerced.values;
  if (hooks.onOperation !== null) await hooks.onOperation({ context, operation, variables });

  // plan
  const pending = snapshot.compile(operation, variables);
  const compiled = pending instanceof Promise ? await pending : pending;
  if (hooks.onExecute !== null)
    await hooks.onExecute({ context, operation, variables, plan: compiled.queryPlan });

  // execute
  const { data, errors } = await executePlan(compiled.plan, deps.policy.executionRequest(request, variables));
  const local = introspect(operation, variables);
  if (local.data !== undefined) Object.assign(data, local.data);

  // respond
  const answer = respond({
    compiled,
    data,
    errors: [...clientErrors(errors, { compiled, data, operation }), ...(local.errors as FormattedError[])],
  });
  if (hooks.onResponse !== null) await hooks.onResponse({ context, operation, variables, ...answer });
  const extensions = request.explain ? { plan: printPlan(compiled.queryPlan) } : undefined;
  return { ...answer, extensions };
};

interface Executed {
  readonly compiled: CompiledOperation;
  readonly data: Record<string, unknown>;
  readonly errors: FormattedError[];
}

/** The errors of what the client asked for, with paths as it knows them. */
const clientErrors = (
  errors: readonly FormattedError[],
  { compiled, data, operation }: Pick<Executed, 'compiled' | 'data'> & { readonly operation: Operation },
): FormattedError[] =>
  errors.flatMap((error) => {
    const { path } = error;
    if (path === undefined) return [error];
    if (!isSelected(path, data, compiled.projection)) return [];
    return [{ ...error, path: operation.sourceKeys.clientPath(path) }];
  });

const respond = ({ compiled, data, errors }: Executed): { data: string; errors: FormattedError[] } => {
  const projection = compiled.projection;
  const { text, violated } = project(data, projection);
  if (violated) addNullErrors(data, projection, { errors, limit: MAX_ERRORS });
  return { data: text, errors };
};
