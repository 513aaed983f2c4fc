import type { Episode, EpisodeState, LateHandoff, Measure } from './episode.ts';
import { type Lived, openedNow } from './life.ts';
import { endedOf, openOf, type Seen } from './seen.ts';
import { BACKSTOP_MS, LATE_CONFIRMED_MS } from './timing.ts';

const MINUTE = 60_000;

/**
 * M3: a handoff takes longer than `alert_minutes`. Before that, at `note_minutes`, its thread says where the time
 * went, and nobody is warned. Once late, whoever may approve is asked by name. It is confirmed, and paged for as a
 * warning, where one is still late a quarter of an hour after people were warned; over once none is late any more.
 */
export function stepLeadTime(seen: Seen): Lived {
  const { handoffs, settings, episodes } = seen.input;
  const { note_minutes, alert_minutes } = settings.handoff_lead_time;
  const longer = (minutes: number) => handoffs.filter((one) => ageOf(seen, one) >= minutes * MINUTE);
  const [long, late] = [longer(note_minutes), longer(alert_minutes)];
  const next = handoffs.flatMap(({ since }) =>
    [note_minutes, alert_minutes].map((minutes) => Date.parse(since) + minutes * MINUTE),
  );
  const open = openOf(episodes, 'handoff_lead_time');
  if (open === null && long.length === 0)
    return { episode: null, wakeAt: earliest(seen, next), isPageDue: false };
  const measure: Measure = {
    rule: 'handoff_lead_time',
    limitMs: alert_minutes * MINUTE,
    late: [...late].sort(oldestFirst),
  };
  const before = open ?? {
    ...openedNow(seen, 'handoff_lead_time', measure),
    state: { kind: 'noted' as const, since: seen.input.now },
    told: endedOf(episodes, 'handoff_lead_time').flatMap(({ told }) => told),
  };
  const episode = after(seen, before, { measure, long, late });
  const confirmedAt =
    episode.state.kind === 'warning' ? [Date.parse(episode.state.since) + LATE_CONFIRMED_MS] : [];
  return {
    episode,
    wakeAt:
      episode.state.kind === 'resolved'
        ? earliest(seen, next)
        : earliest(seen, [...next, ...confirmedAt, seen.now + BACKSTOP_MS]),
    isPageDue: episode.state.kind === 'confirmed',
  };
}

interface Late {
  readonly measure: Measure;
  /** Those that have a note, late ones among them. */
  readonly long: readonly LateHandoff[];
  readonly late: readonly LateHandoff[];
}

function after(seen: Seen, before: Episode, { measure, long, late }: Late): Episode {
  const { now } = seen.input;
  const state = stateAfter(seen, before, long, late);
  const isConfirmed = state.kind === 'confirmed';
  const notes = [
    ...long.map(({ handoffId }) => `lead_time_note:${handoffId}`),
    ...late
      .filter(({ waitsFor }) => waitsFor.length > 0)
      .map(({ handoffId }) => `approval_asked:${handoffId}`),
  ];
  return {
    ...before,
    state,
    // What was late stays to be seen once it is over.
    measure: late.length > 0 ? measure : before.measure,
    confirmedAt: before.confirmedAt ?? (isConfirmed ? now : null),
    paged: before.paged ?? (isConfirmed ? { at: now, because: 'late' } : null),
    told: toldAfter(seen, before.told, notes),
  };
}

function stateAfter(
  seen: Seen,
  { state }: Episode,
  long: readonly LateHandoff[],
  late: readonly LateHandoff[],
): EpisodeState {
  const { now } = seen.input;
  if (late.length === 0) {
    const isOver = state.kind !== 'noted' || long.length === 0;
    return isOver ? { kind: 'resolved', since: now } : state;
  }
  if (state.kind === 'noted') return { kind: 'warning', since: now };
  const isOld = state.kind === 'warning' && seen.now - Date.parse(state.since) >= LATE_CONFIRMED_MS;
  return isOld ? { kind: 'confirmed', since: now } : state;
}

/** Of handoffs that are over nothing has to be remembered. */
function toldAfter(seen: Seen, told: readonly string[], notes: readonly string[]): readonly string[] {
  const ids = new Set(seen.input.handoffs.map(({ handoffId }) => handoffId));
  const current = told.filter((key) => ids.has(key.slice(key.indexOf(':') + 1)));
  return [...current, ...notes.filter((note) => !current.includes(note))];
}

function ageOf({ now }: Seen, { since }: LateHandoff): number {
  return now - Date.parse(since);
}

function earliest({ now }: Seen, times: readonly number[]): number | null {
  const ahead = times.filter((time) => time > now);
  return ahead.length === 0 ? null : Math.min(...ahead);
}

function oldestFirst(a: LateHandoff, b: LateHandoff): number {
  return Date.parse(a.since) - Date.parse(b.since) || (a.handoffId < b.handoffId ? -1 : 1);
}
