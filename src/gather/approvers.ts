import { z } from 'zod';
import type { Approver } from '../alerts/episode.ts';
import type { PullTarget } from '../effect/effect.ts';
import { expectAnswer } from '../github/answer.ts';
import type { GitHubClient } from '../github/client.ts';

const requested = z.object({
  requested_reviewers: z.array(z.object({ id: z.number(), login: z.string() })).nullish(),
  requested_teams: z.array(z.object({ id: z.number(), slug: z.string() })).nullish(),
});

/** Who was asked to review the PR and has not yet. */
export async function readAskedReviewers(
  client: GitHubClient,
  { owner, repo, number }: PullTarget,
): Promise<readonly Approver[]> {
  const { data } = await client.request('GET /repos/{owner}/{repo}/pulls/{pull_number}', {
    owner,
    repo,
    pull_number: number,
  });
  const { requested_reviewers, requested_teams } = expectAnswer(requested, data, 'pull request');
  return [
    ...(requested_reviewers ?? []).map(({ id, login }) => ({ kind: 'user' as const, id, name: login })),
    ...(requested_teams ?? []).map(({ id, slug }) => ({ kind: 'team' as const, id, name: slug })),
  ];
}
