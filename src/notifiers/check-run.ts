import type { CheckRunEffect } from '../effect/effect.ts';
import { attempt, type NotifierDeps, unlessRefused } from './attempt.ts';
import {
  type CheckRunPlace,
  createCheckRun,
  newestCheckRun,
  sentCheckRun,
  updateCheckRun,
} from './check-runs.ts';
import type { Notifier } from './notifier.ts';
import { type CheckText, checkName, checkText } from './wording/check.ts';

/**
 * The check run on the head commit, brought up to date in place. GitHub does not take a completed one
 * back into progress, so then a new one is made. Before any is made, one that an unanswered try left is
 * looked for, by name, App and the external id's PR and base.
 */
export function checkRunNotifier(deps: NotifierDeps): Notifier<CheckRunEffect> {
  return {
    kinds: ['check_run'],
    send: ({ effect, previous }) =>
      attempt(deps, effect.pull, async (client) => {
        const shown = checkText(effect.view);
        const place = placeOf(effect);
        const known = previous?.id !== undefined && canShow(shown, previous.status) ? previous.id : null;
        const updated =
          known &&
          (await unlessRefused([404], deps.now(), updateCheckRun(client, place, { shown, id: known })));
        if (updated) return sentCheckRun(updated);
        const subject = effect.externalId.slice(0, effect.externalId.lastIndexOf(':') + 1);
        const newest = await newestCheckRun(client, place, {
          appId: deps.appId,
          isOurs: (externalId) => externalId.startsWith(subject),
        });
        return sentCheckRun(
          newest !== undefined && canShow(shown, newest.status)
            ? await updateCheckRun(client, place, { shown, id: newest.id })
            : await createCheckRun(client, place, shown),
        );
      }),
  };
}

function placeOf({ pull, externalId, view }: CheckRunEffect): CheckRunPlace {
  return { pull, externalId, headSha: view.headSha, name: checkName(view.baseRef) };
}

function canShow(shown: CheckText, status: string | undefined): boolean {
  return shown.status === 'completed' || status !== 'completed';
}
