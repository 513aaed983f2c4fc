import type { RunResult, WatchedRole, WatchedRun } from './run.ts';
import { endOf } from './times.ts';

export type CountedAttempt = WatchedRun & { readonly result: RunResult };

/** All attempts of one run. What counts is an attempt that came to an end of its own. */
export interface LogicalRun {
  readonly runId: number;
  /** By number, first to newest. */
  readonly attempts: readonly WatchedRun[];
  readonly newest: WatchedRun;
  /** Attempt 1, where it counts. */
  readonly first: CountedAttempt | null;
  /** The last attempt that counts: one that was cancelled clears nothing. */
  readonly last: CountedAttempt | null;
  /** When its first attempt that counts ended, in milliseconds: what puts runs in order; `null` while there is none. */
  readonly endedAt: number | null;
}

const COUNTS: Readonly<Record<RunResult, boolean>> = {
  success: true,
  failure: true,
  timeout: true,
  error: true,
  superseded: false,
  cancelled: false,
  skipped: false,
};

export function isCounted(attempt: WatchedRun): attempt is CountedAttempt {
  return attempt.result !== null && COUNTS[attempt.result];
}

export function isBad(attempt: CountedAttempt | null): attempt is CountedAttempt {
  return attempt !== null && attempt.result !== 'success';
}

export function hasFailed(attempt: WatchedRun): boolean {
  return isCounted(attempt) && isBad(attempt);
}

/** The eligible runs of one workflow, newest first; those still without an end come before all others. */
export function logicalRuns(runs: readonly WatchedRun[], role: WatchedRole): readonly LogicalRun[] {
  const byId = new Map<number, WatchedRun[]>();
  for (const run of runs) {
    if (run.role !== role || !run.eligible) continue;
    const attempts = byId.get(run.runId);
    if (attempts === undefined) byId.set(run.runId, [run]);
    else attempts.push(run);
  }
  return [...byId.values()].map(logical).sort(newestFirst);
}

function logical(unordered: readonly WatchedRun[]): LogicalRun {
  const attempts = [...unordered].sort((a, b) => a.attempt - b.attempt);
  const counted = attempts.filter(isCounted);
  const [one] = counted;
  const newest = attempts.reduce((_, attempt) => attempt);
  return {
    runId: newest.runId,
    attempts,
    newest,
    first: one?.attempt === 1 ? one : null,
    last: counted.at(-1) ?? null,
    endedAt: one === undefined ? null : endOf(one),
  };
}

function newestFirst(a: LogicalRun, b: LogicalRun): number {
  const [x, y] = [a.endedAt ?? Number.POSITIVE_INFINITY, b.endedAt ?? Number.POSITIVE_INFINITY];
  return x === y ? b.runId - a.runId : y - x;
}
