import { isBad, isCounted, logicalRuns } from '../alerts/logical-runs.ts';
import type { WatchedRole, WatchedRun } from '../alerts/run.ts';
import { endOf, median, spentBy } from '../alerts/times.ts';
import type {
  DailyView,
  DeadlineFigures,
  HandoffFigures,
  Share,
  Spread,
  WorkflowFigures,
} from '../effect/daily.ts';
import { DEADLINE_KINDS } from '../effect/deadline.ts';
import type { Obligation } from '../handoff/obligation.ts';
import { hasEnded } from '../handoff/state.ts';
import { type DaySpan, isWithin } from './calendar.ts';
import type { DayRecord } from './day.ts';

const MINUTE = 60_000;
/** Of fewer, a percentile is one run by another name. */
const PERCENTILE_FROM = 20;

export type DayFigures = Pick<DailyView, 'verify' | 'smoke' | 'handoffs' | 'deadlines'>;

/** The figures of one day: what ended on it, what was accepted on it and what was due on it. `now` in ISO 8601. */
export function figuresOf(
  record: DayRecord,
  of: { readonly span: DaySpan; readonly limitMinutes: number; readonly now: string },
): DayFigures {
  return {
    verify: workflow(record.runs, { role: 'verify', ...of }),
    smoke: workflow(record.runs, { role: 'smoke', ...of }),
    handoffs: handoffs(record.handoffs, of),
    deadlines: deadlines(record.deadlines, of.span),
  };
}

/** A run belongs to the day on which it first came to an end of its own; its re-runs count whenever they ended. */
function workflow(
  runs: readonly WatchedRun[],
  { role, span, now }: { readonly role: WatchedRole; readonly span: DaySpan; readonly now: string },
): WorkflowFigures {
  const ofDay = logicalRuns(runs, role).filter(({ endedAt }) => endedAt !== null && isWithin(span, endedAt));
  const attempts = runs.filter((run) => run.role === role && run.eligible && endedOn(span, run));
  const spent = attempts.filter(isCounted).map(({ times }) => spentBy(times, now));
  return {
    failedFirst: failedOf(ofDay.map(({ first }) => first)),
    failedLast: failedOf(ofDay.map(({ last }) => last)),
    executing: spread(spent.map(({ executingMs }) => executingMs)),
    queued: spread(spent.map(({ queuedMs }) => queuedMs)),
  };
}

function endedOn(span: DaySpan, run: WatchedRun): boolean {
  const at = run.status === 'completed' ? endOf(run) : null;
  return at !== null && isWithin(span, at);
}

function failedOf(attempts: readonly Parameters<typeof isBad>[0][]): Share {
  const counted = attempts.filter((attempt) => attempt !== null);
  return { k: counted.filter(isBad).length, n: counted.length };
}

function spread(durations: readonly number[]): Spread | null {
  const medianMs = median(durations);
  if (medianMs === null) return null;
  const n = durations.length;
  const sorted = durations.toSorted((a, b) => a - b);
  const p95Ms = n < PERCENTILE_FROM ? null : (sorted[Math.ceil(0.95 * n) - 1] ?? null);
  return { n, medianMs, maxMs: Math.max(...durations), p95Ms };
}

/** Counted from when the bot asked for the run; one that a person started, from when it was adopted. */
function handoffs(
  all: DayRecord['handoffs'],
  {
    span,
    limitMinutes,
    now,
  }: { readonly span: DaySpan; readonly limitMinutes: number; readonly now: string },
): HandoffFigures {
  const fates = all.flatMap(({ handoff, acceptedAt }) => {
    const began = acceptedAt ?? (handoff.origin === 'adopted' ? handoff.openedAt : null);
    if (began === null || !isWithin(span, Date.parse(began))) return [];
    const until = hasEnded(handoff) ? handoff.state.since : now;
    const isOver = Date.parse(until) - Date.parse(began) > limitMinutes * MINUTE;
    return [fateOf(handoff.state.kind, isOver)];
  });
  const count = (which: Fate) => fates.filter((fate) => fate === which).length;
  return {
    limitMinutes,
    counted: fates.length - count('stopped'),
    inTime: count('inTime'),
    late: count('late'),
    openLate: count('openLate'),
    open: count('open'),
    failed: count('failed'),
    givenUp: count('givenUp'),
    stopped: count('stopped'),
  };
}

type Fate = Exclude<keyof HandoffFigures, 'limitMinutes' | 'counted'>;

function fateOf(kind: DayRecord['handoffs'][number]['handoff']['state']['kind'], isOver: boolean): Fate {
  switch (kind) {
    case 'approved':
      return isOver ? 'late' : 'inTime';
    case 'failed':
    case 'stopped':
      return kind;
    case 'superseded':
    case 'abandoned':
      return 'givenUp';
    case 'waiting':
    case 'ready':
    case 'dispatching':
    case 'dispatch_unknown':
    case 'dispatched':
    case 'running':
    case 'approving':
      return isOver ? 'openLate' : 'open';
  }
}

function deadlines(all: readonly Obligation[], span: DaySpan): readonly DeadlineFigures[] {
  const due = all.filter(({ dueAt }) => isWithin(span, Date.parse(dueAt)));
  return DEADLINE_KINDS.flatMap((kind) => {
    const these = due.filter((one) => one.kind === kind);
    const met = these.filter(({ settled, missedAt }) => settled !== null && missedAt === null);
    return these.length === 0 ? [] : [{ kind, met: { k: met.length, n: these.length } }];
  });
}
