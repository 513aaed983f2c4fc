import type { Account } from '../../demo/github/model/account.ts';
import type { Comment, Pull } from '../../demo/github/model/pull.ts';
import type { Door } from './door.ts';

/** What the bot made of a comment. */
export interface Answer {
  readonly comment: Comment;
  readonly reactions: readonly string[];
  readonly replies: readonly string[];
  /** The reason of the one reply, where it is a refusal; `granted` where the comment got a rocket. */
  readonly outcome: string;
}

/** Somebody writes a comment, and the bot is given the time to answer. */
export async function say(door: Door, pull: Pull, by: Account, body: string): Promise<Answer> {
  const before = door.comments(pull).length;
  const comment = door.github.comment(pull, { by, body });
  await door.settle();
  return answerTo(comment, door.comments(pull).slice(before));
}

export function answerTo(comment: Comment, replies: readonly string[]): Answer {
  const reactions = comment.reactions.map(({ content }) => content);
  const outcome = reactions.includes('rocket')
    ? 'granted'
    : (/^`(\w+)`/m.exec(replies.at(-1) ?? '')?.[1] ?? (reactions.includes('-1') ? 'refused' : 'nothing'));
  return { comment, reactions, replies, outcome };
}
