import type { CancelRunEffect, CancelWatchedEffect, RepositoryTarget } from '../effect/effect.ts';
import { attempt, type NotifierDeps, unlessRefused } from './attempt.ts';
import type { Notifier, Outcome } from './notifier.ts';

/** Cancels the run of a handoff that has ended (H6). */
export function cancelRunNotifier(deps: NotifierDeps): Notifier<CancelRunEffect> {
  return { kinds: ['cancel_run'], send: ({ effect }) => cancel(deps, effect.pull, effect.runId) };
}

/** Cancels a watched run that takes too long (M2). */
export function cancelWatchedNotifier(deps: NotifierDeps): Notifier<CancelWatchedEffect> {
  return { kinds: ['cancel_watched'], send: ({ effect }) => cancel(deps, effect.repository, effect.runId) };
}

/** A run that has ended (409) or is gone (404) needs no cancelling. */
function cancel(deps: NotifierDeps, place: RepositoryTarget, runId: number): Promise<Outcome> {
  return attempt(deps, place, async (client) => {
    const cancelling = client.request('POST /repos/{owner}/{repo}/actions/runs/{run_id}/cancel', {
      owner: place.owner,
      repo: place.repo,
      run_id: runId,
    });
    await unlessRefused([404, 409], deps.now(), cancelling);
    return { kind: 'sent', result: {} };
  });
}
