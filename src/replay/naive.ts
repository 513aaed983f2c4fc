import type { WatchedRole, WatchedRun } from '../alerts/run.ts';

/** A rule without memory: one message after each run while more than `percent` of the last `window` runs failed. */
export class NaiveRule {
  #lately = new Map<WatchedRole, boolean[]>();
  #window: number;
  #percent: number;
  messages = 0;

  constructor({ window, percent }: { readonly window: number; readonly percent: number }) {
    this.#window = window;
    this.#percent = percent;
  }

  /** @param attempt a first attempt that has ended and counts */
  see({ role, result }: WatchedRun): void {
    const lately = [...(this.#lately.get(role) ?? []), result !== 'success'].slice(-this.#window);
    this.#lately.set(role, lately);
    const failed = lately.filter((isFailed) => isFailed).length;
    if (failed * 100 > this.#percent * lately.length) this.messages += 1;
  }
}
