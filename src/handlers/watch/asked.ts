import type { Episode } from '../../alerts/episode.ts';
import type { WatchedRun } from '../../alerts/run.ts';
import type { EpisodeDeed } from '../../effect/episode.ts';
import type { WatchMemory } from '../../store/store.ts';

type Asked = Extract<EpisodeDeed, { did: 'rerun_asked' }>;

/** Re-runs that people asked for on the message of an episode, with how far each is. */
export function askedReruns(
  { id }: Pick<Episode, 'id'>,
  known: {
    readonly asked: WatchMemory['asked'];
    readonly runs: readonly Pick<WatchedRun, 'runId' | 'attempt' | 'url' | 'result'>[];
  },
): readonly Asked[] {
  return known.asked
    .filter(({ episodeId }) => episodeId === id)
    .map(({ by, role, at, state, runId, attempt }) => {
      const attempts = known.runs.filter((run) => run.runId === runId);
      const again = attempts.find((run) => run.attempt === attempt + 1);
      const url = (again ?? attempts[0])?.url ?? null;
      return { did: 'rerun_asked', at, by, role, url, came: cameOf(state, again?.result ?? null) };
    });
}

function cameOf(state: WatchMemory['asked'][number]['state'], result: WatchedRun['result']): Asked['came'] {
  if (state === 'rejected' || state === 'withdrawn') return 'refused';
  return result ?? (state === 'sent' ? 'running' : 'on_its_way');
}
