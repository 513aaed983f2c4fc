import type { Episode } from '../../alerts/episode.ts';
import type { RunRef } from '../../alerts/run.ts';
import type { AlertAct } from '../../alerts/step.ts';
import type { CancelWatchedEffect, RerunWatchedEffect } from '../../effect/effect.ts';
import type { RepositoryTarget } from '../../effect/place.ts';
import { later } from '../../handoff/timing.ts';

/** Where the episode does not say how long a re-run is waited for. */
const UNTIL_MS = 10 * 60_000;

/** One deed for each attempt, whichever episodes ask for it. */
export function rerunKey(
  repositoryId: number,
  { runId, attempt }: Pick<RunRef, 'runId' | 'attempt'>,
  what: 'rerun' | 'cancel' = 'rerun',
): string {
  return `${what}-watched:${repositoryId}:${runId}:${attempt}`;
}

/** The re-run or cancellation that the machine asks for; `null` where it asks for neither. */
export function deedOf(
  act: AlertAct,
  about: {
    readonly repository: RepositoryTarget;
    readonly episode: Episode;
    readonly now: string;
  },
): RerunWatchedEffect | CancelWatchedEffect | null {
  if (act.act !== 'rerun' && act.act !== 'cancel') return null;
  const { repository, episode, now } = about;
  const { runId, attempt } = act.run;
  const run = {
    key: rerunKey(repository.repositoryId, act.run, act.act),
    repository,
    episodeId: episode.id,
    runId,
    attempt,
    headSha: act.headSha,
    until: episode.state.kind === 'rerunning' ? episode.state.until : later(now, UNTIL_MS),
  };
  return act.act === 'rerun'
    ? { kind: 'rerun_watched', ...run, role: act.role, by: null }
    : { kind: 'cancel_watched', ...run };
}
