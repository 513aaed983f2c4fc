import type { Episode, Measure } from './episode.ts';
import type { FailureCounts } from './failure-counts.ts';
import { type CountedAttempt, isBad, type LogicalRun } from './logical-runs.ts';
import type { RunRef } from './run.ts';
import { endedOf, type Seen } from './seen.ts';
import { endOf } from './times.ts';
import { NEWS_MS } from './timing.ts';

/**
 * Runs in the window whose failure is new, oldest first: no episode that has ended knew it, and it is younger than a
 * day. The runbook's threshold stays breached by one failure until it leaves the window; that is one warning, not many.
 */
export function newFailures(
  seen: Seen,
  rule: 'smoke_failure_rate' | 'verify_failure',
  { runs, raw, confirmed }: FailureCounts,
): readonly LogicalRun[] {
  const inWindow = new Set([...raw.runs, ...confirmed.runs].map(({ runId }) => runId));
  const known = new Set(
    endedOf(seen.input.episodes, rule).flatMap(({ measure }) => failuresIn(measure).map(nameOf)),
  );
  const isNews = (attempt: CountedAttempt | null) =>
    isBad(attempt) &&
    !known.has(nameOf(attempt)) &&
    seen.now - (endOf(attempt) ?? 0) < NEWS_MS &&
    !isToldAsSlow(seen.input.episodes, attempt);
  return runs.filter((run) => inWindow.has(run.runId) && (isNews(run.first) || isNews(run.last))).reverse();
}

function failuresIn(measure: Measure): readonly RunRef[] {
  if (!('raw' in measure)) return [];
  return [...measure.raw.runs, ...measure.confirmed.runs].filter(({ result }) => result !== 'success');
}

/** Attempts that M2 has re-run, or that were cut off for being slow, are that rule's to tell. */
function isToldAsSlow(episodes: readonly Episode[], attempt: CountedAttempt): boolean {
  return episodes
    .filter(({ rule }) => rule === 'verify_latency')
    .flatMap(({ reruns }) => reruns)
    .filter(({ of }) => nameOf(of) === nameOf(attempt))
    .some(({ outcome }) => outcome.kind !== 'not_done' || attempt.result === 'timeout');
}

function nameOf({ runId, attempt }: RunRef): string {
  return `${runId}.${attempt}`;
}
