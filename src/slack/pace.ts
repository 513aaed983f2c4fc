/** Slack takes about one message a second in a channel. */
const BETWEEN_POSTS_MS = 1_100;
/** While it cannot be reached, one call in so many asks whether it is back; the others need not wait for it. */
const DOWN_FOR_MS = 15_000;
/** A channel that is gone, or that the bot is not in, is asked about so often, however much is to be said in it. */
const CLOSED_FOR_MS = 60_000;
const MOST_CLOSED = 1_000;

/** When Slack may be called again: one clock for all, so that a limit or an outage is met once and not by each message. */
export class Pace {
  #postAfter = 0;
  #callAfter = 0;
  readonly #closedUntil = new Map<string, number>();

  /**
   * Milliseconds until a call may be made; 0 is now.
   *
   * @param what.channel name or id, as the call has it
   * @param now epoch milliseconds
   */
  waitFor(what: { readonly call: 'post' | 'call'; readonly channel: string }, now: number): number {
    const after = what.call === 'post' ? Math.max(this.#postAfter, this.#callAfter) : this.#callAfter;
    return Math.max(0, after - now, (this.#closedUntil.get(what.channel) ?? 0) - now);
  }

  posted(now: number): void {
    this.#postAfter = now + BETWEEN_POSTS_MS;
  }

  unreachable(now: number): void {
    this.#callAfter = now + DOWN_FOR_MS;
  }

  /** What waits to be said there is many calls, and all of them leave in one queue with those of others. */
  closed(channel: string, now: number): void {
    if (this.#closedUntil.size >= MOST_CLOSED) this.#closedUntil.clear();
    this.#closedUntil.set(channel, now + CLOSED_FOR_MS);
  }

  limited(now: number, afterMs: number): void {
    this.#callAfter = now + afterMs;
  }
}
