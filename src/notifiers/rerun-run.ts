import { z } from 'zod';
import type { RepositoryTarget, RerunRunEffect, RerunWatchedEffect } from '../effect/effect.ts';
import { expectAnswer } from '../github/answer.ts';
import type { GitHubClient } from '../github/client.ts';
import { attempt, type NotifierDeps, unlessRefused } from './attempt.ts';
import type { Notifier, Outcome } from './notifier.ts';

const runAnswer = z.object({
  run_attempt: z.int().positive(),
  status: z.string().nullable(),
  html_url: z.string(),
});

/** A run that was cancelled takes a moment to end. */
const NOT_OVER_MS = 15_000;

/** Runs a run of a PR once more, as somebody asked. */
export function rerunRunNotifier(deps: NotifierDeps): Notifier<RerunRunEffect> {
  return {
    kinds: ['rerun_run'],
    send: ({ effect }) => runAgain(deps, effect.pull, effect),
  };
}

/** Runs a watched run once more, for an episode. */
export function rerunWatchedNotifier(deps: NotifierDeps): Notifier<RerunWatchedEffect> {
  return {
    kinds: ['rerun_watched'],
    send: ({ effect }) => runAgain(deps, effect.repository, effect),
  };
}

type Ended = Pick<RerunRunEffect, 'runId' | 'attempt'>;

/**
 * Runs all jobs of a run once more. A later attempt than the one that had ended is the deed done, by whomever;
 * GitHub refuses with 403 while the run is not over, which is waited for.
 *
 * @see https://docs.github.com/rest/actions/workflow-runs#re-run-a-workflow
 */
function runAgain(deps: NotifierDeps, place: RepositoryTarget, { runId, attempt: ended }: Ended) {
  return attempt(deps, place, async (client) => {
    const run = { owner: place.owner, repo: place.repo, run_id: runId };
    const before = await readRun(client, run);
    if (before.run_attempt > ended) return done(runId, before);
    const asking = client.request('POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun', run);
    const asked = await unlessRefused([403], deps.now(), asking);
    if (asked !== null) return done(runId, { ...before, run_attempt: ended + 1 });
    const after = await readRun(client, run);
    if (after.run_attempt > ended) return done(runId, after);
    return after.status === 'completed' ? refused(runId) : notOver(runId);
  });
}

async function readRun(
  client: GitHubClient,
  run: { readonly owner: string; readonly repo: string; readonly run_id: number },
): Promise<z.output<typeof runAnswer>> {
  const answer = await client.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}', run);
  return expectAnswer(runAnswer, answer.data, 'run');
}

function done(id: number, { run_attempt, html_url: url }: z.output<typeof runAnswer>): Outcome {
  return { kind: 'sent', result: { run: { id, attempt: run_attempt, url } } };
}

function refused(runId: number): Outcome {
  return {
    kind: 'rejected',
    code: 'AIOPS_RERUN_REFUSED',
    detail: `GitHub does not run ${runId} again: it may be too old, or the App may not; start it by hand`,
  };
}

function notOver(runId: number): Outcome {
  const detail = `run ${runId} is not over yet`;
  return { kind: 'retry', code: 'AIOPS_RERUN_WAITS', detail, afterMs: NOT_OVER_MS };
}
