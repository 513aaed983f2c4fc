import { isPending } from '../alerts/await-rerun.ts';
import { type Episode, hasEnded } from '../alerts/episode.ts';
import type { WatchedRole, WatchedRun } from '../alerts/run.ts';
import type { WatchMemory } from '../store/store.ts';
import { statusOf } from './runs.ts';
import type { WatchedRunAnswer } from './watch-answers.ts';
import type { Standing } from './watch-eligible.ts';
import type { AttemptToRead } from './watch-run.ts';

/** Earlier attempts of a run that are read besides its first: a run may have fifty. */
const LAST_ATTEMPTS = 2;

export interface Listed {
  readonly role: WatchedRole;
  /** As its newest attempt. */
  readonly run: WatchedRunAnswer;
}

export interface ToRead
  extends Pick<
    AttemptToRead,
    'role' | 'run' | 'eligible' | 'pulls' | 'seen' | 'isNewest' | 'hadNewerRun' | 'cancelledForLatency'
  > {
  readonly attempt: number;
}

interface Known {
  readonly listed: readonly Listed[];
  readonly standing: ReadonlyMap<number, Standing>;
  /** What was kept of the listed ones. */
  readonly stored: readonly WatchedRun[];
  /** The newest ones of each role. */
  readonly remembered: readonly WatchedRun[];
  /** So many runs that count are history enough: older ones that were never read stay unread. */
  readonly history: number;
  readonly cancelled: readonly Pick<WatchedRun, 'runId' | 'attempt'>[];
  /** Whether the configuration tells what counts; else what was stored still does. */
  readonly usable: boolean;
  /** Goes up by one every ten seconds, as looks do: whose turn it is. */
  readonly turn: number;
}

/** Runs of which GitHub tells nothing new, and that are looked at all the same, in one look. */
const MOST_AGAIN = 10;
/** Looks between two sweeps. */
const TURNS = 30;

/**
 * Which attempts are read: those that are under way, and those that changed since they were stored. What has a
 * deadline comes first, then the newest; what counts and is more than `most` waits for the next look. What does not
 * count costs no question.
 */
export function chooseAttempts(
  known: Known,
  most: number,
): { readonly toRead: readonly ToRead[]; readonly leftOut: number } {
  const stored = new Map(known.stored.map((run) => [keyOf(run.runId, run.attempt), run]));
  const due = known.listed
    .filter((listed) => !isTooOld(listed, known))
    .flatMap((listed) => attemptsOf(listed, known, stored))
    .filter(isDue);
  const sorted = due.toSorted(
    (a, b) => Number(isGoing(b)) - Number(isGoing(a)) || b.run.id - a.run.id || b.attempt - a.attempt,
  );
  const again = new Set(
    inTurn(
      sorted.filter((one) => one.eligible && isAsItWas(one)),
      known.turn,
    ),
  );
  const counted = sorted.filter((one) => one.eligible && (!isAsItWas(one) || again.has(one)));
  const others = sorted.filter(({ eligible }) => !eligible);
  return {
    toRead: [...counted.slice(0, most), ...others],
    leftOut: Math.max(0, counted.length - most),
  };
}

/** A few of them, others each time: many may be under way for hours. Moved on a little, so that no rhythm leaves one out. */
function inTurn<T>(all: readonly T[], turn: number): readonly T[] {
  const first = (turn * MOST_AGAIN + Math.floor(turn / TURNS)) % Math.max(1, all.length);
  return [...all.slice(first), ...all.slice(0, first)].slice(0, MOST_AGAIN);
}

/**
 * Runs that were under way when they were seen last, or of which a re-run is waited for, and that no list told of;
 * without a list, all of them, in turn.
 */
export function askedById(
  { runs, episodes }: Pick<WatchMemory, 'runs' | 'episodes'>,
  listed: readonly Listed[],
  turn: number,
): readonly WatchedRun[] {
  const told = new Set(listed.map(({ run }) => run.id));
  const again = new Set(episodes.flatMap(awaitedRuns));
  const asked = runs.filter(
    ({ status, runId }) => !told.has(runId) && (status !== 'completed' || again.has(runId)),
  );
  const once = [...new Map(asked.map((run) => [run.runId, run])).values()];
  const others = once.filter(({ runId }) => !again.has(runId));
  return [...once.filter(({ runId }) => again.has(runId)), ...inTurn(others, turn)];
}

function awaitedRuns(episode: Episode): readonly number[] {
  return hasEnded(episode) ? [] : episode.reruns.filter(isPending).map(({ of }) => of.runId);
}

/** It goes on, and the list says nothing that was not known. */
function isAsItWas({ run, seen, isNewest }: ToRead): boolean {
  return (
    isNewest &&
    seen?.eligible === true &&
    seen.status !== 'completed' &&
    statusOf(run.status ?? '') === seen.status &&
    Date.parse(seen.seenUpdatedAt) === Date.parse(run.updated_at)
  );
}

/** What has counted once goes on counting: a PR may get another base once its runs have failed. */
function attemptsOf(
  { role, run }: Listed,
  { listed, standing, cancelled, usable }: Known,
  stored: ReadonlyMap<string, WatchedRun>,
): readonly ToRead[] {
  const before = stored.get(keyOf(run.id, run.run_attempt)) ?? stored.get(keyOf(run.id, 1));
  const now = usable || before === undefined ? standing.get(run.id) : undefined;
  const eligible = before?.eligible === true || now?.eligible === true;
  const pulls = now?.eligible === true ? now.pulls : (before?.pulls ?? []);
  const newer = listed.some(({ run: other }) => isNewer(other, run));
  return attemptNumbers(run.run_attempt).map((attempt) => ({
    role,
    run,
    attempt,
    eligible,
    pulls,
    seen: stored.get(keyOf(run.id, attempt)) ?? null,
    isNewest: attempt === run.run_attempt,
    hadNewerRun: newer && attempt === run.run_attempt,
    cancelledForLatency: cancelled.some((one) => one.runId === run.id && one.attempt === attempt),
  }));
}

/** Older than all that is remembered of its role, where that is enough. */
function isTooOld({ role, run }: Listed, { stored, remembered, history }: Known): boolean {
  if (run.status !== 'completed' || stored.some(({ runId }) => runId === run.id)) return false;
  const counted = new Set(
    remembered.flatMap((one) => (one.role === role && one.eligible ? [one.runId] : [])),
  );
  return counted.size >= history && run.id < Math.min(...counted);
}

/** The first one says whether it failed at once (raw), the newest ones what came of it (confirmed). */
function attemptNumbers(newest: number): readonly number[] {
  const all = Array.from({ length: newest }, (_, i) => newest - i);
  return all.filter((attempt, i) => i <= LAST_ATTEMPTS || attempt === 1);
}

/** Of the same workflow and branch, begun before the other one ended: it may have taken its place. */
function isNewer(other: WatchedRunAnswer, run: WatchedRunAnswer): boolean {
  return (
    other.id > run.id &&
    other.workflow_id === run.workflow_id &&
    other.head_branch === run.head_branch &&
    other.head_repository?.id === run.head_repository?.id &&
    Date.parse(other.created_at) <= Date.parse(run.updated_at)
  );
}

function isDue({ run, seen, isNewest, eligible, pulls }: ToRead): boolean {
  if (seen === null || seen.eligible !== eligible) return true;
  if (pulls.some((number) => !seen.pulls.includes(number))) return true;
  if (seen.status !== 'completed') return true;
  return isNewest && Date.parse(seen.seenUpdatedAt) !== Date.parse(run.updated_at) && !isOver(run, seen);
}

/** A run's time moves on when its artifacts or checks do; what an attempt came to does not. */
function isOver(run: WatchedRunAnswer, seen: WatchedRun): boolean {
  return run.status === 'completed' && run.conclusion === 'success' && seen.result === 'success';
}

function isGoing({ run, seen }: ToRead): boolean {
  return run.status !== 'completed' || (seen !== null && seen.status !== 'completed');
}

function keyOf(runId: number, attempt: number): string {
  return `${runId}:${attempt}`;
}
