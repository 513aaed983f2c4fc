import type { Episode } from '../alerts/episode.ts';
import type { WatchedRun } from '../alerts/run.ts';
import type { EpisodeDeed } from '../effect/episode.ts';
import type { WatchInput } from './watch-input.ts';

/** Re-runs that people asked for on the message of an episode, with how far each is. */
export function askedReruns({ id }: Episode, { memory, seen }: WatchInput): readonly EpisodeDeed[] {
  return memory.asked
    .filter(({ episodeId }) => episodeId === id)
    .map(({ by, role, at, state, runId, attempt }) => {
      const again = seen.runs.find((run) => run.runId === runId && run.attempt === attempt + 1);
      const refused = state === 'rejected' || state === 'withdrawn';
      const url = (again ?? seen.runs.find((run) => run.runId === runId))?.url ?? null;
      return { did: 'rerun_asked', at, by, role, url, came: refused ? 'refused' : cameOf(state, again) };
    });
}

function cameOf(
  state: string,
  again: WatchedRun | undefined,
): 'on_its_way' | 'running' | NonNullable<WatchedRun['result']> {
  return again?.result ?? (state === 'sent' ? 'running' : 'on_its_way');
}
