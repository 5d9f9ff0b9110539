import { InternalError } from '../errors/index.js';
import { PlannerBusy, PlannerHost, PlanTimeout } from './planner-host.js';
import type { PlannableOperation, Planner, PlanRequest, QueryPlan } from './types.js';

export interface PlannerOptions {
  /**
   * `hive`: the native planner, MIT. `apollo`: Apollo's planner, Elastic-2.0.
   * `auto`: hive, and apollo for what hive cannot do: `@context`, `@defer`, operations for which hive's plan would lose a
   * field, platforms without the native binary.
   */
  readonly engine: 'hive' | 'apollo' | 'auto';
  readonly supergraphSdl: string;
  /** Milliseconds that planning one operation may take, counted from when it reaches the planner; at least 1. */
  readonly timeoutMs: number;
}

/**
 * Starts a planner in a worker thread and waits until it has read the supergraph.
 * @throws InternalError with one sentence when the engine cannot be loaded or cannot use the supergraph.
 */
export const createPlanner = async (options: PlannerOptions): Promise<Planner> => {
  const { engine, supergraphSdl, timeoutMs } = options;
  const start = (name: 'hive' | 'apollo', whilePaused?: 'reject'): Promise<Planner> =>
    PlannerHost.start({ engine: name, supergraphSdl, timeoutMs, ...(whilePaused && { whilePaused }) });
  if (engine !== 'auto') return start(engine);
  if (usesContext(supergraphSdl)) return start('apollo');
  const startApollo = (): Promise<Planner> => start('apollo');
  const hive = await start('hive', 'reject').catch((reason: unknown) => instead(startApollo, reason));
  return hive.engine === 'hive' ? new AutoPlanner(hive, startApollo) : hive;
};

/** Composition writes the arguments that `@fromContext` fills into `@join__field(contextArguments:)`. */
const usesContext = (sdl: string): boolean => /\bcontextArguments\s*:\s*\[/u.test(sdl);

/** The engine that was tried first is the one to name when neither works. */
const instead = (start: () => Promise<Planner>, reason: unknown): Promise<Planner> =>
  start().catch((second: unknown) => {
    throw new InternalError(
      'INTERNAL_SERVER_ERROR',
      reason instanceof Error ? reason.message : String(reason),
      {
        cause: second,
      },
    );
  });

const NO_PATH = /No paths found for selection item: (\w+)$/u;

/**
 * True when the native planner found that no subgraph can answer a field. That is the answer: Apollo's planner gives
 * plans for some such operations, and those lose data without an error. (Of fragments it says the same wrongly.)
 */
const isUnanswerable = (error: unknown, { document }: PlanRequest): boolean => {
  const item = error instanceof Error ? NO_PATH.exec(error.message)?.[1] : undefined;
  return item !== undefined && !new RegExp(`\\bon ${item}\\b`, 'u').test(document);
};

/** Trying on would only spend the time again. */
const isFinal = (error: unknown): boolean => error instanceof PlanTimeout || error instanceof PlannerBusy;

/** The plan, or undefined when the planner fails. @throws PlanTimeout, PlannerBusy. */
const attempt = (planner: Planner, request: PlanRequest): Promise<QueryPlan | undefined> =>
  planner.plan(request).catch((error: unknown) => {
    if (isFinal(error)) throw error;
    return undefined;
  });

/** One operation as it was asked for, to be checked, and written out by type; and why the first attempt failed. */
interface Attempts {
  readonly first: unknown;
  readonly request: PlanRequest;
  readonly checked: PlanRequest;
  readonly written: PlanRequest | undefined;
}

/** Plans with hive, and with apollo what hive cannot take in; apollo starts when it is needed first. */
class AutoPlanner implements Planner {
  readonly engine = 'hive';
  readonly #hive: Planner;
  readonly #startApollo: () => Promise<Planner>;
  #apollo: Promise<Planner> | undefined;
  #closed = false;

  constructor(hive: Planner, startApollo: () => Promise<Planner>) {
    this.#hive = hive;
    this.#startApollo = startApollo;
  }

  async plan({ byType, ...request }: PlannableOperation): Promise<QueryPlan> {
    // The native planner ignores @defer silently.
    if (/@defer\b/u.test(request.document)) return (await this.#fallback()).plan(request);
    const checked = { ...request, checked: true };
    try {
      return await this.#hive.plan(checked);
    } catch (error) {
      if (this.#closed || isFinal(error) || isUnanswerable(error, request)) throw error;
      const document = byType?.();
      const written = document === undefined ? undefined : { ...checked, document };
      return (
        (written && (await attempt(this.#hive, written))) ??
        (await this.#planWithApollo({ first: error, request, checked, written }))
      );
    }
  }

  /** Where nothing else is left, a plan that loses a field is better than none. */
  async #planWithApollo({ first, request, checked, written }: Attempts): Promise<QueryPlan> {
    const apollo = await this.#fallback().catch(() => {
      throw first;
    });
    return (
      (await attempt(apollo, checked)) ??
      (written && (await attempt(apollo, written))) ??
      (await apollo.plan(request))
    );
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#hive.close();
    const apollo = await this.#apollo?.catch(() => undefined);
    await apollo?.close();
  }

  /** A start that failed is tried again with the next operation. */
  #fallback(): Promise<Planner> {
    this.#apollo ??= this.#startApollo().catch((error: unknown) => {
      this.#apollo = undefined;
      throw error;
    });
    return this.#apollo;
  }
}
