import type { CancelRunEffect } from '../effect/effect.ts';
import { attempt, type NotifierDeps, unlessRefused } from './attempt.ts';
import type { Notifier } from './notifier.ts';

/** Cancels a run (H6); one that has ended (409) or is gone (404) needs no cancelling. */
export function cancelRunNotifier(deps: NotifierDeps): Notifier<CancelRunEffect> {
  return {
    kinds: ['cancel_run'],
    send: ({ effect: { pull, runId } }) =>
      attempt(deps, pull, async (client) => {
        const cancelling = client.request('POST /repos/{owner}/{repo}/actions/runs/{run_id}/cancel', {
          owner: pull.owner,
          repo: pull.repo,
          run_id: runId,
        });
        await unlessRefused([404, 409], deps.now(), cancelling);
        return { kind: 'sent', result: {} };
      }),
  };
}
