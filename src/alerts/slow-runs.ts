import type { Episode, SlowRun } from './episode.ts';
import type { LogicalRun } from './logical-runs.ts';
import { isCounted } from './logical-runs.ts';
import type { RunRef, WatchedRun } from './run.ts';
import { endedOf, type Seen } from './seen.ts';
import { endOf, spentBy, stageOf } from './times.ts';
import { NEWS_MS } from './timing.ts';

/** How one attempt of LangGraph Verify did for time. */
export interface Paced {
  readonly run: LogicalRun;
  readonly attempt: WatchedRun;
  readonly isSlow: boolean;
  /** It ended well and in time. */
  readonly isGood: boolean;
}

/**
 * The attempts that tell something about how long Verify takes: slow ones, and those that ended well. Those that have
 * not ended come first, then the newest end.
 */
export function pacedAttempts(seen: Seen): readonly Paced[] {
  return seen.verify
    .flatMap((run) => run.attempts.map((attempt) => pace(seen, run, attempt)))
    .filter(({ isSlow, isGood }) => isSlow || isGood)
    .map((paced) => ({ paced, end: endOf(paced.attempt) ?? Number.POSITIVE_INFINITY }))
    .sort(newestFirst)
    .map(({ paced }) => paced);
}

/** Slow attempts that no episode which has ended knew, and that are younger than a day. */
export function newlySlow(seen: Seen, paced: readonly Paced[]): readonly Paced[] {
  const known = new Set(
    endedOf(seen.input.episodes, 'verify_latency').flatMap(({ measure }) => slowIn(measure).map(nameOf)),
  );
  return paced.filter(
    ({ attempt, isSlow }) =>
      isSlow && !known.has(nameOf(attempt)) && seen.now - (endOf(attempt) ?? seen.now) < NEWS_MS,
  );
}

/** When a run that is under way will be slow if it goes on so, in milliseconds. */
export function slowAt(seen: Seen): readonly number[] {
  const underWay = seen.verify
    .flatMap(({ attempts }) => attempts)
    .filter((attempt) => ['queued', 'running'].includes(stageOf(attempt)));
  return underWay.map((attempt) => {
    const { queuedMs, executingMs } = spentBy(attempt.times, seen.input.now);
    return seen.now + limitOf(seen) - (stageOf(attempt) === 'queued' ? queuedMs : executingMs);
  });
}

export function slowRun(seen: Seen, { attempt }: Paced): SlowRun {
  const { runId, url, pulls, times, slowBy } = attempt;
  const state = stageOf(attempt);
  return {
    runId,
    attempt: attempt.attempt,
    url,
    pulls,
    state,
    ...spentBy(times, seen.input.now),
    causes: slowBy,
  };
}

export function limitOf({ input }: Seen): number {
  return input.settings.verify_latency.seconds * 1000;
}

function pace(seen: Seen, run: LogicalRun, attempt: WatchedRun): Paced {
  const { queuedMs, executingMs } = spentBy(attempt.times, seen.input.now);
  const limit = limitOf(seen);
  switch (stageOf(attempt)) {
    case 'queued':
      return { run, attempt, isSlow: queuedMs >= limit, isGood: false };
    case 'running':
    case 'waiting':
      // At its limit it still runs, so it will be over it.
      return { run, attempt, isSlow: executingMs >= limit, isGood: false };
    case 'ended': {
      // The bot cancels at the limit; that attempt may have ended there and then.
      const isOver = attempt.result === 'timeout' ? executingMs >= limit : executingMs > limit;
      const isSlow = isCounted(attempt) && isOver;
      return { run, attempt, isSlow, isGood: attempt.result === 'success' && !isSlow };
    }
  }
}

function slowIn(measure: Episode['measure']): readonly RunRef[] {
  return measure.rule === 'verify_latency' ? measure.slow : [];
}

function nameOf({ runId, attempt }: RunRef): string {
  return `${runId}.${attempt}`;
}

interface Ended {
  readonly paced: Paced;
  /** In milliseconds; what has not ended comes first. */
  readonly end: number;
}

function newestFirst(a: Ended, b: Ended): number {
  return a.end === b.end ? b.paced.attempt.runId - a.paced.attempt.runId : b.end - a.end;
}
