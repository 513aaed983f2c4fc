import type { CountedRun, Rate } from './episode.ts';
import { type CountedAttempt, hasFailed, isBad, type LogicalRun } from './logical-runs.ts';

/** By first attempts: what people met with. */
export function rawRate(runs: readonly LogicalRun[], window: number): Rate {
  return rateOf(
    runs.map(({ first }) => first),
    window,
  );
}

/** By last attempts, without those runs whose re-run is on its way: nobody knows yet. */
export function confirmedRate(
  runs: readonly LogicalRun[],
  window: number,
  isAwaited: (run: LogicalRun) => boolean,
): Rate {
  return rateOf(
    runs.filter((run) => !isAwaited(run)).map(({ last }) => last),
    window,
  );
}

/** More than `percent` of a full window; a window that is not full says nothing. */
export function isTooHigh({ failed, of }: Rate, window: number, percent: number): boolean {
  return of >= window && failed * 100 > percent * of;
}

/** How many of the newest failed one after the other. */
export function inARow({ runs }: Rate): number {
  const good = runs.findIndex(({ result }) => result === 'success');
  return good === -1 ? runs.length : good;
}

/** How many of the newest ended well since one last failed, by last attempts; a run that its re-run mended is the first. */
export function goodInARow(runs: readonly LogicalRun[], isAwaited: (run: LogicalRun) => boolean): number {
  const settled = runs.filter((run) => run.last !== null && !isAwaited(run));
  const bad = settled.findIndex(({ last, attempts }) => isBad(last) || attempts.some(hasFailed));
  if (bad === -1) return settled.length;
  return isBad(settled[bad]?.last ?? null) ? bad : bad + 1;
}

function rateOf(attempts: readonly (CountedAttempt | null)[], window: number): Rate {
  const runs = attempts
    .filter((attempt) => attempt !== null)
    .slice(0, window)
    .map(countedRun);
  return { failed: runs.filter(({ result }) => result !== 'success').length, of: runs.length, runs };
}

function countedRun(attempt: CountedAttempt): CountedRun {
  const { runId, url, result, headSha, pulls, failed } = attempt;
  return { runId, attempt: attempt.attempt, url, result, headSha, pulls, parts: failed };
}
