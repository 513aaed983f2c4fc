import type { Effect } from '../effect/effect.ts';
import type { WatchCommit } from '../store/store.ts';
import { deedOf } from './watch-deeds.ts';
import type { WatchAround, WatchInput } from './watch-input.ts';
import { watchMessages } from './watch-messages.ts';
import { watchPages } from './watch-pages.ts';
import { watchEntries } from './watch-record.ts';
import type { WeighedWatch } from './watch-weigh.ts';

/** One look at a repository as one commit. Pure; what is to be done outside leaves as effects. */
export function decideWatch(input: WatchInput, weighed: WeighedWatch, around: WatchAround): WatchCommit {
  const { memory, seen } = input;
  const told = { input, weighed, around };
  return {
    repository: memory.repository,
    expected: memory.episodes,
    runs: seen.changed,
    episodes: weighed.changed,
    obligations: weighed.owed.changed,
    ledger: watchEntries(input, weighed),
    effects: [...deedsOf(input, weighed), ...watchMessages(told), ...watchPages(told)],
    stops: [],
    wakeAt: weighed.wakeAt,
  };
}

/** Only where the configuration says so does the bot touch a run. */
function deedsOf({ memory, now }: WatchInput, weighed: WeighedWatch): readonly Effect[] {
  if (!weighed.enforcing) return [];
  const at = new Date(now).toISOString();
  return weighed.acts.flatMap((act) => {
    const episode = weighed.episodes.find(({ id }) => id === act.episodeId);
    const deed =
      episode === undefined ? null : deedOf(act, { repository: memory.repository, episode, now: at });
    return deed === null ? [] : [deed];
  });
}
