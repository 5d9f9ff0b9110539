/** Something that waits to be planned. */
export interface Waiting {
  /** What planning it takes, see `planWeight` of `operation/`; 0 where that is not known. */
  readonly weight: number;
}

const MAX_WAITING = 1000;
/** About two seconds of the native planner. */
const MAX_WEIGHT = 200_000;

/**
 * What waits to be planned, the lightest first, those of one weight in the order in which they came. At most 1000, and at most 200,000
 * of weight unless one alone has more: beyond that the heaviest has to go, of those the latest.
 */
export class PlanQueue<T extends Waiting> {
  readonly #waiting: T[] = [];
  #weight = 0;

  get size(): number {
    return this.#waiting.length;
  }

  get first(): T | undefined {
    return this.#waiting[0];
  }

  /** @returns what has to go for it, or itself. */
  add(item: T): readonly T[] {
    this.#weight += item.weight;
    this.#waiting.splice(this.#placeOf(item.weight), 0, item);
    const gone: T[] = [];
    while (this.size > MAX_WAITING || (this.size > 1 && this.#weight > MAX_WEIGHT)) {
      const heaviest = this.#waiting.pop() as T;
      this.#weight -= heaviest.weight;
      gone.push(heaviest);
    }
    return gone;
  }

  take(): T | undefined {
    const first = this.#waiting.shift();
    this.#weight -= first?.weight ?? 0;
    return first;
  }

  remove(item: T): void {
    const at = this.#waiting.indexOf(item);
    if (at < 0) return;
    this.#waiting.splice(at, 1);
    this.#weight -= item.weight;
  }

  takeAll(): readonly T[] {
    this.#weight = 0;
    return this.#waiting.splice(0);
  }

  /** Behind the last one that is not heavier. */
  #placeOf(weight: number): number {
    let from = 0;
    let to = this.#waiting.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.#waiting[middle] as T).weight <= weight) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
