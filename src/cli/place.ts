import type { PullTarget, RepositoryTarget } from '../effect/effect.ts';
import { CodedError } from '../errors.ts';
import { type Place, placeName, placeOf } from '../policies/place.ts';
import type { Store } from '../store/store.ts';

/**
 * A repository as a person names it, `owner/repo`.
 *
 * @throws {CodedError} AIOPS_USAGE
 */
export function namedRepository(name: string): Place {
  const place = placeOf(name);
  if (place !== null && place.number === null) return place;
  throw new CodedError('AIOPS_USAGE', `${name} is not a repository; write owner/repo`);
}

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

/** @throws {CodedError} AIOPS_UNKNOWN_REPOSITORY */
export async function knownRepository(
  store: Pick<Store, 'installations'>,
  { owner, repo }: Omit<Place, 'number'>,
): Promise<RepositoryTarget> {
  const name = placeName({ owner, repo, number: null });
  // The newest of those that are known by the name: an older one was renamed, and nobody told.
  const known = (await store.installations.repositories()).findLast(
    (one) => `${one.owner}/${one.name}`.toLowerCase() === name.toLowerCase(),
  );
  if (known === undefined)
    throw new CodedError('AIOPS_UNKNOWN_REPOSITORY', `the App is not installed on ${name}; check the name`);
  return {
    installationId: known.installationId,
    repositoryId: known.id,
    owner: known.owner,
    repo: known.name,
  };
}
