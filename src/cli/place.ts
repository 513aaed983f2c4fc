import type { PullTarget } from '../effect/effect.ts';
import { CodedError } from '../errors.ts';
import type { Place } from '../policies/place.ts';
import type { Store } from '../store/store.ts';

/** @throws {CodedError} AIOPS_UNKNOWN_PULL */
export async function knownPull(
  store: Store,
  { owner, repo }: Omit<Place, 'number'>,
  number: number,
): Promise<PullTarget> {
  const pull = await store.pulls.find(owner, repo, number);
  if (pull !== null) return pull;
  throw new CodedError(
    'AIOPS_UNKNOWN_PULL',
    `${owner}/${repo}#${number} was never judged here; check the name, and DATA_DIR or DATABASE_URL`,
  );
}
