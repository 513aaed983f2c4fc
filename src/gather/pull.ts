import type { PullTarget } from '../effect/effect.ts';
import type { PullFacts, RepositoryFacts } from '../policies/facts.ts';
import { type Known, known, unknown } from '../policies/verdict.ts';
import type { WholeAnswer } from './ask.ts';
import { personOf } from './people.ts';
import type { GateAnswer } from './query.ts';

const STATES = { OPEN: 'open', CLOSED: 'closed', MERGED: 'merged' } as const;

export function repositoryFacts({ repository }: GateAnswer, pull: PullTarget): RepositoryFacts {
  return {
    id: repository.databaseId,
    owner: pull.owner,
    name: pull.repo,
    defaultBranch: repository.defaultBranchRef.name,
    archived: repository.isArchived,
  };
}

export function pullFacts(
  { answer }: WholeAnswer,
  number: number,
  told: Pick<PullFacts, 'headSince' | 'headShared' | 'baseChangedAt'>,
): PullFacts {
  const request = answer.repository.pullRequest;
  return {
    number,
    state: STATES[request.state],
    draft: request.isDraft,
    headSha: request.headRefOid,
    headRef: request.headRefName,
    headRepositoryId: request.headRepository?.databaseId ?? null,
    fromFork: request.isCrossRepository,
    baseRef: request.baseRefName,
    author: personOf(request.author),
    ...told,
  };
}

/**
 * Whether another PR of this repository has the head, by what GitHub shows of open ones. Only one from
 * the same branch counts: runs of other branches on the commit are told apart by their branch.
 *
 * @param seenElsewhere another PR, perhaps closed by now, was seen with it
 */
export function headShared(
  { repository }: GateAnswer,
  number: number,
  seenElsewhere: boolean,
): Known<boolean> {
  if (seenElsewhere) return known(true);
  const { pullRequest, databaseId } = repository;
  const list = pullRequest.commits.nodes[0]?.commit.associatedPullRequests ?? null;
  if (list === null || list.totalCount > list.nodes.length) {
    return unknown('the pull requests of the head commit could not be read to their end');
  }
  return known(
    list.nodes.some(
      (other) =>
        other.number !== number &&
        other.headRefOid === pullRequest.headRefOid &&
        other.headRefName === pullRequest.headRefName &&
        other.headRepository?.databaseId === pullRequest.headRepository?.databaseId &&
        other.baseRepository?.databaseId === databaseId,
    ),
  );
}

/**
 * When the base became the one it is: by the timeline, by signed events, and by what was read last.
 * GitHub may retarget a PR by itself without an event, so a base that differs has changed just now.
 */
export function baseChangedAt(
  { repository }: GateAnswer,
  remembered: { readonly ref: string; readonly changedAt: string | null } | null,
  now: string,
): string | null {
  const { baseChanges, baseRefName } = repository.pullRequest;
  const unheard = remembered !== null && remembered.ref !== baseRefName ? now : null;
  const times = [baseChanges.nodes.at(-1)?.createdAt ?? null, remembered?.changedAt ?? null, unheard];
  return times
    .filter((time) => time !== null)
    .reduce<string | null>((a, b) => (a !== null && Date.parse(a) >= Date.parse(b) ? a : b), null);
}
