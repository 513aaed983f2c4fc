import type { EpisodeRerun, NoRerun } from './episode.ts';
import type { LogicalRun } from './logical-runs.ts';
import type { RunRef, WatchedRun } from './run.ts';
import { runsOf, type Seen } from './seen.ts';
import { median, spentBy, stageOf } from './times.ts';
import { END_WITHIN_AT_LEAST_MS, END_WITHIN_UNKNOWN_MS, START_WITHIN_MS } from './timing.ts';

/** What came of a re-run by now: ended, or overdue where it has not started or not ended in time. */
export function settled(seen: Seen, rerun: EpisodeRerun): EpisodeRerun {
  const { kind } = rerun.outcome;
  if (kind === 'ended' || kind === 'not_done') return rerun;
  const run = runsOf(seen, rerun.role).find(({ runId }) => runId === rerun.of.runId);
  const again = run === undefined ? null : laterAttempt(run, rerun.of);
  const result = again?.result ?? null;
  if (again !== null && result !== null)
    return { ...rerun, outcome: { kind: 'ended', run: refOf(again), result } };
  const because = whyNotDone(seen, rerun);
  if (kind !== 'overdue' && because !== null) return notDone(rerun, because);
  return seen.now >= deadlineOf(seen, rerun) ? { ...rerun, outcome: { kind: 'overdue' } } : rerun;
}

export function isPending({ outcome }: EpisodeRerun): boolean {
  return outcome.kind === 'pending' || outcome.kind === 'cancelling';
}

/** By when a re-run must have started, or have ended once it has started; milliseconds since the epoch. */
export function deadlineOf(seen: Seen, { of, role, askedAt }: EpisodeRerun): number {
  const run = runsOf(seen, role).find(({ runId }) => runId === of.runId);
  const again = run === undefined ? null : laterAttempt(run, of);
  return again === null ? Date.parse(askedAt) + START_WITHIN_MS : attemptDeadline(seen, again);
}

/** The outcome of a run is open: a later attempt of it, whoever asked for it, is on its way and not overdue. */
export function awaitsAttempt(seen: Seen, { newest, attempts }: LogicalRun): boolean {
  return attempts.length > 1 && stageOf(newest) !== 'ended' && seen.now < attemptDeadline(seen, newest);
}

export function attemptDeadline(seen: Seen, attempt: WatchedRun): number {
  const { startedAt, requestedAt } = attempt.times;
  if (startedAt === null) return Date.parse(requestedAt) + START_WITHIN_MS;
  return Math.max(Date.parse(startedAt), Date.parse(requestedAt)) + endWithin(seen, attempt);
}

export function notDone(rerun: EpisodeRerun, because: NoRerun): EpisodeRerun {
  return { ...rerun, outcome: { kind: 'not_done', because } };
}

export function refOf({ runId, attempt, url }: RunRef): RunRef {
  return { runId, attempt, url };
}

function endWithin(seen: Seen, { role }: WatchedRun): number {
  const took = (role === 'smoke' ? seen.smoke : seen.verify)
    .flatMap(({ last }) => (last?.result === 'success' ? [last] : []))
    .map((attempt) => spentBy(attempt.times, seen.input.now).executingMs);
  const middle = median(took);
  return middle === null ? END_WITHIN_UNKNOWN_MS : Math.max(END_WITHIN_AT_LEAST_MS, 2 * middle);
}

function laterAttempt({ newest }: LogicalRun, { attempt }: RunRef): WatchedRun | null {
  return newest.attempt > attempt ? newest : null;
}

/** What came too late is not told apart from what never came: the deadline decides. */
function whyNotDone({ input }: Seen, { of }: EpisodeRerun): NoRerun | null {
  const why = input.done.findLast(({ runId }) => runId === of.runId)?.notDone ?? null;
  return why === 'too_late' ? null : why;
}
