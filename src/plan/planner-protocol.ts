import type { PlanRequest, QueryPlan } from './types.js';

/** What a planner worker is started with. */
export interface PlannerWorkerData {
  readonly engine: 'hive' | 'apollo';
  readonly supergraphSdl: string;
}

/** Gateway to worker. */
export type PlannerCommand =
  | { readonly kind: 'plan'; readonly id: number; readonly request: PlanRequest }
  | { readonly kind: 'abort'; readonly id: number };

/** Worker to gateway. `too-complex`: a limit of the planner itself was passed; `invalid`: anything else. */
export type PlannerReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'unusable'; readonly message: string }
  | { readonly kind: 'planned'; readonly id: number; readonly plan: QueryPlan }
  | {
      readonly kind: 'failed';
      readonly id: number;
      readonly reason: 'too-complex' | 'invalid';
      readonly message: string;
    };

/** One planning engine inside the worker; plans come out in the internal format. */
export interface PlannerAdapter {
  /** Whether the plans need `PlanCheck.repaired`. */
  readonly repairs: boolean;
  plan(request: PlanRequest, signal: AbortSignal): QueryPlan | Promise<QueryPlan>;
}
