const MAX_MISSES = 8;

/**
 * Whether an operation's text way is worth a try: a subgraph that writes its answers in another way does so every time.
 * After the nth failure in a row the next 2^n - 1 requests (255 at the most) do not try.
 */
export class TextTrust {
  private misses = 0;
  private skip = 0;

  /** False: go by objects this time. */
  ask(): boolean {
    if (this.skip === 0) return true;
    this.skip--;
    return false;
  }

  tell(succeeded: boolean): void {
    this.misses = succeeded ? 0 : Math.min(MAX_MISSES, this.misses + 1);
    this.skip = 2 ** this.misses - 1;
  }
}
