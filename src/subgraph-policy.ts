import type { RequestContext } from './context/index.js';
import type { ExecutionRequest } from './execute/types.js';
import type { Hooks } from './plugins/index.js';
import type { PipelineRequest } from './pipeline.js';
import { compileHeaderRules, type HeaderRule, type HeaderWriter } from './subgraph/index.js';

export interface SubgraphPolicyOptions {
  readonly hooks: Hooks;
  headerRules(subgraph: string): readonly HeaderRule[];
  exposesErrors(subgraph: string): boolean;
  report(requestId: string, subgraph: string, error: unknown): void;
}

/** What goes to each subgraph besides the body, and what of its errors comes back. */
export interface SubgraphPolicy {
  executionRequest(request: PipelineRequest, variables: Readonly<Record<string, unknown>>): ExecutionRequest;
}

export const createSubgraphPolicy = (options: SubgraphPolicyOptions): SubgraphPolicy => {
  const writers = new Map<string, HeaderWriter>();
  const writerFor = (subgraph: string): HeaderWriter => {
    let writer = writers.get(subgraph);
    if (writer === undefined)
      writers.set(subgraph, (writer = compileHeaderRules(options.headerRules(subgraph))));
    return writer;
  };
  return {
    executionRequest: ({ context, snapshot }, variables) => ({
      variables,
      clients: snapshot.clients,
      deadline: context.deadline,
      signal: context.cancellation,
      identity: identityOf(context.headers),
      headersFor: (subgraph) => {
        const headers = { ...writerFor(subgraph)(context.headers), 'x-request-id': context.requestId };
        options.hooks.onSubgraphRequest?.({ context, subgraph, headers });
        return headers;
      },
      exposes: (subgraph) => options.exposesErrors(subgraph),
      report: (subgraph, error) => options.report(context.requestId, subgraph, error),
    }),
  };
};

/** Until a principal is known, what proves who the caller is stands for it. */
const identityOf = ({ authorization, cookie }: RequestContext['headers']): string =>
  authorization === undefined && cookie === undefined ? '' : JSON.stringify([authorization, cookie]);
