import type { Effect } from '../../effect/effect.ts';
import { episodeMessageKey } from '../../effect/episode-keys.ts';
import type { WatchCommit } from '../../store/store.ts';
import { blastEffects } from './blast.ts';
import { dailyEffects } from './daily-effects.ts';
import { deedOf } from './deeds.ts';
import type { WatchAround, WatchInput } from './input.ts';
import { watchMessages } from './messages.ts';
import { watchPages } from './pages.ts';
import { watchEntries } from './record.ts';
import { playbookUrl } from './view.ts';
import type { WeighedWatch } from './weigh.ts';

/** One look at a repository as one commit. Pure; what is to be done outside leaves as effects. */
export function decideWatch(input: WatchInput, weighed: WeighedWatch, around: WatchAround): WatchCommit {
  const { memory, seen } = input;
  const told = { input, weighed, around };
  return {
    repository: memory.repository,
    expected: memory.episodes,
    runs: seen.changed,
    episodes: weighed.changed,
    obligations: [...weighed.owed.changed, ...weighed.daily.changed],
    dailySince: weighed.daily.owedSince,
    ledger: watchEntries(input, weighed),
    effects: [
      ...deedsOf(input, weighed),
      ...watchMessages(told),
      ...watchPages(told),
      ...dailyEffects(told),
      ...commentsOf(input, weighed, around),
    ],
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

/** The blast radius on each PR of which Verify failed (O2). */
function commentsOf(
  input: WatchInput,
  { enforcing, episodes }: WeighedWatch,
  { blasts }: WatchAround,
): readonly Effect[] {
  const { memory, seen } = input;
  const { locale, slack } = seen.config.config;
  const open = episodes.findLast(({ rule, state }) => rule === 'verify_failure' && state.kind !== 'resolved');
  const message =
    open === undefined ? undefined : memory.said.find(({ key }) => key === episodeMessageKey(open));
  return blastEffects(blasts, {
    mode: enforcing ? 'enforce' : 'observe',
    locale,
    repositoryUrl: seen.repositoryUrl,
    playbookUrl: playbookUrl('verify_failure', input),
    slackUrl: slack.link_on_pr ? (message?.url ?? null) : null,
  });
}
