import type { RunTimes } from '../alerts/run.ts';
import type { WatchedJobAnswer, WatchedRunAnswer } from './watch-answers.ts';

/** GitHub's stamps are to the second, and those of a run and its jobs are not of one clock. */
const SKEW_MS = 2_000;

/**
 * Where the time of one attempt went, as its jobs tell. A wait for people leaves no trace once it is over, so it is
 * carried on from what was seen before.
 *
 * @param run as the attempt that is asked about
 * @param seen the times as they were stored last; `null` where it is new
 * @param now ISO 8601
 */
export function timesOf(
  run: WatchedRunAnswer,
  jobs: readonly WatchedJobAnswer[],
  { seen, now }: { readonly seen: RunTimes | null; readonly now: string },
): RunTimes {
  const requestedAt = iso(run.run_attempt === 1 ? run.created_at : (run.run_started_at ?? run.created_at));
  const begun = beginnings(jobs, requestedAt);
  const startedAt = begun[0] ?? null;
  const ended = run.status === 'completed';
  const waits = !ended && (run.status === 'waiting' || jobs.some(({ status }) => status === 'waiting'));
  const endedAt = ended ? endOf(run, jobs, requestedAt) : null;
  const waitingSince = waits ? (seen?.waitingSince ?? waitBegan(jobs, requestedAt, now)) : null;
  const over = !waits && seen?.waitingSince != null ? seen.waitingSince : null;
  const waited = over === null ? 0 : waitedSince(over, { begun, startedAt, until: endedAt ?? now });
  return { requestedAt, startedAt, waitedMs: (seen?.waitedMs ?? 0) + waited, waitingSince, endedAt };
}

/** A job that was carried over from the attempt before began before this one was asked for. */
function ofAttempt(at: string, requestedAt: string): boolean {
  return Date.parse(at) >= Date.parse(requestedAt) - SKEW_MS;
}

/** When jobs got a runner, oldest first. GitHub gives one that waits a start as well: that of its waiting. */
function beginnings(jobs: readonly WatchedJobAnswer[], requestedAt: string): readonly string[] {
  return jobs
    .filter(hasRun)
    .flatMap(({ started_at: at }) => (at == null || !ofAttempt(at, requestedAt) ? [] : [iso(at)]))
    .sort();
}

/** One that was cancelled or skipped before it got a runner has no steps. */
function hasRun({ status, conclusion, steps }: WatchedJobAnswer): boolean {
  if (status === 'in_progress') return true;
  return status === 'completed' && conclusion !== 'skipped' && (steps ?? []).length > 0;
}

function endOf(run: WatchedRunAnswer, jobs: readonly WatchedJobAnswer[], requestedAt: string): string {
  const ends = jobs.flatMap(({ completed_at: at }) =>
    at == null || !ofAttempt(at, requestedAt) ? [] : [iso(at)],
  );
  return ends.sort().at(-1) ?? iso(run.updated_at);
}

/** Seen for the first time: since what came before it was done, not later than now. */
function waitBegan(jobs: readonly WatchedJobAnswer[], requestedAt: string, now: string): string {
  const before = jobs.flatMap(({ status, created_at, completed_at }) => {
    const at = status === 'waiting' ? created_at : status === 'completed' ? completed_at : null;
    return at == null || !ofAttempt(at, requestedAt) ? [] : [iso(at)];
  });
  const newest = [requestedAt, ...before].sort().at(-1) ?? now;
  return newest < now ? newest : now;
}

/** A wait before the first job began counts as queueing, so only what came after that is counted. */
function waitedSince(
  since: string,
  run: { readonly begun: readonly string[]; readonly startedAt: string | null; readonly until: string },
): number {
  if (run.startedAt === null || run.startedAt >= since) return 0;
  const end = run.begun.find((at) => at > since) ?? run.until;
  return Math.max(0, Date.parse(end) - Date.parse(since));
}

function iso(at: string): string {
  return new Date(at).toISOString();
}
