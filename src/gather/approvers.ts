import { z } from 'zod';
import type { Approver } from '../alerts/episode.ts';
import type { PullTarget, RepositoryTarget } from '../effect/effect.ts';
import { expectAnswer } from '../github/answer.ts';
import type { GitHubClient } from '../github/client.ts';

const user = z.object({ id: z.number(), login: z.string() });
const team = z.object({ id: z.number(), slug: z.string() });

const pending = z.array(
  z.object({
    reviewers: z
      .array(
        z.union([
          z.object({ type: z.literal('User'), reviewer: user }),
          z.object({ type: z.literal('Team'), reviewer: team }),
        ]),
      )
      .nullish(),
  }),
);

const requested = z.object({
  requested_reviewers: z.array(user).nullish(),
  requested_teams: z.array(team).nullish(),
});

/**
 * Who may approve the deployments that a run waits for (M3); nobody where it waits for none, or for its timer alone.
 *
 * @see https://docs.github.com/rest/actions/workflow-runs#get-pending-deployments-for-a-workflow-run
 */
export async function readDeploymentApprovers(
  client: GitHubClient,
  { owner, repo }: Pick<RepositoryTarget, 'owner' | 'repo'>,
  runId: number,
): Promise<readonly Approver[]> {
  const { data } = await client.request(
    'GET /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments',
    { owner, repo, run_id: runId },
  );
  const waiting = expectAnswer(pending, data, 'pending deployments');
  return distinct(
    waiting.flatMap(({ reviewers }) =>
      (reviewers ?? []).map((one) => (one.type === 'User' ? asUser(one.reviewer) : asTeam(one.reviewer))),
    ),
  );
}

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
  return [...(requested_reviewers ?? []).map(asUser), ...(requested_teams ?? []).map(asTeam)];
}

function asUser({ id, login }: z.output<typeof user>): Approver {
  return { kind: 'user', id, name: login };
}

function asTeam({ id, slug }: z.output<typeof team>): Approver {
  return { kind: 'team', id, name: slug };
}

function distinct(approvers: readonly Approver[]): readonly Approver[] {
  return [...new Map(approvers.map((one) => [`${one.kind}:${one.id}`, one])).values()];
}
