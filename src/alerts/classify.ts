import type { RunResult } from './run.ts';

/** An attempt that has completed, with the jobs that ran in it. Untrusted but for GitHub's own words. */
export interface EndedAttempt {
  /** GitHub's word for the run. */
  readonly conclusion: string | null;
  readonly jobs: readonly EndedJob[];
  /** Messages that stand at the run itself, not at a job. */
  readonly annotations: readonly string[];
  /** A newer run of the same workflow and branch, or of its concurrency group, had begun when it ended. */
  readonly hadNewerRun: boolean;
  /** The bot cancelled it because it took too long (M2). */
  readonly cancelledForLatency: boolean;
}

export interface EndedJob {
  readonly conclusion: string | null;
  /** ISO 8601; `null` where it never ran. */
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** Its `timeout-minutes`; `null` where that is not known. */
  readonly timeoutMinutes: number | null;
  readonly annotations: readonly string[];
}

/** GitHub stops a job a little before or after its limit: one that ran until so long before it was cut off. */
const LIMIT_LEEWAY_MS = 15_000;

// The runner's and the service's own words: https://github.com/actions/runner. A job can write them itself, so that it
// was cut off comes first: no other word takes that back.
const CUT_OFF = /exceeded the maximum execution time/i;
const REPLACED = /^Canceling since a (higher priority waiting request|deployment) .* exists/i;
const RUNNER_LOST =
  /lost communication with the server|runner has received a shutdown signal|was not acquired by runner|job was not started because/i;

/** What an attempt came to, from what GitHub says of it (M1, M2; the table in docs/monitoring.md). */
export function resultOf(attempt: EndedAttempt): RunResult {
  switch (attempt.conclusion) {
    case 'success':
      return 'success';
    case 'failure':
      return neverGotToRun(attempt) ? 'error' : 'failure';
    case 'timed_out':
      return 'timeout';
    case 'startup_failure':
      return 'error';
    case 'cancelled':
      return cancelled(attempt);
    default:
      // `skipped`, `neutral`, `stale`, `action_required`, and words that are not known: they prove nothing.
      return 'skipped';
  }
}

function cancelled(attempt: EndedAttempt): RunResult {
  const said = [...attempt.annotations, ...attempt.jobs.flatMap(({ annotations }) => annotations)];
  if (attempt.cancelledForLatency) return 'timeout';
  if (said.some((text) => CUT_OFF.test(text)) || attempt.jobs.some(ranToItsLimit)) return 'timeout';
  if (said.some((text) => REPLACED.test(text))) return 'superseded';
  if (said.some((text) => RUNNER_LOST.test(text))) return 'error';
  return attempt.hadNewerRun ? 'superseded' : 'cancelled';
}

/** Each job that failed lost its runner, or got none. */
function neverGotToRun({ jobs }: EndedAttempt): boolean {
  const failed = jobs.filter(({ conclusion }) => conclusion === 'failure');
  return (
    failed.length > 0 && failed.every(({ annotations }) => annotations.some((text) => RUNNER_LOST.test(text)))
  );
}

function ranToItsLimit({ conclusion, startedAt, endedAt, timeoutMinutes }: EndedJob): boolean {
  if (conclusion === 'timed_out') return true;
  if (conclusion !== 'cancelled' || startedAt === null || endedAt === null || timeoutMinutes === null)
    return false;
  return Date.parse(endedAt) - Date.parse(startedAt) >= timeoutMinutes * 60_000 - LIMIT_LEEWAY_MS;
}
