import { createHash } from 'node:crypto';

/** Ids that are the same in every run of a story, in the look of PagerDuty's. */
export class Ids {
  readonly #seed: string;
  readonly #counts = new Map<string, number>();

  constructor(seed = 'stand-in') {
    this.#seed = seed;
  }

  /** `P` and six characters: users, services, schedules, policies and what hangs on them. */
  short(): string {
    return `P${this.#characters('short', 6)}`;
  }

  /** `Q` and thirteen characters: incidents and alerts. */
  long(): string {
    return `Q${this.#characters('long', 13)}`;
  }

  /** 26 characters: events and webhooks. */
  event(): string {
    return this.#characters('event', 26).padStart(26, '0');
  }

  /** 32 characters that nobody can guess, as routing keys are; also the dedup key that PagerDuty makes up. */
  key(): string {
    return this.#hash('key').slice(0, 32);
  }

  /** As REST tokens are. */
  token(): string {
    return `u+${this.#characters('token', 18)}`;
  }

  /** From 1 on, for each kind. */
  number(kind: string): number {
    return this.#count(`number:${kind}`);
  }

  #characters(kind: string, length: number): string {
    const number = BigInt(`0x${this.#hash(kind)}`);
    return number.toString(36).toUpperCase().slice(-length);
  }

  #hash(kind: string): string {
    return createHash('sha256')
      .update(`${this.#seed}:${kind}:${this.#count(kind)}`)
      .digest('hex');
  }

  #count(kind: string): number {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    return count;
  }
}
