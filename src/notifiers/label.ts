import type { AddLabelEffect, RemoveLabelEffect } from '../effect/effect.ts';
import { attempt, type NotifierDeps, unlessRefused } from './attempt.ts';
import type { Notifier } from './notifier.ts';

/** Puts a label on, or finds it on: GitHub takes the second time as done. */
export function addLabelNotifier(deps: NotifierDeps): Notifier<AddLabelEffect> {
  return {
    kinds: ['add_label'],
    send: ({ effect: { pull, label } }) =>
      attempt(deps, pull, async (client) => {
        await client.request('POST /repos/{owner}/{repo}/issues/{issue_number}/labels', {
          owner: pull.owner,
          repo: pull.repo,
          issue_number: pull.number,
          labels: [label],
        });
        return { kind: 'sent', result: {} };
      }),
  };
}

/** Takes a label off; one that is not on (404) is off. */
export function removeLabelNotifier(deps: NotifierDeps): Notifier<RemoveLabelEffect> {
  return {
    kinds: ['remove_label'],
    send: ({ effect: { pull, label } }) =>
      attempt(deps, pull, async (client) => {
        const removal = client.request('DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}', {
          owner: pull.owner,
          repo: pull.repo,
          issue_number: pull.number,
          name: label,
        });
        await unlessRefused([404], deps.now(), removal);
        return { kind: 'sent', result: {} };
      }),
  };
}
