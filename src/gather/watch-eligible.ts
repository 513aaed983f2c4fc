import type { PullOfHead, Store } from '../store/store.ts';
import type { WatchedRunAnswer } from './watch-answers.ts';

/** Which branches count, and whose runs. */
export interface Governed {
  readonly repositoryId: number;
  readonly defaultBranch: string;
  /** Branches that PRs are governed on. */
  readonly baseBranches: readonly string[];
}

export interface Standing {
  readonly eligible: boolean;
  readonly pulls: readonly number[];
}

/**
 * What a run counts for (M1): on the default branch, or on a commit that was a head of a governed PR from this
 * repository. A fork's runs never count, whatever the fork calls its branch.
 */
export function standingOf(
  run: WatchedRunAnswer,
  heads: readonly PullOfHead[],
  { repositoryId, defaultBranch, baseBranches }: Governed,
): Standing {
  if (run.head_repository?.id !== repositoryId) return { eligible: false, pulls: [] };
  const pulls = heads
    .filter(({ headSha, headRef }) => headSha === run.head_sha && headRef === run.head_branch)
    .filter(({ headRepositoryId }) => headRepositoryId === repositoryId)
    .filter(({ baseRef }) => baseRef === null || baseBranches.includes(baseRef))
    .map(({ number }) => number);
  return { eligible: pulls.length > 0 || run.head_branch === defaultBranch, pulls };
}

/** The same for all of them, with the PRs that the bot's own dispatches were for. */
export async function standings(
  store: Pick<Store, 'watches' | 'runs'>,
  runs: readonly WatchedRunAnswer[],
  governed: Governed,
): Promise<ReadonlyMap<number, Standing>> {
  const { repositoryId } = governed;
  const shas = [...new Set(runs.map(({ head_sha }) => head_sha))];
  const heads = await store.watches.pullsOfHeads(repositoryId, shas);
  const found = new Map<number, Standing>();
  for (const run of runs) {
    const standing = standingOf(run, heads, governed);
    const owner =
      run.event === 'workflow_dispatch' && standing.eligible
        ? await store.runs.ownerOf(repositoryId, run.id)
        : null;
    const own = owner === null ? [] : [owner.pull.number];
    found.set(run.id, { ...standing, pulls: [...new Set([...own, ...standing.pulls])] });
  }
  return found;
}
