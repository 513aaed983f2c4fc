/** Slack takes about one message a second in a channel. */
const BETWEEN_POSTS_MS = 1_100;
/** While it cannot be reached, one call in so many asks whether it is back; the others need not wait for it. */
const DOWN_FOR_MS = 15_000;

/** When Slack may be called again: one clock for all, so that a limit or an outage is met once and not by each message. */
export class Pace {
  #postAfter = 0;
  #callAfter = 0;

  /** Milliseconds until a call may be made; 0 is now. @param now epoch milliseconds */
  waitFor(what: 'post' | 'call', now: number): number {
    const after = what === 'post' ? Math.max(this.#postAfter, this.#callAfter) : this.#callAfter;
    return Math.max(0, after - now);
  }

  posted(now: number): void {
    this.#postAfter = now + BETWEEN_POSTS_MS;
  }

  unreachable(now: number): void {
    this.#callAfter = now + DOWN_FOR_MS;
  }

  limited(now: number, afterMs: number): void {
    this.#callAfter = now + afterMs;
  }
}
