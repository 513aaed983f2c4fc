import { createHash } from 'node:crypto';

/** Team, user, channel, direct message, user group, app, bot, and the events of each. */
export type IdPrefix = 'T' | 'E' | 'U' | 'C' | 'D' | 'S' | 'A' | 'B';

/** Ids that are the same in every run of a story. `seed` sets two workspaces apart. */
export class Ids {
  readonly #seed: string;
  readonly #counts = new Map<string, number>();

  constructor(seed = 'stand-in') {
    this.#seed = seed;
  }

  /** Such as `C07BQ4ZK2MX`. */
  next(prefix: IdPrefix): string {
    return `${prefix}0${this.#hash(prefix).toString(36).toUpperCase().slice(0, 9)}`;
  }

  /** What Slack calls a block or an element that was given no name. */
  name(): string {
    return this.#hash('name').toString(36).slice(0, 5);
  }

  /** Ten digits or so, as in trigger ids and response addresses. */
  number(): string {
    return this.#hash('number').toString(10).slice(0, 13);
  }

  /** Something that nobody can guess, for tokens and secrets; 32 hex digits. */
  opaque(): string {
    return this.#hash('opaque').toString(16).slice(0, 32);
  }

  #hash(kind: string): bigint {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    return BigInt(`0x1${createHash('sha256').update(`${this.#seed}:${kind}:${count}`).digest('hex')}`);
  }
}
