import { z } from 'zod';
import type { RerunRunEffect } from '../effect/effect.ts';
import { expectAnswer } from '../github/answer.ts';
import { attempt, type NotifierDeps, unlessRefused } from './attempt.ts';
import type { Notifier } from './notifier.ts';

const runAnswer = z.object({ run_attempt: z.int().positive(), html_url: z.string() });

/**
 * Runs all jobs of a run once more. A later attempt than the one that had ended is the deed done, by whomever;
 * GitHub refuses with 403 while the run is not over, which is the same.
 *
 * @see https://docs.github.com/rest/actions/workflow-runs#re-run-a-workflow
 */
export function rerunRunNotifier(deps: NotifierDeps): Notifier<RerunRunEffect> {
  return {
    kinds: ['rerun_run'],
    send: ({ effect: { pull, runId, attempt: ended } }) =>
      attempt(deps, pull, async (client) => {
        const run = { owner: pull.owner, repo: pull.repo, run_id: runId };
        const read = async () => {
          const answer = await client.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}', run);
          return expectAnswer(runAnswer, answer.data, 'run');
        };
        const before = await read();
        if (before.run_attempt > ended)
          return {
            kind: 'sent',
            result: { run: { id: runId, attempt: before.run_attempt, url: before.html_url } },
          };
        const asking = client.request('POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun', run);
        const asked = await unlessRefused([403], deps.now(), asking);
        const url = before.html_url;
        if (asked !== null) return { kind: 'sent', result: { run: { id: runId, attempt: ended + 1, url } } };
        const after = await read();
        return after.run_attempt > ended
          ? { kind: 'sent', result: { run: { id: runId, attempt: after.run_attempt, url } } }
          : {
              kind: 'rejected',
              code: 'AIOPS_RERUN_REFUSED',
              detail: `GitHub does not run ${runId} again: it may be too old, or the App may not; start it by hand`,
            };
      }),
  };
}
