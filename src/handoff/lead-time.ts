import type { LeadSegment } from '../alerts/episode.ts';
import type { JobFacts, StepFacts } from '../policies/facts.ts';
import { type PhaseMapping, phaseAt } from './phases.ts';

/** A job with its times (ISO 8601 in UTC); `null` where that has not happened. */
export interface TimedJob extends Omit<JobFacts, 'steps'> {
  readonly startedAt: string | null;
  readonly completedAt: string | null;
  readonly steps: readonly TimedStep[];
}

export interface TimedStep extends StepFacts {
  readonly startedAt: string | null;
  readonly completedAt: string | null;
}

/** What is known of the way of one handoff so far; `run` is `null` until it is known which it is. */
export interface LeadReading {
  /** When it was accepted: the lead time counts from here. */
  readonly acceptedAt: string;
  readonly run: {
    readonly createdAt: string;
    readonly completedAt: string | null;
    readonly jobs: readonly TimedJob[];
  } | null;
  /** The Verify run that it started; `null` where none is expected or none has shown up. */
  readonly verify: { readonly startedAt: string | null; readonly completedAt: string | null } | null;
  readonly verifyExpected: boolean;
  /** People were asked to review the PR. */
  readonly reviewAsked: boolean;
}

type Part = Pick<LeadSegment, 'name' | 'of'>;

/** Times in epoch milliseconds; where several cover a moment, the first of them counts. */
interface Interval extends Part {
  readonly from: number;
  readonly to: number;
}

/**
 * Where the time of a handoff went, from its acceptance to `now` (M3): every moment belongs to one segment, and each
 * segment is told once, in the order in which they began.
 */
export function leadSegments(
  reading: LeadReading,
  phases: readonly PhaseMapping[],
  now: string,
): readonly LeadSegment[] {
  const [start, end] = [Date.parse(reading.acceptedAt), Date.parse(now)];
  const intervals = [...runIntervals(reading, phases, end), ...around(reading, end)];
  const cuts = [start, end, ...intervals.flatMap(({ from, to }) => [from, to])]
    .filter((at) => start <= at && at <= end)
    .toSorted((a, b) => a - b);
  const segments = new Map<string, LeadSegment>();
  for (const [index, from] of cuts.entries()) {
    const to = cuts[index + 1];
    if (to === undefined || to === from) continue;
    const part = intervals.find((one) => one.from <= from && to <= one.to);
    if (part !== undefined) add(segments, part, { ms: to - from, isOpen: to === end });
  }
  return [...segments.values()];
}

function add(
  segments: Map<string, LeadSegment>,
  { name, of }: Part,
  { ms, isOpen }: Pick<LeadSegment, 'ms' | 'isOpen'>,
): void {
  const key = `${name} ${of}`;
  const known = segments.get(key);
  segments.set(key, {
    name,
    of,
    ms: (known?.ms ?? 0) + ms,
    isOpen: isOpen || (known?.isOpen ?? false),
  });
}

/** What of the run people are waited for comes before what a machine does meanwhile: only the first needs anybody. */
function runIntervals(
  { run, reviewAsked }: LeadReading,
  phases: readonly PhaseMapping[],
  now: number,
): readonly Interval[] {
  if (run === null) return [];
  const until = msOf(run.completedAt) ?? now;
  const waits = run.jobs.flatMap((job) => waitOf(job, { run, phases, until }));
  const work = run.jobs.flatMap((job) => workOf(job, phases, until));
  return [
    ...waits,
    ...work
      .map((one) => (one.name === 'pr_review' && reviewAsked ? { ...one, of: 'people' as const } : one))
      .toSorted((a, b) => Number(a.name === 'handoff') - Number(b.name === 'handoff')),
  ];
}

/** A job waits since all that ran before it had ended; for an approval where that is what it is there for. */
function waitOf(
  job: TimedJob,
  about: {
    readonly run: NonNullable<LeadReading['run']>;
    readonly phases: readonly PhaseMapping[];
    readonly until: number;
  },
): readonly Interval[] {
  const { run, phases, until } = about;
  const { name } = phaseAt(job, undefined, phases);
  const to = job.status === 'waiting' ? until : (msOf(job.startedAt) ?? until);
  if (job.status !== 'waiting' && name !== 'deploy_approval') return [];
  const before = run.jobs
    .filter((other) => other !== job)
    .map(({ completedAt }) => msOf(completedAt))
    .filter((at) => at !== null && at <= to);
  const from = Math.max(Date.parse(run.createdAt), ...before.filter((at) => at !== null));
  return [{ name: name === 'handoff' ? 'deploy_approval' : name, of: 'people', from, to }];
}

/** Each step goes on until the next one begins; a job without steps is one. */
function workOf(job: TimedJob, phases: readonly PhaseMapping[], until: number): readonly Interval[] {
  const from = msOf(job.startedAt);
  if (from === null || job.status === 'queued' || job.status === 'waiting') return [];
  const to = msOf(job.completedAt) ?? until;
  const begun = job.steps.flatMap((step) => {
    const at = msOf(step.startedAt);
    return at === null || step.status === 'queued' ? [] : [{ step, at }];
  });
  const whole = { name: phaseAt(job, undefined, phases).name, of: 'machine', from, to } as const;
  const parts = begun.map(({ step, at }, index) => ({
    name: phaseAt(job, step, phases).name,
    of: 'machine' as const,
    from: at,
    to: begun[index + 1]?.at ?? to,
  }));
  return [...parts, whole];
}

/** What lies before, between and after the jobs of the run. */
function around({ acceptedAt, run, verify, verifyExpected }: LeadReading, now: number): readonly Interval[] {
  const accepted = Date.parse(acceptedAt);
  if (run === null) return [{ name: 'dispatch', of: 'machine', from: accepted, to: now }];
  const created = Date.parse(run.createdAt);
  const ended = msOf(run.completedAt);
  const within = [
    { name: 'dispatch', of: 'machine', from: accepted, to: created },
    { name: 'queue', of: 'queue', from: created, to: ended ?? now },
  ] as const;
  if (ended === null) return within;
  if (!verifyExpected) return [...within, { name: 'approval', of: 'machine', from: ended, to: now }];
  const begun = msOf(verify?.startedAt ?? null) ?? now;
  const verified = msOf(verify?.completedAt ?? null) ?? now;
  return [
    ...within,
    { name: 'verify', of: 'queue', from: ended, to: begun },
    { name: 'verify', of: 'machine', from: begun, to: verified },
    { name: 'approval', of: 'machine', from: verified, to: now },
  ];
}

function msOf(at: string | null): number | null {
  return at === null ? null : Date.parse(at);
}
