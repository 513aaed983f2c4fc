interface Pending<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Group commit: what callers bring while one batch is being written goes into the next, so a burst
 * costs few waits for the disk. A batch that fails is done again item by item, so that one bad
 * item fails alone.
 */
export class Batch<Item, Result> {
  readonly #write: (items: readonly Item[]) => Promise<readonly Result[]>;
  readonly #most: number;
  readonly #pending: Pending<Item, Result>[] = [];
  #writing = false;

  /** `write` answers in the order of its items, and is all or nothing. */
  constructor(write: (items: readonly Item[]) => Promise<readonly Result[]>, most: number) {
    this.#write = write;
    this.#most = most;
  }

  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#pending.push({ item, resolve, reject });
      if (!this.#writing) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#writing = true;
    while (this.#pending.length > 0) {
      const group = this.#pending.splice(0, this.#most);
      if (!(await this.#settle(group)) && group.length > 1)
        for (const one of group) await this.#settle([one]);
    }
    this.#writing = false;
  }

  /** Returns whether it was written; a single item that was not is rejected. */
  async #settle(group: readonly Pending<Item, Result>[]): Promise<boolean> {
    try {
      const results = await this.#write(group.map(({ item }) => item));
      for (const [index, result] of results.entries()) group[index]?.resolve(result);
      return true;
    } catch (error) {
      if (group.length === 1) group[0]?.reject(error);
      return false;
    }
  }
}
