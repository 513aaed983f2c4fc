import { createHmac } from 'node:crypto';
import type { PullTarget } from '../effect/effect.ts';
import type { Secret } from '../secrets.ts';

/** What a comment is for: one comment for each purpose on each PR. */
export interface CommentPurpose {
  readonly kind: 'sticky' | 'approval' | 'reply' | 'blast';
  /** Handoff id of an approval, key of a reply; empty where a PR has one such comment. */
  readonly of: string;
}

/**
 * The hidden last line of a comment of the bot. Its code is bound to repository, PR and purpose, so a
 * marker copied to another place proves nothing.
 */
export function commentMarker(key: Secret, pull: PullTarget, { kind, of }: CommentPurpose): string {
  const subject = JSON.stringify([kind, pull.repositoryId, pull.number, of]);
  const code = createHmac('sha256', key.expose()).update(subject).digest('hex');
  return `<!-- ai-ops:${kind}:${code} -->`;
}

/** The marker counts as the last line only: what comes before may quote anything, a copied marker too. */
export function carriesMarker(body: string, marker: string): boolean {
  return body.trimEnd().endsWith(marker);
}
