import type { ReactionEffect } from '../effect/effect.ts';
import { attempt, type NotifierDeps } from './attempt.ts';
import type { Notifier } from './notifier.ts';

/** Reacts to a command's comment (👀, then 🚀 or 👎); GitHub keeps one reaction of each kind. */
export function reactionNotifier(deps: NotifierDeps): Notifier<ReactionEffect> {
  return {
    kinds: ['reaction'],
    send: ({ effect: { pull, commentId, content } }) =>
      attempt(deps, pull, async (client) => {
        await client.request('POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions', {
          owner: pull.owner,
          repo: pull.repo,
          comment_id: commentId,
          content,
        });
        return { kind: 'sent', result: {} };
      }),
  };
}
