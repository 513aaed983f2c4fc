import type { DeadlineKind } from '../effect/deadline.ts';
import { isPast } from './timing.ts';

/** What people owe, since when and until when; a row of its own, so that it can be shown to have been kept. */
export interface Obligation {
  /** The kind and what it is about: the same deed is owed once. */
  readonly id: string;
  readonly kind: DeadlineKind;
  /** The handoff, the change that is to be written down, the episode or incident that people are told of, or the day. */
  readonly about: string;
  /** All times are ISO 8601 in UTC. */
  readonly since: string;
  readonly remindAt: string;
  readonly dueAt: string;
  readonly remindedAt: string | null;
  /** When it was found not to have been kept in time. */
  readonly missedAt: string | null;
  readonly settled: Settled | null;
}

export interface Settled {
  /** Login of who did it; `null` where it was found done. */
  readonly by: string | null;
  readonly at: string;
  readonly note: string | null;
  /** Where it can be seen; `null` where there is nothing to see. */
  readonly proof: string | null;
}

export interface Kept {
  readonly obligation: Obligation;
  /** What has just become due; `null` when nothing did. */
  readonly happened: 'reminder' | 'missed' | null;
}

/** What the time alone makes of an obligation. A reminder that nobody could give in time is not given late. */
export function keepTime(obligation: Obligation, now: string): Kept {
  if (obligation.settled !== null || obligation.missedAt !== null) return { obligation, happened: null };
  if (isPast(obligation.dueAt, now))
    return { obligation: { ...obligation, missedAt: now }, happened: 'missed' };
  if (obligation.remindedAt !== null || !isPast(obligation.remindAt, now))
    return { obligation, happened: null };
  return { obligation: { ...obligation, remindedAt: now }, happened: 'reminder' };
}

/** When to look again though nothing was heard; `null` once nothing can become due. */
export function nextTime({ settled, missedAt, remindedAt, remindAt, dueAt }: Obligation): string | null {
  if (settled !== null || missedAt !== null) return null;
  return remindedAt === null ? remindAt : dueAt;
}
