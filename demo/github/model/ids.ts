import { createHash } from 'node:crypto';

/** Where each kind of id starts: as large as GitHub's own, many of them beyond 32 bits. */
const FIRST = {
  user: 21_031_000,
  organization: 9_919_000,
  team: 13_004_000,
  app: 1_104_000,
  installation: 91_210_000,
  repository: 1_070_554_000,
  label: 9_012_334_000,
  pull: 2_918_220_000,
  timeline: 19_404_110_000,
  comment: 3_204_110_000,
  review: 2_704_110_000,
  reaction: 304_110_000,
  push: 23_911_004_000,
  workflow: 190_340_000,
  run: 18_204_330_000,
  suite: 48_120_440_000,
  check: 52_330_120_000,
  artifact: 4_410_220_000,
  ruleset: 11_204_000,
} as const;

export type IdKind = keyof typeof FIRST;

/** Delivery ids of GitHub do not fit a JavaScript number; neither do these. */
const FIRST_DELIVERY = 3_804_004_623_172_239_000n;

/** Ids that are the same in every run of a story. `seed` sets two worlds apart. */
export class Ids {
  readonly #seed: string;
  readonly #counts = new Map<string, number>();

  constructor(seed = 'stand-in') {
    this.#seed = seed;
  }

  next(kind: IdKind): number {
    return FIRST[kind] + this.#count(kind);
  }

  delivery(): bigint {
    return FIRST_DELIVERY + BigInt(this.#count('delivery'));
  }

  /** 40 hex digits that no other commit has. */
  sha(): string {
    return this.#hash('sha').slice(0, 40);
  }

  guid(): string {
    const hex = this.#hash('guid');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-11f0-8${hex.slice(13, 16)}-${hex.slice(16, 28)}`;
  }

  /** Something that nobody can guess, for tokens and signed addresses; 64 hex digits. */
  opaque(): string {
    return this.#hash('opaque');
  }

  #count(kind: string): number {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    return count;
  }

  #hash(kind: string): string {
    return createHash('sha256')
      .update(`${this.#seed}:${kind}:${this.#count(kind)}`)
      .digest('hex');
  }
}

/** A global node id in the look of GitHub's: an opaque name for one thing of one kind. */
export function nodeId(prefix: string, id: number): string {
  return `${prefix}_kwDO${Buffer.from(String(id)).toString('base64url')}`;
}
