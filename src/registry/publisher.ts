import { LoadError, messageOf, problemsOf } from './load-error.js';
import { probeSubgraphs } from './probe.js';
import { readSupergraph, supergraphId } from './supergraph.js';
import type { CompositionProblem, Supergraph, SupergraphEvents } from './types.js';

/** Gives the SDL of the newest supergraph. Rejects with a LoadError when there is none. */
export type Load = () => Promise<string>;

/**
 * Loads supergraphs one after the other and tells only about what changed: a new id, a new problem, or (with an empty
 * list) that the problems are gone while the supergraph being served is the newest again.
 */
export class Publisher {
  readonly #load: Load;
  readonly #isChanging: () => boolean;
  #events: SupergraphEvents | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = false;
  #hurry = new AbortController();
  /** Id of the supergraph being served. */
  #served: string | undefined;
  /** Id of the last one offered; refused when it is not the one served. */
  #offered: string | undefined;
  /** The problems told last, as text; empty when there are none. */
  #told = '';
  /** The SDL loaded last with its id: polling loads the same one again and again. */
  #loaded = { sdl: '', id: '' };
  #probing: Promise<void> = Promise.resolve();

  /** @param isChanging true while what is loaded is being written; what was read then is not used. `refresh` must follow. */
  constructor(load: Load, isChanging: () => boolean = () => false) {
    this.#load = load;
    this.#isChanging = isChanging;
  }

  /** Loads and offers the first supergraph. @throws LoadError, or what `onSupergraph` rejects with. */
  async start(events: SupergraphEvents): Promise<void> {
    this.#events = events;
    const first = this.#first(events);
    this.#running = first.catch(() => undefined);
    await first;
    this.#running = undefined;
    if (this.#again) void this.refresh();
  }

  /** Loads again, after the load that is under way if there is one, which hurries then. Never rejects. */
  refresh(): Promise<void> {
    if (this.#stopped || !this.#events) return Promise.resolve();
    if (this.#running) {
      this.#again = true;
      this.#hurry.abort();
      return this.#running;
    }
    this.#running = this.#drain(this.#events).finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** Resolves when nothing runs any more; nothing is told after it was called. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#hurry.abort();
    await this.#running;
    await this.#probing;
  }

  /** Passes a note on, unless stopped. */
  note(text: string): void {
    if (!this.#stopped) this.#events?.onNote(text);
  }

  async #first(events: SupergraphEvents): Promise<void> {
    const supergraph = readSupergraph(await this.#load());
    if (this.#stopped) throw new LoadError('The gateway stopped while it was loading its first supergraph.');
    this.#offered = supergraph.id;
    await events.onSupergraph(supergraph, this.#hurry.signal);
    this.#served = supergraph.id;
    this.#probing = this.#noteDown(supergraph);
  }

  async #drain(events: SupergraphEvents): Promise<void> {
    do {
      this.#again = false;
      if (!this.#stopped) this.#hurry = new AbortController();
      await this.#attempt(events);
    } while (this.#again && !this.#stopped);
  }

  async #attempt(events: SupergraphEvents): Promise<void> {
    try {
      const sdl = await this.#load();
      if (!this.#stopped && !this.#isChanging()) await this.#offer(sdl, events);
    } catch (error) {
      if (this.#isChanging()) return;
      this.#offered = undefined;
      this.#tell(problemsOf(error), events);
    }
  }

  async #offer(sdl: string, events: SupergraphEvents): Promise<void> {
    if (sdl !== this.#loaded.sdl) this.#loaded = { sdl, id: supergraphId(sdl) };
    const { id } = this.#loaded;
    if (id === this.#served) {
      this.#offered = id;
      this.#tell([], events);
      return;
    }
    if (id === this.#offered) return;
    const supergraph = readSupergraph(sdl);
    try {
      await events.onSupergraph(supergraph, this.#hurry.signal);
      this.#served = id;
      this.#told = '';
    } catch (error) {
      const message = `The new supergraph ${id} was not taken: ${messageOf(error)}`;
      this.#tell([{ severity: 'error', code: 'SUPERGRAPH_REFUSED', message, locations: [] }], events);
    }
    this.#offered = id;
  }

  #tell(problems: readonly CompositionProblem[], events: SupergraphEvents): void {
    const text = problems.length === 0 ? '' : JSON.stringify(problems);
    if (text === this.#told || this.#stopped) return;
    this.#told = text;
    events.onProblem(problems);
  }

  async #noteDown({ subgraphs }: Supergraph): Promise<void> {
    const down = new Set(await probeSubgraphs(subgraphs));
    for (const { name, url } of subgraphs) {
      if (down.has(name))
        this.note(
          `Subgraph ${name} is down: nothing accepts connections at ${url || '(no URL)'}. It is used as soon as it is up.`,
        );
    }
  }
}
