import { ClientError, isSporkError, InternalError } from './errors/index.js';
import { ConfigError, settingsOf, type ResolvedConfig } from './config/index.js';
import { healthRoutes } from './health/index.js';
import { createHttpServer, type HttpCacheStats, type HttpServer } from './http/index.js';
import { nearest } from './lib/index.js';
import { createOperationLimits } from './limits/index.js';
import { joinHooks, pluginProblems, type Hooks, type Plugin } from './plugins/index.js';
import {
  createSnapshot,
  createSource,
  problemText,
  WarmUp,
  type Snapshot,
  type SnapshotOptions,
  type SnapshotStats,
} from './registry/index.js';
import type { CompositionProblem, Supergraph, SupergraphSource } from './registry/types.js';
import { createRuntime, type RuntimeDeps } from './runtime.js';
import { ServedSnapshot } from './served-snapshot.js';
import { createSubgraphPolicy } from './subgraph-policy.js';
import { forwardedHeaders } from './subgraph/index.js';
import type { Logger } from './telemetry/index.js';

export interface GatewayInit {
  readonly config: ResolvedConfig;
  /** `development` shows plans, schema details and subgraph errors, serves the playground and watches files. */
  readonly mode: 'development' | 'production';
  readonly plugins?: readonly Plugin[];
  readonly logger: Logger;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** What the caches hold, and how often they were asked. */
export interface CacheReport {
  /** Caches of the supergraph being served; a new supergraph starts with new ones. Null while none is served. */
  readonly supergraph: SnapshotStats | null;
  readonly http: HttpCacheStats;
}

/** A gateway that can be started once and stopped once. */
export interface Gateway {
  /**
   * Loads the supergraph, then binds the port.
   * @throws LoadError when the supergraph cannot be loaded or composed, InternalError when no planner takes it, ClientError when
   * the gateway was started before, the error of Node (`EADDRINUSE`, …) when the port cannot be had.
   */
  start(): Promise<{ /** The GraphQL endpoint. */ readonly url: string }>;
  /**
   * For a process whose port another one serves by now: takes no more connections, and serves those that it has until they close
   * (up to `graceMs`, default `server.requestTimeout`), without a failed request. Call `stop` next.
   */
  handOver(options?: { readonly graceMs?: number }): Promise<void>;
  /** Answers what is under way (up to `graceMs`, default `server.requestTimeout`), then releases every handle. May be called twice. */
  stop(options?: { readonly graceMs?: number }): Promise<void>;
  /** Counters and sizes of every cache, read at this moment. */
  cacheStats(): CacheReport;
}

type Phase =
  | { readonly kind: 'new' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'running' }
  | { readonly kind: 'stopping'; readonly done: Promise<void> };

/** Composition root: the only place that wires. @throws ConfigError for a plugin that is none. */
export const buildGateway = (init: GatewayInit): Gateway => {
  const problems = pluginProblems(init.plugins ?? []);
  if (problems.length > 0) throw new ConfigError(problems);
  return new ComposedGateway(init);
};

class ComposedGateway implements Gateway {
  private readonly init: GatewayInit;
  private readonly served: ServedSnapshot;
  private readonly hooks: Hooks;
  private readonly source: SupergraphSource;
  private readonly server: HttpServer;
  private readonly warmUp: WarmUp;
  private currentProblems: readonly string[] = [];
  private phase: Phase = { kind: 'new' };

  constructor(init: GatewayInit) {
    this.init = init;
    this.served = new ServedSnapshot(init.config.server.requestTimeout);
    const { warmUp, warmUpTimeout } = init.config.planner.cache;
    this.warmUp = new WarmUp({ operations: warmUp, timeout: warmUpTimeout });
    const plugins = init.plugins ?? [];
    this.hooks = joinHooks(plugins, ({ plugin, hook, error }) =>
      init.logger.error(`plugin ${plugin} failed in ${hook}`, { error: detail(error) }),
    );
    this.source = createSource(sourceOptions(init));
    this.server = createHttpServer({
      config: httpOptions(init),
      runtime: this.runtime(),
      logger: init.logger,
      apolloPlugins: plugins.flatMap(({ apollo }) => (apollo === undefined ? [] : [apollo])),
      routes: [healthRoutes],
    });
  }

  async start(): Promise<{ url: string }> {
    if (this.phase.kind !== 'new')
      throw new ClientError('BAD_REQUEST', 'A gateway can be started only once.');
    this.phase = { kind: 'starting' };
    try {
      await this.source.start({
        onSupergraph: (supergraph, hurry) => this.serve(supergraph, hurry),
        onProblem: (problems) => this.showProblems(problems),
        onNote: (note) => this.init.logger.warn(note),
      });
      const { url } = await this.server.listen();
      this.phase = { kind: 'running' };
      return { url: url + this.init.config.server.path };
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  handOver({ graceMs = this.init.config.server.requestTimeout }: { graceMs?: number } = {}): Promise<void> {
    return this.phase.kind === 'running' ? this.server.handOver({ graceMs }) : Promise.resolve();
  }

  stop({ graceMs = this.init.config.server.requestTimeout }: { graceMs?: number } = {}): Promise<void> {
    if (this.phase.kind === 'stopping') return this.phase.done;
    const done = this.release(graceMs);
    this.phase = { kind: 'stopping', done };
    return done;
  }

  cacheStats(): CacheReport {
    return { supergraph: this.served.current?.cacheStats() ?? null, http: this.server.cacheStats() };
  }

  private async release(graceMs: number): Promise<void> {
    await this.source.stop();
    const { cut } = await this.server.stop({ graceMs });
    if (cut > 0)
      this.init.logger.warn(`${cut} requests were cut because they took longer than ${graceMs} ms to end`);
    await this.served.close();
    if (this.hooks.onStop !== null) await this.hooks.onStop(undefined);
  }

  /** Builds the snapshot aside, makes it warm and swaps; when it cannot be built the old one keeps serving. */
  private async serve(supergraph: Supergraph, hurry: AbortSignal): Promise<void> {
    const snapshot = await createSnapshot(supergraph, snapshotOptions(this.init));
    await this.warm(snapshot, hurry);
    this.served.swap(snapshot);
    this.currentProblems = [];
    this.init.logger.info(`serving supergraph ${supergraph.id} of ${supergraph.subgraphs.length} subgraphs`);
    this.noteUnknownSubgraphs(supergraph);
    if (this.hooks.onSchemaChange !== null) await this.hooks.onSchemaChange({ schemaId: supergraph.id });
  }

  private async warm(snapshot: Snapshot, hurry: AbortSignal): Promise<void> {
    const began = performance.now();
    const { ready, refused, left } = await this.warmUp.run(this.served.current, snapshot, hurry);
    const milliseconds = Math.round(performance.now() - began);
    if (ready + refused + left > 0)
      this.init.logger.info(`warmed up ${ready} of the most used operations in ${milliseconds} ms`, {
        supergraph: snapshot.supergraph.id,
        refused,
        left,
      });
  }

  /** Settings of a name that is not in the supergraph are most likely meant for another. */
  private noteUnknownSubgraphs(supergraph: Supergraph): void {
    const known = supergraph.subgraphs.map(({ name }) => name);
    for (const name of Object.keys(this.init.config.subgraphs)) {
      if (name === 'all' || known.includes(name)) continue;
      const near = nearest(name, known);
      const hint = near === undefined ? `it has ${known.join(', ')}` : `did you mean ${near}?`;
      this.init.logger.warn(
        `subgraphs.${name} sets up a subgraph that the supergraph does not have; ${hint}`,
      );
    }
  }

  private showProblems(problems: readonly CompositionProblem[]): void {
    this.currentProblems = problems.filter(({ severity }) => severity === 'error').map(problemText);
    for (const text of this.currentProblems)
      for (const line of text.split('\n')) this.init.logger.error(line);
    if (this.served.current !== null && this.currentProblems.length > 0) {
      this.init.logger.warn('the last good supergraph keeps serving');
    }
  }

  private runtime(): ReturnType<typeof createRuntime> {
    const { config, logger } = this.init;
    const policy = createSubgraphPolicy({
      hooks: this.hooks,
      headerRules: (name) => settingsOf(config.subgraphs, name).headers.request,
      exposesErrors: (name) => settingsOf(config.subgraphs, name).errors.expose,
      report: (requestId, subgraph, error) =>
        logger.warn('subgraph error', { requestId, subgraph, error: detail(error) }),
    });
    return createRuntime({
      hooks: this.hooks,
      policy,
      served: this.served,
      dedupe: dedupeOptions(config, this.hooks),
      isStopping: () => this.phase.kind === 'stopping',
      problems: () => this.currentProblems,
      report: (requestId, error) => {
        // Whoever still waits for a plan when a stop is over is refused, which is no fault.
        const refused = isSporkError(error) && error.code === 'SHUTTING_DOWN';
        logger[refused ? 'info' : 'error']('request failed', { requestId, error: detail(error) });
      },
    });
  }
}

/** What the log keeps of an error: its code when it is one of the gateway's own, else all of it, because nobody foresaw it. */
const detail = (error: unknown): unknown => {
  if (!(error instanceof Error)) return error;
  const { message } = error;
  if (!isSporkError(error)) return { name: error.name, message, stack: error.stack };
  const cause = error instanceof InternalError && error.cause instanceof Error ? error.cause : undefined;
  return {
    message,
    code: error.code,
    ...(cause === undefined ? {} : { name: cause.name, cause: cause.message, stack: cause.stack }),
  };
};

const sourceOptions = ({ config, mode, env }: GatewayInit): Parameters<typeof createSource>[0] => {
  const { config: file, file: supergraph, url } = config.supergraph;
  const watch = mode === 'development';
  if (url !== undefined)
    return { supergraph: url.href, pollInterval: url.poll, headers: url.headers, env: env ?? {} };
  return supergraph === undefined
    ? { config: file, env: env ?? {}, watch }
    : { supergraph, env: env ?? {}, watch };
};

/** Plugins may look at any header, so with one of them every header counts. */
const dedupeOptions = ({ server, subgraphs }: ResolvedConfig, hooks: Hooks): RuntimeDeps['dedupe'] => {
  if (!server.dedupe.enabled) return null;
  const { onOperation, onExecute, onSubgraphRequest, onResponse } = hooks;
  const hooked = [onOperation, onExecute, onSubgraphRequest, onResponse].some((hook) => hook !== null);
  const rules = Object.values(subgraphs).flatMap(({ headers }) => headers.request);
  return { headers: hooked ? 'all' : server.dedupe.headers, isForwarded: forwardedHeaders(rules) };
};

/** Where the Apollo Sandbox runs; its page calls the gateway from there. */
const SANDBOX_ORIGIN = 'https://studio.apollographql.com';

const httpOptions = ({ config, mode }: GatewayInit): Parameters<typeof createHttpServer>[0]['config'] => {
  const { server, apq } = config;
  const { cors } = server;
  const explain = mode === 'development';
  const sandbox = explain && server.playground !== 'off' && !cors.origins.includes('*');
  const origins = sandbox ? [...cors.origins, SANDBOX_ORIGIN] : cors.origins;
  return { ...server, cors: { ...cors, origins }, explain, apq };
};

const snapshotOptions = ({ config, mode }: GatewayInit): SnapshotOptions => ({
  planner: config.planner,
  limits: createOperationLimits(config.limits.operation),
  introspection: config.server.introspection === true,
  exposeSchema: mode === 'development',
  subgraph: (name, url) => ({ ...settingsOf(config.subgraphs, name), name, url }),
});
