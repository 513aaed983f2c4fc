import type { BlastCommentEffect } from '../effect/blast.ts';
import type { ApprovalCommentEffect, ReplyEffect, StickyCommentEffect } from '../effect/effect.ts';
import { digestOfBody } from '../github/body-digest.ts';
import { attempt, type NotifierDeps } from './attempt.ts';
import { type CommentPurpose, commentMarker } from './comment-marker.ts';
import { type Comments, commentsOf } from './comments.ts';
import type { Notifier, Outcome, Sending, SendResult } from './notifier.ts';
import { approvalText } from './wording/approval.ts';
import { blastText } from './wording/blast-radius.ts';
import { replyText } from './wording/replies.ts';
import { stickyText } from './wording/sticky.ts';

type CommentEffect = StickyCommentEffect | BlastCommentEffect | ApprovalCommentEffect | ReplyEffect;

/** The one comment that shows where the PR stands, edited in place, made anew when somebody deleted it. */
export function stickyCommentNotifier(deps: NotifierDeps): Notifier<StickyCommentEffect> {
  return {
    kinds: ['sticky_comment'],
    send: (sending) => {
      const marker = commentMarker(deps.markerKey, sending.effect.pull, { kind: 'sticky', of: '' });
      return keptUpToDate(deps, sending, { marker, body: stickyText(sending.effect, marker) });
    },
  };
}

/** The one comment about the blast radius of a failed Verify (O2), edited in place like the sticky one. */
export function blastCommentNotifier(deps: NotifierDeps): Notifier<BlastCommentEffect> {
  return {
    kinds: ['blast_comment'],
    send: (sending) => {
      const marker = commentMarker(deps.markerKey, sending.effect.pull, { kind: 'blast', of: '' });
      return keptUpToDate(deps, sending, { marker, body: blastText(sending.effect, marker) });
    },
  };
}

function keptUpToDate(
  deps: NotifierDeps,
  sending: Sending<CommentEffect>,
  { marker, body }: { readonly marker: string; readonly body: string },
): Promise<Outcome> {
  const { previous } = sending;
  return withComments(deps, sending, async (comments) => {
    const edited = previous?.id === undefined ? null : await comments.edit(previous.id, body);
    if (edited !== null) return { kind: 'sent', result: edited };
    const found = await comments.find(marker);
    const again = found?.id === undefined ? null : await comments.edit(found.id, body);
    return writtenAgain(previous, again ?? (await comments.create(body)));
  });
}

/**
 * The `@ai-ops` approval (H4, R2): posted once, and what it says never changes. Where somebody else
 * changed or deleted it, it is written again, word for word, and the outcome says so.
 */
export function approvalCommentNotifier(deps: NotifierDeps): Notifier<ApprovalCommentEffect> {
  return {
    kinds: ['approval_comment'],
    send: (sending) => {
      const { effect, previous, ledger, about } = sending;
      const marker = commentMarker(deps.markerKey, effect.pull, { kind: 'approval', of: effect.handoffId });
      // What it says never changes, so neither does the link that it was written with.
      const linked = previous === null ? (about?.url ?? null) : (previous.linked ?? null);
      const body = approvalText({ effect, ledger, slackUrl: linked }, marker);
      return withComments(deps, sending, async (comments) => {
        const kept =
          previous?.id === undefined ? null : await keep(comments, { ...previous, id: previous.id }, body);
        const outcome = kept ?? writtenAgain(previous, await createOnce(comments, marker, body));
        return outcome.kind === 'sent' ? { ...outcome, result: { ...outcome.result, linked } } : outcome;
      });
    },
  };
}

/** The answer to a command, once for each command. */
export function replyNotifier(deps: NotifierDeps): Notifier<ReplyEffect> {
  return {
    kinds: ['reply'],
    send: (sending) => {
      const purpose: CommentPurpose = { kind: 'reply', of: sending.effect.key };
      const marker = commentMarker(deps.markerKey, sending.effect.pull, purpose);
      const body = replyText(sending.effect, marker);
      return withComments(deps, sending, async (comments) => ({
        kind: 'sent',
        result: await createOnce(comments, marker, body),
      }));
    },
  };
}

function withComments(
  deps: NotifierDeps,
  { effect: { pull } }: Sending<CommentEffect>,
  act: (comments: Comments) => Promise<Outcome>,
): Promise<Outcome> {
  return attempt(deps, pull, (client) => act(commentsOf(client, pull, deps)));
}

async function createOnce(comments: Comments, marker: string, body: string): Promise<SendResult> {
  return (await comments.find(marker)) ?? comments.create(body);
}

/** `null` when the comment is gone. */
async function keep(
  comments: Comments,
  written: SendResult & { id: number },
  body: string,
): Promise<Outcome | null> {
  const now = await comments.read(written.id);
  if (now === null) return null;
  if (now.bodyDigest === (written.bodyDigest ?? digestOfBody(body))) return { kind: 'sent', result: now };
  const restored = await comments.edit(written.id, body);
  return restored && { kind: 'sent', result: restored, tampered: true };
}

/** A comment that had been written before was not there any more: somebody deleted it. */
function writtenAgain(before: SendResult | null, result: SendResult): Outcome {
  return { kind: 'sent', result, ...(before?.id !== undefined && { tampered: true }) };
}
