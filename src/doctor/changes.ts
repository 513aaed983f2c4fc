import type { Finding } from '../effect/finding.ts';
import type { Told } from '../store/store.ts';

/** What is news since people were last told. */
export interface Changes {
  readonly worse: readonly Finding[];
  readonly well: readonly Pick<Finding, 'id' | 'about'>[];
  /** What they know from now on of what does not hold. */
  readonly told: readonly Told[];
}

const WEIGHT = { ok: 0, skipped: 0, unknown: 1, warn: 2, fail: 3 } as const;

/**
 * What got worse and what is well again. That something cannot be looked at is no news of what was wrong
 * before; and what applies no longer is neither worse nor well.
 *
 * @param before what people were told so far
 */
export function changesBetween(before: readonly Told[], now: readonly Finding[]): Changes {
  const toldOf = new Map(before.map((told) => [keyOf(told), told]));
  const bad = now.filter(({ status }) => WEIGHT[status] > 0);
  const worse = bad.filter((one) => WEIGHT[one.status] > WEIGHT[toldOf.get(keyOf(one))?.status ?? 'ok']);
  const stillBad = new Set(bad.map(keyOf));
  const gone = before.filter((told) => !stillBad.has(keyOf(told)));
  const unseen = new Set(bad.filter(({ status }) => status === 'unknown').map(({ id }) => id));
  const seen = new Set(now.filter(({ status }) => status !== 'skipped').map(({ id }) => id));
  const well = gone.filter(({ id }) => !unseen.has(id) && seen.has(id));
  return {
    worse,
    well: well.map(({ id, about }) => ({ id, about })),
    told: [
      ...bad.map((one): Told => ({ id: one.id, about: one.about, status: keptOf(one, toldOf) })),
      ...gone.filter(({ id }) => unseen.has(id)),
    ],
  };
}

/** Somebody who was told that it fails need not be told again when it can be looked at once more. */
function keptOf(one: Finding, toldOf: ReadonlyMap<string, Told>): Finding['status'] {
  const before = toldOf.get(keyOf(one));
  return one.status === 'unknown' && before !== undefined ? before.status : one.status;
}

function keyOf({ id, about }: Pick<Finding, 'id' | 'about'>): string {
  return `${id}\n${about ?? ''}`;
}
