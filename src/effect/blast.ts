import type { BlastRadius } from '../alerts/blast-radius.ts';
import type { RunRef } from '../alerts/run.ts';
import type { Locale } from '../policies/locale.ts';
import type { PullTarget } from './place.ts';

/** The one comment of a PR that shows what a failed LangGraph Verify means (O2), kept up to date. */
export interface BlastCommentEffect {
  readonly kind: 'blast_comment';
  readonly key: string;
  readonly pull: PullTarget;
  readonly locale: Locale;
  /** `null` where it is over, and what failed is not remembered any more. */
  readonly blast: BlastRadius | null;
  readonly over: BlastOver | null;
  /** GitHub's web address: `https://github.com/o/r`. */
  readonly repositoryUrl: string;
  readonly playbookUrl: string;
  /** The message in Slack that tells of it; `null` where none is linked. */
  readonly slackUrl: string | null;
}

/** Why the blast radius is one of the past. */
export type BlastOver =
  | { readonly because: 'passed'; readonly run: RunRef }
  | { readonly because: 'pushed'; readonly headSha: string }
  | { readonly because: 'merged' | 'closed' };

/** One comment for each PR. */
export function blastKey(repositoryId: number, number: number): string {
  return `blast:${repositoryId}:${number}`;
}
