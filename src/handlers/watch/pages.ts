import type { Episode } from '../../alerts/episode.ts';
import { callLane } from '../../effect/call.ts';
import { episodeMessageKey, episodePageParts } from '../../effect/episode-keys.ts';
import type { EpisodePageEffect } from '../../effect/messages.ts';
import { speakerOf } from './status.ts';
import { episodeView, type ToldWatch } from './view.ts';

/** Scope of the call that goes out where Slack has not taken a status in time: another matter than the alert itself. */
const UNHEARD = 'status' as const;

/**
 * Whom PagerDuty calls, and what it is told to be over (O5, O6). A call that went out is taken back also where the
 * bot only observes by now: else it would go on calling for what is long over.
 */
export function watchPages(told: ToldWatch): readonly EpisodePageEffect[] {
  const { input, weighed } = told;
  if (!input.channels.pagerduty) return [];
  const byId = new Map(weighed.episodes.map((episode) => [episode.id, episode]));
  const pages = weighed.acts.flatMap((act) => {
    const episode = byId.get(act.episodeId);
    if (act.act !== 'page' || episode === undefined) return [];
    const { action, severity, nth } = act;
    const parts = episodePageParts(episode, action, nth);
    const isOurs = weighed.enforcing || (action === 'resolve' && wasCalled(episode, told));
    return isOurs ? [{ ...pageOf(episode, told), ...parts, severity }] : [];
  });
  return [...pages, ...unheardOf(told, byId)];
}

/**
 * Slack has not taken a status that will soon be due: PagerDuty tells of it, on its own and least urgent, until
 * Slack has (O3).
 */
function unheardOf(told: ToldWatch, byId: ReadonlyMap<string, Episode>): readonly EpisodePageEffect[] {
  const { owed, enforcing } = told.weighed;
  const unheard = (
    episode: Episode | undefined,
    action: EpisodePageEffect['action'],
  ): readonly EpisodePageEffect[] => {
    if (episode === undefined) return [];
    const parts = episodePageParts(episode, action);
    const subject = { matter: parts.matter, scope: UNHEARD };
    const lane = callLane({ repositoryId: episode.repositoryId, ...subject });
    const page = { ...pageOf(episode, told), ...parts, key: unheardKey(episode, action), lane };
    return [{ ...page, ...subject, severity: 'warning' }];
  };
  const due = enforcing
    ? owed.happened.filter(({ happened }) => happened === 'reminder').map(({ obligation }) => obligation)
    : [];
  const heard = owed.settled.filter(({ about }) => isSaid(unheardKey({ id: about }, 'trigger'), told));
  return [
    ...due.flatMap(({ about }) => {
      const episode = byId.get(about);
      return unheard(episode === undefined ? episode : speakerOf(episode, byId), 'trigger');
    }),
    ...heard.flatMap(({ about }) => unheard(byId.get(about), 'resolve')),
  ];
}

function unheardKey({ id }: Pick<Episode, 'id'>, action: EpisodePageEffect['action']): string {
  return `page:${id}:${UNHEARD}:${action}`;
}

function wasCalled(episode: Episode, told: ToldWatch): boolean {
  return isSaid(episodePageParts(episode, 'trigger').key, told);
}

function isSaid(key: string, { input }: ToldWatch): boolean {
  return input.memory.said.some((one) => one.key === key);
}

function pageOf(episode: Episode, told: ToldWatch) {
  const { memory, seen, channels } = told.input;
  const view = episodeView(episode, told);
  return {
    kind: 'episode_page',
    locale: seen.config.config.locale,
    repository: memory.repository,
    about: channels.slack ? episodeMessageKey(episode) : null,
    view: { ...view, insights: told.around.insights },
  } as const;
}
