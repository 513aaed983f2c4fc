import { z } from 'zod';
import { parseCommand } from '../policies/commands.ts';
import { type Handler, installationPart, pullTarget, read, repositoryPart, userPart } from './handler.ts';
import { personFrom } from './pull-request.ts';

const schema = z.object({
  action: z.string(),
  ...installationPart,
  ...repositoryPart,
  sender: userPart,
  issue: z.object({ number: z.number(), state: z.string(), pull_request: z.unknown() }),
  comment: z.object({
    id: z.number(),
    body: z.string().nullish(),
    created_at: z.string(),
    user: userPart.nullish(),
    performed_via_github_app: z.unknown(),
  }),
});

/**
 * Commands (U2): only a new comment, written by a person themself. An edited or deleted one is only a hint, since it
 * may be the bot's own. On a closed PR too, where some can still be asked for.
 */
export const issueComment: Handler = async (event, { store }) => {
  const { action, comment, issue, sender, ...where } = read(schema, event);
  if (!issue.pull_request) return;
  const pull = pullTarget(where, issue.number);
  if (action !== 'created') {
    const byPersonToBot = sender.type === 'User' && Boolean(comment.performed_via_github_app);
    if (byPersonToBot) await store.evaluations.request(pull, `issue_comment.${action}`);
    return;
  }
  const { user } = comment;
  const byPerson = user?.type === 'User' && user.id === sender.id && !comment.performed_via_github_app;
  if (!byPerson) return;
  const parsed = parseCommand(comment.body ?? '');
  if (parsed.kind === 'none') return;
  const id = `comment:${comment.id}`;
  await store.pulls.remember(pull, issue.state === 'open');
  await store.commands.remember(
    pull,
    {
      id,
      repositoryId: pull.repositoryId,
      number: pull.number,
      source: 'comment',
      commentId: comment.id,
      name: parsed.kind === 'command' ? parsed.name : 'not_understood',
      argument: parsed.kind === 'command' ? parsed.argument : parsed.text,
      by: personFrom(user),
      shownHeadSha: null,
      at: comment.created_at,
    },
    [{ kind: 'reaction', key: `reaction:${id}:seen`, pull, commentId: comment.id, content: 'eyes' }],
  );
};
