import type { PullTarget } from '../effect.ts';
import { CodedError } from '../errors.ts';
import type { Store } from '../store/store.ts';

const PLACE = /^(?<owner>[\w.-]+)\/(?<repo>[\w.-]+)(?:#(?<number>\d{1,9}))?$/;

/** `owner/repo`, or `owner/repo#12`. */
export interface Place {
  readonly owner: string;
  readonly repo: string;
  readonly number: number | null;
}

/** `null` for what is neither. */
export function placeOf(name: string): Place | null {
  const { owner, repo, number } = PLACE.exec(name)?.groups ?? {};
  if (owner === undefined || repo === undefined) return null;
  return { owner, repo, number: number === undefined ? null : Number(number) };
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
