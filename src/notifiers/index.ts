import type { EffectKind } from '../effect.ts';
import type { NotifierDeps } from './attempt.ts';
import { cancelRunNotifier } from './cancel-run.ts';
import { checkRunNotifier } from './check-run.ts';
import { dispatchNotifier } from './dispatch.ts';
import { addLabelNotifier, removeLabelNotifier } from './label.ts';
import type { Notifier } from './notifier.ts';
import { approvalCommentNotifier, replyNotifier, stickyCommentNotifier } from './pull-comment.ts';
import { reactionNotifier } from './reaction.ts';

export type { NotifierDeps } from './attempt.ts';

/** The notifier for each kind of effect. */
export function notifiersFor(deps: NotifierDeps): Readonly<Record<EffectKind, Notifier>> {
  return {
    check_run: checkRunNotifier(deps),
    sticky_comment: stickyCommentNotifier(deps),
    approval_comment: approvalCommentNotifier(deps),
    reply: replyNotifier(deps),
    add_label: addLabelNotifier(deps),
    remove_label: removeLabelNotifier(deps),
    dispatch: dispatchNotifier(deps),
    cancel_run: cancelRunNotifier(deps),
    reaction: reactionNotifier(deps),
  };
}
