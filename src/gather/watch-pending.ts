import type { Approver } from '../alerts/episode.ts';
import type { WatchedRun } from '../alerts/run.ts';
import { expectAnswer } from '../github/answer.ts';
import { lineOf, pendingAnswer } from './watch-answers.ts';
import type { WatchReader } from './watch-run.ts';

const MAX_APPROVERS = 20;

/** An environment that a run waits for, and who may let it on (M3). */
export interface PendingApproval {
  readonly runId: number;
  readonly environment: string;
  /** Empty where only rules or a timer hold it, or where GitHub does not say. */
  readonly approvers: readonly Approver[];
  /** Page of the run, on which it is approved. */
  readonly url: string;
}

/** @throws GitHub's error, or `UnexpectedAnswer` */
export async function readPending(
  { client, repository: { owner, repo } }: WatchReader,
  { runId, url }: WatchedRun,
): Promise<readonly PendingApproval[]> {
  const answer = await client.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments', {
    owner,
    repo,
    run_id: runId,
  });
  return expectAnswer(pendingAnswer, answer.data, `pending deployments of run ${runId}`).map(
    ({ environment, reviewers }) => ({
      runId,
      environment: lineOf(environment.name, 100),
      approvers: (reviewers ?? []).slice(0, MAX_APPROVERS).flatMap(({ type, reviewer }): Approver[] => {
        const name = lineOf(reviewer.login ?? reviewer.slug ?? reviewer.name ?? '', 100);
        if (type === 'User') return [{ kind: 'user', id: reviewer.id, name }];
        return type === 'Team' ? [{ kind: 'team', id: reviewer.id, name }] : [];
      }),
      url,
    }),
  );
}
