import type { Episode, Measure } from './episode.ts';
import type { FailureCounts } from './failure-counts.ts';
import { isBad, type LogicalRun } from './logical-runs.ts';
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
  const known = new Set([
    ...endedOf(seen.input.episodes, rule).flatMap(({ measure }) => failuresIn(measure).map(nameOf)),
    ...toldAsSlow(seen.input.episodes).map(nameOf),
  ]);
  const isNews = (run: LogicalRun) =>
    [run.first, run.last].some(
      (attempt) =>
        isBad(attempt) && !known.has(nameOf(attempt)) && seen.now - (endOf(attempt) ?? 0) < NEWS_MS,
    );
  return runs.filter((run) => inWindow.has(run.runId) && isNews(run)).reverse();
}

function failuresIn(measure: Measure): readonly RunRef[] {
  if (!('raw' in measure)) return [];
  return [...measure.raw.runs, ...measure.confirmed.runs].filter(({ result }) => result !== 'success');
}

/** Attempts that were cancelled for being slow (M2) are that rule's to tell. */
function toldAsSlow(episodes: readonly Episode[]): readonly RunRef[] {
  return episodes
    .filter(({ rule }) => rule === 'verify_latency')
    .flatMap(({ reruns }) => reruns)
    .filter(({ outcome }) => outcome.kind !== 'not_done')
    .map(({ of }) => of);
}

function nameOf({ runId, attempt }: RunRef): string {
  return `${runId}.${attempt}`;
}
