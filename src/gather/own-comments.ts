import { digestOfBody } from '../github/body-digest.ts';
import type { OwnComment } from '../store/store.ts';
import type { GateAnswer } from './query.ts';

/** The bot's comments that somebody edited or deleted: what they say now is not what was written. */
export function tamperedComments(answer: GateAnswer, written: readonly OwnComment[]): readonly OwnComment[] {
  const now = new Map(
    answer.own.flatMap((comment) => (comment === null ? [] : [[comment.id, comment.body] as const])),
  );
  return written.filter(({ nodeId, bodyDigest }) => {
    const body = now.get(nodeId);
    return body === undefined || digestOfBody(body) !== bodyDigest;
  });
}
