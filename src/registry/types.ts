import type { DocumentNode } from 'graphql';

/** A composed supergraph: SDL with join directives, as rover writes it. */
export interface Supergraph {
  /** First 16 hex digits of the SHA-256 of the SDL: the schema id. */
  readonly id: string;
  readonly sdl: string;
  /** The same, parsed, without locations. */
  readonly document: DocumentNode;
  /** Subgraph names and routing URLs, read from `join__Graph`. */
  readonly subgraphs: readonly SubgraphInfo[];
}

export interface SubgraphInfo {
  readonly name: string;
  readonly url: string;
}

/** One problem found while loading or composing a supergraph. */
export interface CompositionProblem {
  readonly severity: 'error' | 'hint';
  readonly code: string;
  readonly message: string;
  /** Where, per subgraph; 1-based. */
  readonly locations: readonly {
    readonly subgraph: string;
    readonly line: number;
    readonly column: number;
  }[];
}

export interface SupergraphEvents {
  /**
   * A new supergraph is ready to be served; awaited, so the source knows when it serves. A rejection keeps the last good one.
   * `hurry` aborts when a newer one may be waiting, or the source stops: what can be left out should be.
   */
  onSupergraph(supergraph: Supergraph, hurry: AbortSignal): Promise<void>;
  /** Loading or composing failed; the last good supergraph keeps serving. */
  onProblem(problems: readonly CompositionProblem[]): void;
  /** Hints and notes for the log, e.g. which subgraph is down. */
  onNote(note: string): void;
}

/** Port: where supergraphs come from (supergraph.yaml, file, URL). */
export interface SupergraphSource {
  /** Loads the first supergraph. @throws ClientError with one clear sentence when there is none. */
  start(events: SupergraphEvents): Promise<void>;
  stop(): Promise<void>;
}
