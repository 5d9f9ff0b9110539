import type { GraphQLError } from 'graphql';
import type { RequestContext } from './context/index.js';
import type { FormattedError } from './errors/index.js';
import { coerceVariables } from './operation/index.js';
import type { Operation } from './operation/types.js';
import { printPlan } from './plan/index.js';
import type { Hooks } from './plugins/index.js';
import type { Snapshot } from './registry/index.js';
import { toPlainText } from './respond/index.js';
import type { DataText } from './respond/types.js';
import { runOperation } from './run-operation.js';
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
  readonly data: DataText | undefined;
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

  // execute, respond
  const answer = await runOperation({
    compiled,
    operation,
    request: deps.policy.executionRequest(request, variables),
  });
  if (hooks.onResponse !== null) {
    const data = toPlainText(answer.data);
    await hooks.onResponse({ context, operation, variables, data, errors: answer.errors });
  }
  const extensions = request.explain ? { plan: printPlan(compiled.queryPlan) } : undefined;
  return { ...answer, extensions };
};
