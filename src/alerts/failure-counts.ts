import { attemptDeadline, awaitsAttempt, deadlineOf, isPending, settled } from './await-rerun.ts';
import type { Episode, EpisodeRerun, PageReason, Rate } from './episode.ts';
import { hasEnded } from './episode.ts';
import type { Standing } from './life.ts';
import { hasFailed, isBad, type LogicalRun } from './logical-runs.ts';
import { confirmedRate, goodInARow, inARow, rawRate } from './rates.ts';
import { runsOf, type Seen } from './seen.ts';
import { endOf } from './times.ts';

/** What is counted of one workflow, with its re-runs as they are known. */
export interface FailureCounts {
  readonly runs: readonly LogicalRun[];
  readonly raw: Rate;
  readonly confirmed: Rate;
  /** Of the episode; those of the same workflow hold its runs open. */
  readonly reruns: readonly EpisodeRerun[];
  readonly isAwaited: (run: LogicalRun) => boolean;
}

/** @param reruns of the rule's own episode, settled */
export function countFailures(
  seen: Seen,
  role: EpisodeRerun['role'],
  reruns: readonly EpisodeRerun[],
): FailureCounts {
  const runs = runsOf(seen, role);
  const { window } = seen.input.settings.smoke_failure_rate;
  const own = reruns.filter((rerun) => rerun.role === role);
  const records = [...own, ...elsewhere(seen, role)];
  const isAwaited = (run: LogicalRun) => {
    const rerun = records.find(({ of }) => of.runId === run.runId);
    if (rerun !== undefined && isPending(rerun)) return true;
    return rerun?.outcome.kind !== 'overdue' && awaitsAttempt(seen, run);
  };
  return {
    runs,
    raw: rawRate(runs, window),
    confirmed: confirmedRate(runs, window, isAwaited),
    reruns,
    isAwaited,
  };
}

/** Two in a row, or so many of a full window, after their re-runs (M1). */
export function failuresPage({ input }: Seen, { confirmed }: FailureCounts): PageReason | null {
  const { window, page_at } = input.settings.smoke_failure_rate;
  if (inARow(confirmed) >= 2) return 'two_in_a_row';
  return confirmed.of >= window && confirmed.failed >= page_at ? 'two_of_seven_confirmed' : null;
}

export function failuresStanding(seen: Seen, before: Episode, counts: FailureCounts): Standing {
  const { runs, confirmed, reruns, isAwaited } = counts;
  const until = runs
    .filter((run) => isBad(run.last) && isAwaited(run))
    .map((run) => deadline(seen, run, reruns));
  if (until.length > 0) return { kind: 'awaited', until: Math.min(...until) };
  const good = goodInARow(runs, isAwaited);
  if (good > 0) return { kind: 'good', runs: good };
  const newest = runs.find(({ runId }) => runId === confirmed.runs[0]?.runId);
  const isConfirmed = newest === undefined ? before.confirmedAt !== null : failedAgain(newest, reruns);
  return { kind: isConfirmed || inARow(confirmed) >= 2 ? 'confirmed' : 'wrong' };
}

/** When the newest failure that is counted ended, in milliseconds. */
export function newestFailureAt({ runs }: FailureCounts): number | null {
  const ends = runs.flatMap(({ last }) => (isBad(last) ? [endOf(last) ?? 0] : []));
  return ends.length === 0 ? null : Math.max(...ends);
}

/** A re-run failed too or did not come in time, or none could have helped. */
function failedAgain({ runId, attempts }: LogicalRun, reruns: readonly EpisodeRerun[]): boolean {
  if (attempts.filter(hasFailed).length > 1) return true;
  const outcome = reruns.find(({ of }) => of.runId === runId)?.outcome;
  if (outcome?.kind === 'not_done')
    return outcome.because === 'most_of_it_failed' || outcome.because === 'same_failure_before';
  return outcome?.kind === 'overdue';
}

function deadline(seen: Seen, { runId, newest }: LogicalRun, reruns: readonly EpisodeRerun[]): number {
  const rerun = reruns.find(({ of }) => of.runId === runId);
  return rerun === undefined ? attemptDeadline(seen, newest) : deadlineOf(seen, rerun);
}

/** Re-runs of the same workflow that other open episodes wait for. */
function elsewhere(seen: Seen, role: EpisodeRerun['role']): readonly EpisodeRerun[] {
  return seen.input.episodes
    .filter((episode) => !hasEnded(episode))
    .flatMap(({ reruns }) => reruns)
    .filter((rerun) => rerun.role === role)
    .map((rerun) => settled(seen, rerun));
}
