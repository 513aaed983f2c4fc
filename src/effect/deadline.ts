import type { Rule } from '../alerts/episode.ts';
import type { AccessChange } from './access-change.ts';

/** What may be owed to people in time, one kind for each deadline of the runbook. */
export const DEADLINE_KINDS = ['status', 'incident_status', 'follow_up', 'history', 'daily_report'] as const;
export type DeadlineKind = (typeof DEADLINE_KINDS)[number];

/** `open`: its time has not come. One that was given late, or not at all, is `missed` for good. */
export const DEADLINE_OUTCOMES = ['met', 'missed', 'open'] as const;
export type DeadlineOutcome = (typeof DEADLINE_OUTCOMES)[number];

/** `null`: what its id names is not known any more. */
export type DeadlineAbout =
  | { readonly is: 'handoff'; readonly id: string; readonly headSha: string | null }
  | { readonly is: 'episode'; readonly id: string; readonly rule: Rule | null }
  | { readonly is: 'incident'; readonly id: string; readonly number: number | null }
  | { readonly is: 'change'; readonly id: string; readonly change: AccessChange | null }
  /** The day in Japan, such as `2026-11-23`. */
  | { readonly is: 'day'; readonly id: string };

/** What is owed about what, and until when (ISO 8601 in UTC). */
export interface OwedDeadline {
  readonly kind: DeadlineKind;
  /** `null`: about no single repository. */
  readonly place: {
    readonly owner: string;
    readonly repo: string;
    /** Of the PR that it is about, or in which it is to be settled. */
    readonly number: number | null;
  } | null;
  readonly about: DeadlineAbout;
  readonly since: string;
  readonly dueAt: string;
}

/** How a repository stands with its deadlines. */
export interface DeadlinesView {
  /** The next ones that are due, soonest first. */
  readonly open: readonly OwedDeadline[];
  /** How many there are besides. */
  readonly more: number;
  /** Those that were missed within the last 30 days. */
  readonly missed: number;
}
