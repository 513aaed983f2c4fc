import { keepTime, type Obligation } from '../../handoff/obligation.ts';
import { isPast, later } from '../../handoff/timing.ts';
import { type IncidentMemory, incidentObligationId } from '../../store/store.ts';

const MINUTE = 60_000;
/** O3: status in Slack within ten minutes of the incident's own time; at eight, PagerDuty itself is told. */
const NOTE_AFTER_MS = 8 * MINUTE;
const DUE_AFTER_MS = 10 * MINUTE;
/** An incident that was heard of late gets so long in Slack before PagerDuty is told. */
const SLACK_HAS_MS = MINUTE;
/** What stood in PagerDuty's list for so long when the bot first looked was there before it: nothing is owed. */
const OLD_MS = 24 * 60 * MINUTE;

export interface OwedStatus {
  /** `null`: nothing is owed. */
  readonly obligation: Obligation | null;
  readonly happened: 'opened' | 'settled' | 'missed' | null;
  /** Slack has not taken it in time: it is said at PagerDuty. */
  readonly isNoteDue: boolean;
  readonly wakeAt: string | null;
}

/**
 * What becomes of the status that is owed for an incident. Only the message that really stands in Slack settles it,
 * by the time that Slack gave it; it shows what is affected, what the bot does and who has it.
 */
export function owedStatus(memory: IncidentMemory, now: string): OwedStatus {
  const before = memory.obligation ?? opened(memory);
  if (before === null) return { obligation: null, happened: null, isNoteDue: false, wakeAt: null };
  if (before.settled !== null) return { obligation: null, happened: null, isNoteDue: false, wakeAt: null };
  if (memory.message !== null) return settledBy(before, memory.message);
  const kept = keepTime(before, now);
  const noteAt = noteDueAt(before, memory);
  const isMissed = kept.obligation.missedAt !== null;
  return {
    obligation: kept.obligation,
    happened: kept.happened === 'missed' ? 'missed' : memory.obligation === null ? 'opened' : null,
    isNoteDue: memory.note === null && isPast(noteAt, now),
    wakeAt: firstAfter(now, [noteAt, ...(isMissed ? [] : [before.dueAt])]),
  };
}

/** Where Slack is not set up, nobody is told there: the status stands at PagerDuty alone. */
export function noteDueAt(
  { remindAt }: Pick<Obligation, 'remindAt'>,
  { incident: { kept } }: Pick<IncidentMemory, 'incident'>,
): string {
  const afterFirst = later(kept.first.at, SLACK_HAS_MS);
  return Date.parse(afterFirst) > Date.parse(remindAt) ? afterFirst : remindAt;
}

function opened({ incident }: IncidentMemory): Obligation | null {
  const { id, createdAt, kept } = incident;
  if (kept.first.by === 'list' && isPast(later(createdAt, OLD_MS), kept.first.at)) return null;
  return {
    id: incidentObligationId(id),
    kind: 'incident_status',
    about: id,
    since: createdAt,
    remindAt: later(createdAt, NOTE_AFTER_MS),
    dueAt: later(createdAt, DUE_AFTER_MS),
    remindedAt: null,
    missedAt: null,
    settled: null,
  };
}

function settledBy(before: Obligation, { at, url }: NonNullable<IncidentMemory['message']>): OwedStatus {
  const isLate = isPast(before.dueAt, at);
  return {
    obligation: {
      ...before,
      missedAt: before.missedAt ?? (isLate ? at : null),
      settled: { by: 'ai-ops', at, note: null, proof: url },
    },
    happened: 'settled',
    isNoteDue: false,
    wakeAt: null,
  };
}

function firstAfter(now: string, times: readonly string[]): string | null {
  const coming = times.filter((time) => !isPast(time, now)).toSorted();
  return coming[0] ?? null;
}
