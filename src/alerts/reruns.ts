import type { NoRerun } from './episode.ts';
import { isBad, type LogicalRun } from './logical-runs.ts';
import type { FailedPart } from './run.ts';
import { type AskedRerun, runsOf, type Seen } from './seen.ts';
import { stageOf } from './times.ts';
import { BUDGET_MS } from './timing.ts';

type Role = AskedRerun['role'];

/** Fewer parts than these are never most of it: a workflow may have one job. */
const MOST_AT_LEAST = 3;
/** More failed jobs than these are no accident that a re-run would mend. */
const MOST_JOBS = 5;

/**
 * Why the bot does not re-run a run by itself, however it came to be wanted; `null` where it may. Bounds: none while
 * stopped, none of a run that a handoff waits for, one a run, `reruns` of the configuration a head and hour, none on a
 * head that is another by now.
 */
export function whyNotAtAll(seen: Seen, run: LogicalRun, role: Role): NoRerun | null {
  const { stopped, settings } = seen.input;
  if (stopped) return 'stopped';
  if (isNested(seen, run)) return 'handoff_waits';
  const asked = [...seen.asked.values()];
  const { headSha } = run.newest;
  const onHead = asked.filter((one) => one.role === role && one.headSha === headSha);
  const lately = asked.filter(({ at }) => seen.now - at < BUDGET_MS);
  const isSpent =
    seen.asked.has(run.runId) ||
    run.newest.attempt > 1 ||
    onHead.length >= settings.reruns.per_head ||
    lately.length >= settings.reruns.per_hour;
  if (isSpent) return 'budget_spent';
  return hasMoved(seen, run, role) ? 'head_moved' : null;
}

/** A handoff in flight started it and waits for it: whatever is done to it would be taken for its result (H4). */
export function isNested({ input }: Seen, { runId }: Pick<LogicalRun, 'runId'>): boolean {
  return input.nested.some((one) => one.runId === runId);
}

/** Why a run that has failed is not re-run: beside the bounds, a re-run must be able to help. */
export function whyNotFailed(seen: Seen, run: LogicalRun, role: Role): NoRerun | null {
  const bound = whyNotAtAll(seen, run, role);
  if (bound !== null) return bound;
  if (mostFailed(run)) return 'most_of_it_failed';
  return failedSoBefore(runsOf(seen, role), run) ? 'same_failure_before' : null;
}

/** Why it is not re-run while it has not ended; `null` once it has. */
export function whyNotYet(run: LogicalRun): NoRerun | null {
  switch (stageOf(run.newest)) {
    case 'queued':
      return 'still_queued';
    case 'running':
      return 'still_running';
    case 'waiting':
      return 'waiting_for_people';
    case 'ended':
      return null;
  }
}

function mostFailed({ newest: { failed, partCount } }: LogicalRun): boolean {
  if (failed.filter(({ kind }) => kind === 'job').length > MOST_JOBS) return true;
  return partCount !== null && failed.length >= MOST_AT_LEAST && failed.length * 2 > partCount;
}

/** The run before it, of whichever head, failed in the same parts: that is no accident. */
function failedSoBefore(runs: readonly LogicalRun[], run: LogicalRun): boolean {
  const counted = runs.filter(({ endedAt }) => endedAt !== null);
  const before = counted[counted.findIndex(({ runId }) => runId === run.runId) + 1];
  if (before === undefined || !isBad(before.last) || run.newest.failed.length === 0) return false;
  return signature(before.last.failed) === signature(run.newest.failed);
}

function signature(parts: readonly FailedPart[]): string {
  return JSON.stringify(parts.map(nameOf).sort());
}

function nameOf(part: FailedPart): string {
  return part.kind === 'item' ? `item ${part.name}` : `job ${part.job} ${part.step ?? ''}`;
}

function hasMoved({ input, ...seen }: Seen, { newest }: LogicalRun, role: Role): boolean {
  if (newest.pulls.length > 0)
    return !input.heads.some(
      ({ pull, headSha }) => newest.pulls.includes(pull) && headSha === newest.headSha,
    );
  return runsOf({ input, ...seen }, role).some(
    ({ newest: other }) =>
      other.headBranch === newest.headBranch &&
      other.headSha !== newest.headSha &&
      other.times.requestedAt > newest.times.requestedAt,
  );
}
