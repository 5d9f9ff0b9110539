import type { Snapshot } from './registry/index.js';

/** Time for requests on the old snapshot to end before its connections are closed. */
const DRAIN_MS = 60_000;

/** The snapshot being served. Swapped by one assignment; the old one is closed when its requests have had time to end. */
export class ServedSnapshot {
  private snapshot: Snapshot | null = null;
  private readonly listeners = new Set<(snapshot: Snapshot) => void>();
  private readonly draining = new Map<Snapshot, NodeJS.Timeout>();

  get current(): Snapshot | null {
    return this.snapshot;
  }

  swap(next: Snapshot): void {
    const previous = this.snapshot;
    this.snapshot = next;
    for (const listener of this.listeners) listener(next);
    if (previous === null) return;
    const timer = setTimeout(() => {
      this.draining.delete(previous);
      void previous.close();
    }, DRAIN_MS);
    timer.unref();
    this.draining.set(previous, timer);
  }

  /** Calls back at once with the snapshot being served, if any, and at each swap. Returns the unsubscribe function. */
  subscribe(listener: (snapshot: Snapshot) => void): () => void {
    this.listeners.add(listener);
    if (this.snapshot !== null) listener(this.snapshot);
    return () => this.listeners.delete(listener);
  }

  async close(): Promise<void> {
    const snapshots = [...this.draining.keys(), ...(this.snapshot === null ? [] : [this.snapshot])];
    for (const timer of this.draining.values()) clearTimeout(timer);
    this.draining.clear();
    this.snapshot = null;
    await Promise.all(snapshots.map((snapshot) => snapshot.close()));
  }
}
