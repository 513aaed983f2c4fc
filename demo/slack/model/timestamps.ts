/** Hands out message timestamps: epoch seconds with six decimals, unique, and never running backwards. */
export class Timestamps {
  #last = 0;

  next(nowMs: number): string {
    this.#last = Math.max(nowMs * 1000, this.#last + 1);
    return stampOf(this.#last);
  }
}

/** Epoch microseconds as Slack writes them. */
function stampOf(micros: number): string {
  return `${Math.floor(micros / 1_000_000)}.${String(micros % 1_000_000).padStart(6, '0')}`;
}

/** Epoch milliseconds of a timestamp. */
export function timeOf(ts: string): number {
  return Math.floor(Number(ts) * 1000);
}
