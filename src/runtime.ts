import { isSporkError, InternalError, ServiceUnavailable, type SporkError } from './errors/index.js';
import type { GraphqlRuntime } from './http/types.js';
import { runPipeline, type PipelineDeps, type PipelineResult } from './pipeline.js';
import type { Snapshot } from './registry/index.js';
import { RequestDedupe, type RequestDedupeOptions, type Run } from './request-dedupe.js';
import type { ServedSnapshot } from './served-snapshot.js';
import type { Operation } from './operation/types.js';

export interface RuntimeDeps extends PipelineDeps {
  readonly served: ServedSnapshot;
  /** How identical requests in flight share one execution; null: not at all. */
  readonly dedupe: Omit<RequestDedupeOptions, 'run'> | null;
  isStopping(): boolean;
  problems(): readonly string[];
  report(requestId: string, error: unknown): void;
}

type Request = Parameters<GraphqlRuntime['execute']>[1];

/** The pipeline as transports see it: whatever fails becomes an error of the result. */
export const createRuntime = (deps: RuntimeDeps): GraphqlRuntime => {
  // An operation runs on the snapshot that checked it, even when another one was swapped in since.
  const owners = new WeakMap<Operation, Snapshot>();
  const snapshotOf = (operation: Operation): Snapshot => {
    const snapshot = owners.get(operation) ?? deps.served.current;
    if (snapshot === null) throw new ServiceUnavailable();
    return snapshot;
  };
  const runOn = async (
    snapshot: Snapshot,
    operation: Operation,
    request: Request,
  ): Promise<PipelineResult> => {
    deps.served.enter(snapshot);
    try {
      return await runPipeline({ ...request, snapshot, operation }, deps);
    } finally {
      deps.served.leave(snapshot);
    }
  };
  const run: Run = async (operation, request) => {
    const { context } = request;
    try {
      return await runOn(snapshotOf(operation), operation, request);
    } catch (error) {
      const refused = toRefusal(error);
      if (refused instanceof InternalError) deps.report(context.requestId, error);
      return { data: undefined, errors: [refused.toFormatted()], extensions: undefined };
    }
  };
  const dedupe = deps.dedupe === null ? null : new RequestDedupe({ ...deps.dedupe, run });
  return {
    prepare: (query, operationName) => {
      const snapshot = deps.served.current;
      if (snapshot === null) throw new ServiceUnavailable();
      const operation = snapshot.operations.prepare(query, operationName);
      owners.set(operation, snapshot);
      return operation;
    },
    hold: (operation) => {
      const snapshot = snapshotOf(operation);
      deps.served.enter(snapshot);
      return () => deps.served.leave(snapshot);
    },
    execute:
      dedupe === null
        ? run
        : (operation, request) =>
            dedupe.execute(owners.get(operation)?.supergraph.id ?? '', operation, request),
    onSchema: (listener) =>
      deps.served.subscribe(({ apiSchema, supergraph }) =>
        listener({ apiSchema, coreSupergraphSdl: supergraph.sdl }),
      ),
    isReady: () => deps.served.current !== null && !deps.isStopping(),
    problems: deps.problems,
  };
};

const toRefusal = (error: unknown): SporkError =>
  isSporkError(error) ? error : new InternalError('INTERNAL_SERVER_ERROR', undefined, { cause: error });
