import type { Snapshot } from './registry/index.js';

/** Milliseconds without a request before an old snapshot is closed: an operation is checked a little before it runs. */
const QUIET_MS = 1000;
/** Milliseconds that a request needs to be answered after its deadline. */
const LAST_WORDS_MS = 5000;

/** The requests on a snapshot, and when it is closed after another one took its place. */
interface Use {
  requests: number;
  quiet: NodeJS.Timeout | undefined;
  latest: NodeJS.Timeout | undefined;
}

/** The snapshot being served. Swapped by one assignment; the old one is closed when its last request has ended. */
export class ServedSnapshot {
  private snapshot: Snapshot | null = null;
  private readonly listeners = new Set<(snapshot: Snapshot) => void>();
  private readonly uses = new Map<Snapshot, Use>();
  private readonly longestRequest: number;

  /** @param longestRequest milliseconds that a request may take; a snapshot outlives its swap a little longer at the most. */
  constructor(longestRequest: number) {
    this.longestRequest = longestRequest;
  }

  get current(): Snapshot | null {
    return this.snapshot;
  }

  /** Keeps a snapshot open until `leave` is called as often. */
  enter(snapshot: Snapshot): void {
    const use = this.uses.get(snapshot);
    if (use === undefined) return;
    use.requests++;
    clearTimeout(use.quiet);
  }

  leave(snapshot: Snapshot): void {
    const use = this.uses.get(snapshot);
    if (use === undefined) return;
    use.requests--;
    if (snapshot !== this.snapshot) this.closeWhenQuiet(snapshot, use);
  }

  swap(next: Snapshot): void {
    const previous = this.snapshot;
    this.snapshot = next;
    this.uses.set(next, { requests: 0, quiet: undefined, latest: undefined });
    for (const listener of this.listeners) listener(next);
    const use = previous === null ? undefined : this.uses.get(previous);
    if (previous === null || use === undefined) return;
    use.latest = setTimeout(() => void this.retire(previous), this.longestRequest + LAST_WORDS_MS).unref();
    this.closeWhenQuiet(previous, use);
  }

  /** Calls back at once with the snapshot being served, if any, and at each swap. Returns the unsubscribe function. */
  subscribe(listener: (snapshot: Snapshot) => void): () => void {
    this.listeners.add(listener);
    if (this.snapshot !== null) listener(this.snapshot);
    return () => this.listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.snapshot = null;
    await Promise.all([...this.uses.keys()].map((snapshot) => this.retire(snapshot)));
  }

  private closeWhenQuiet(snapshot: Snapshot, use: Use): void {
    if (use.requests > 0) return;
    clearTimeout(use.quiet);
    use.quiet = setTimeout(() => void this.retire(snapshot), QUIET_MS).unref();
  }

  private async retire(snapshot: Snapshot): Promise<void> {
    const use = this.uses.get(snapshot);
    clearTimeout(use?.quiet);
    clearTimeout(use?.latest);
    this.uses.delete(snapshot);
    await snapshot.close();
  }
}
