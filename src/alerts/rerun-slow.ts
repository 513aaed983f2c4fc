import { notDone, refOf, settled } from './await-rerun.ts';
import type { Episode, EpisodeRerun, NoRerun } from './episode.ts';
import { whyNotAtAll, whyNotYet } from './reruns.ts';
import { type Seen, withAsked } from './seen.ts';
import type { Paced } from './slow-runs.ts';
import { stageOf } from './times.ts';

/** Until one of these has passed, it is asked again whether to re-run a slow run. */
const PASSING: readonly NoRerun[] = ['still_queued', 'waiting_for_people'];

/**
 * The re-runs of a `verify_latency` episode as they stand now, with what is decided for runs that are slow. One that
 * still runs is cancelled first, one in the queue or waiting for people is left alone, and one that ended well is
 * only re-run where the configuration wants the runbook's letter.
 */
export function decidedReruns(
  seen: Seen,
  episode: Episode,
  slow: readonly Paced[],
  paced: readonly Paced[],
): readonly EpisodeRerun[] {
  const others = seen.input.episodes.filter(({ id }) => id !== episode.id);
  const isTakenElsewhere = (runId: number) =>
    others.some(({ reruns }) =>
      reruns.some(({ of, outcome }) => outcome.kind !== 'not_done' && of.runId === runId),
    );
  let reruns = episode.reruns.map((rerun) => nowOf(seen, rerun));
  for (const one of [...slow].reverse()) {
    const { run, attempt } = one;
    const known = reruns.find(({ of }) => of.runId === run.runId);
    const isOpen = known === undefined || isPassing(known, one);
    if (!isOpen || attempt.attempt > 1 || run.newest !== attempt || isTakenElsewhere(run.runId)) continue;
    const rest = reruns.filter((rerun) => rerun !== known);
    const before = withAsked(seen, [...others, { ...episode, reruns: rest }]);
    reruns = [...rest, decide(before, one, paced)];
  }
  return reruns;
}

function decide(seen: Seen, one: Paced, paced: readonly Paced[]): EpisodeRerun {
  const { attempt } = one;
  const rerun = { of: refOf(attempt), role: 'verify' as const, askedAt: seen.input.now };
  const isRunning = stageOf(attempt) === 'running';
  const because = whyNot(seen, one, paced);
  if (because !== null) return { ...rerun, outcome: { kind: 'not_done', because } };
  return { ...rerun, outcome: { kind: isRunning ? 'cancelling' : 'pending' } };
}

function whyNot(seen: Seen, { run, attempt }: Paced, paced: readonly Paced[]): NoRerun | null {
  const wanted = seen.input.settings.verify_latency.rerun;
  if (wanted === 'never') return 'switched_off';
  const notYet = whyNotYet(run);
  if (notYet !== null && notYet !== 'still_running') return notYet;
  if (attempt.result === 'success' && wanted !== 'always') return 'ended_well';
  return whyNotAtAll(seen, run, 'verify') ?? (wasSlowBefore(paced, run.runId) ? 'same_failure_before' : null);
}

/** The run before it was slow too: that is no accident which a re-run would mend. */
function wasSlowBefore(paced: readonly Paced[], runId: number): boolean {
  const before = paced
    .slice(paced.findIndex(({ run }) => run.runId === runId))
    .find(({ run }) => run.runId !== runId);
  return before?.isSlow === true;
}

function isPassing({ outcome }: EpisodeRerun, { run }: Paced): boolean {
  return (
    outcome.kind === 'not_done' && PASSING.includes(outcome.because) && whyNotYet(run) !== outcome.because
  );
}

/** A run that was cancelled is re-run once it has ended; nobody may have re-run it meanwhile. */
function nowOf(seen: Seen, rerun: EpisodeRerun): EpisodeRerun {
  const known = settled(seen, rerun);
  const run = seen.verify.find(({ runId }) => runId === rerun.of.runId);
  const { of } = rerun;
  if (known.outcome.kind !== 'cancelling' || run === undefined) return known;
  if (run.newest.attempt > of.attempt) return { ...known, outcome: { kind: 'pending' } };
  if (stageOf(run.newest) !== 'ended') return known;
  if (seen.input.stopped) return notDone(known, 'stopped');
  switch (run.newest.result) {
    case 'success':
      return notDone(known, 'ended_well');
    case 'superseded':
      return notDone(known, 'head_moved');
    default:
      return { ...known, askedAt: seen.input.now, outcome: { kind: 'pending' } };
  }
}
