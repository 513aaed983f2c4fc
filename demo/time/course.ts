/** A while in which more time goes by than on anybody else's clock. Epoch ms, of the machine's clock. */
export interface Leap {
  readonly from: number;
  readonly until: number;
  /** How much goes by besides, in ms, evenly. */
  readonly gained: number;
}

/** The time in the demo, when it is `real` on the machine's clock; both in epoch ms. It never runs backwards. */
export function timeAt(real: number, leaps: readonly Leap[]): number {
  return Math.floor(leaps.reduce((time, leap) => time + gainedBy(real, leap), real));
}

function gainedBy(real: number, { from, until, gained }: Leap): number {
  return gained * Math.min(1, Math.max(0, (real - from) / (until - from)));
}
