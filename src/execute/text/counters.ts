/** How often the text way ran, and why it did not: for metrics and tests. Counts of this process. */
export interface TextCounters {
  /** Requests answered from text alone. */
  fast: number;
  /** Requests that went on with objects, by reason. */
  readonly fallback: Map<string, number>;
  /** Requests of operations whose plans do not fit, by reason. */
  readonly unfit: Map<string, number>;
  /** Requests that did not try, because the last ones of their operation fell back. */
  avoided: number;
}

export const textCounters: TextCounters = { fast: 0, fallback: new Map(), unfit: new Map(), avoided: 0 };

export const countReason = (reasons: Map<string, number>, reason: string): void => {
  reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
};
