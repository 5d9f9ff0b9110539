import { parentPort, workerData } from 'node:worker_threads';
import { buildASTSchema, parse } from 'graphql';
import { createApolloAdapter } from './apollo.js';
import { createHiveAdapter } from './hive.js';
import { PlanCheck, type CheckedPlan } from './plan-check.js';
import type { PlannerAdapter, PlannerCommand, PlannerReply, PlannerWorkerData } from './planner-protocol.js';
import type { PlanRequest, QueryPlan } from './types.js';

/** How the engines say that one of their own limits was passed. */
const LIMIT_MESSAGES =
  /recursion limit exceeded|token limit exceeded|maximum recursive selections|number of non-local selections|too many options generated|maximum call stack/iu;

const running = new Map<number, AbortController>();

const send = (reply: PlannerReply): void => void (parentPort?.postMessage(reply) ?? process.send?.(reply));
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const plan = async (
  { adapter, check }: Planning,
  { id, request }: Extract<PlannerCommand, { kind: 'plan' }>,
) => {
  const abort = new AbortController();
  running.set(id, abort);
  try {
    const planned = await adapter.plan(request, abort.signal);
    const result = checkedPlan(planned, request, { adapter, check });
    if (result.missing !== undefined) throw new Error(`its plan does not bring ${result.missing}`);
    send({ kind: 'planned', id, plan: result.plan });
  } catch (error) {
    const message = messageOf(error);
    send({ kind: 'failed', id, reason: LIMIT_MESSAGES.test(message) ? 'too-complex' : 'invalid', message });
  } finally {
    running.delete(id);
  }
};

const checkedPlan = (
  plan: QueryPlan,
  { document, checked }: PlanRequest,
  { adapter, check }: Planning,
): CheckedPlan => {
  if (!adapter.repairs && checked !== true) return { plan, missing: undefined };
  const result = adapter.repairs ? check().repaired(plan, document) : check().checked(plan, document);
  return checked === true ? result : { ...result, missing: undefined };
};

interface Planning {
  readonly adapter: PlannerAdapter;
  readonly check: () => PlanCheck;
}

const lazyCheck = (sdl: string): (() => PlanCheck) => {
  let check: PlanCheck | undefined;
  return () =>
    (check ??= new PlanCheck(
      buildASTSchema(parse(sdl, { noLocation: true }), { assumeValid: true, assumeValidSDL: true }),
    ));
};

const start = async (data: PlannerWorkerData): Promise<(command: PlannerCommand) => void> => {
  const adapter = await (data.engine === 'hive' ? createHiveAdapter : createApolloAdapter)(
    data.supergraphSdl,
  );
  const check = lazyCheck(data.supergraphSdl);
  send({ kind: 'ready' });
  return (command) => {
    if (command.kind === 'plan') void plan({ adapter, check }, command);
    else running.get(command.id)?.abort();
  };
};

const unusable = (error: unknown): void => send({ kind: 'unusable', message: messageOf(error) });

if (parentPort === null) {
  // A process of its own: the supergraph is the first message. Ctrl-C reaches the whole group; the gateway ends this one.
  process.on('SIGINT', () => undefined);
  process.once('message', (data) => {
    start(data as PlannerWorkerData).then((handle) => process.on('message', handle), unusable);
  });
} else {
  await start(workerData as PlannerWorkerData).then((handle) => parentPort?.on('message', handle), unusable);
}
