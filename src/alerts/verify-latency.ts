import { deadlineOf, isPending } from './await-rerun.ts';
import type { Episode, EpisodeRerun, Measure, PageReason } from './episode.ts';
import { type Lived, lived, openedNow, type Standing, withFlapping } from './life.ts';
import { decidedReruns } from './rerun-slow.ts';
import { lastSign, openOf, type Seen } from './seen.ts';
import { limitOf, newlySlow, type Paced, pacedAttempts, slowAt, slowRun } from './slow-runs.ts';
import { endOf } from './times.ts';

const TOLD_RERUNS = 10;

/**
 * M2: LangGraph Verify executes for longer than `seconds`, noticed while it still runs. A run that was queued for so
 * long is shown too. Confirmed, and paged for, where its re-run is slow as well, where that comes to nothing in time,
 * and where two runs in a row are slow.
 */
export function stepVerifyLatency(seen: Seen): Lived {
  const paced = pacedAttempts(seen);
  const slow = newlySlow(seen, paced);
  const open = openOf(seen.input.episodes, 'verify_latency');
  const next = slowAt(seen).filter((time) => time > seen.now);
  if (open === null && slow.length === 0) return { episode: null, wakeAt: least(next), isPageDue: false };
  const measure: Measure = {
    rule: 'verify_latency',
    limitMs: limitOf(seen),
    slow: slow.map((one) => slowRun(seen, one)),
  };
  const before = open ?? withFlapping(seen, openedNow(seen, 'verify_latency', measure));
  const reruns = decidedReruns(seen, before, slow, paced);
  const page = pageFor(paced, reruns);
  const sight = {
    measure,
    reruns: stillTold(reruns, slow),
    standing: page === null ? standingOf(seen, before, paced, reruns) : ({ kind: 'confirmed' } as const),
    page,
    badAt: Math.max(0, ...slow.map(({ attempt }) => endOf(attempt) ?? seen.now)),
    isSteady: false,
    signAt: lastSign(seen.verify),
  };
  const life = lived(seen, before, sight, null);
  return { ...life, wakeAt: least([...next, ...(life.wakeAt === null ? [] : [life.wakeAt])]) };
}

/** Only while the newest of them is slow. */
function pageFor(paced: readonly Paced[], reruns: readonly EpisodeRerun[]): PageReason | null {
  const good = paced.findIndex(({ isGood }) => isGood);
  const slow = good === -1 ? paced : paced.slice(0, good);
  const runs = new Set(slow.map(({ run }) => run.runId));
  if (
    slow.some(({ attempt, run }) => attempt.attempt > 1 && wasSlowBefore(paced, attempt.attempt, run.runId))
  )
    return 'still_slow';
  if (reruns.some(({ of, outcome }) => outcome.kind === 'overdue' && runs.has(of.runId)))
    return 'rerun_failed';
  return runs.size >= 2 ? 'two_in_a_row' : null;
}

function wasSlowBefore(paced: readonly Paced[], number: number, runId: number): boolean {
  return paced.some(({ attempt, run, isSlow }) => isSlow && run.runId === runId && attempt.attempt < number);
}

function standingOf(
  seen: Seen,
  { openedAt }: Episode,
  paced: readonly Paced[],
  reruns: readonly EpisodeRerun[],
): Standing {
  const pending = reruns.filter(isPending).map((rerun) => deadlineOf(seen, rerun));
  if (pending.length > 0) return { kind: 'awaited', until: Math.min(...pending) };
  const slow = paced.findIndex(({ isSlow }) => isSlow);
  const good = (slow === -1 ? paced : paced.slice(0, slow)).filter(
    ({ attempt }) => (endOf(attempt) ?? 0) > Date.parse(openedAt),
  );
  const runs = new Set(good.map(({ run }) => run.runId)).size;
  return runs > 0 ? { kind: 'good', runs } : { kind: 'wrong' };
}

/** Those of runs that are slow are needed, so that nothing is decided twice; of others the newest are still told. */
function stillTold(reruns: readonly EpisodeRerun[], slow: readonly Paced[]): readonly EpisodeRerun[] {
  return reruns.filter(
    (rerun, index) =>
      isPending(rerun) ||
      slow.some(({ run }) => run.runId === rerun.of.runId) ||
      index >= reruns.length - TOLD_RERUNS,
  );
}

function least(times: readonly number[]): number | null {
  return times.length === 0 ? null : Math.min(...times);
}
