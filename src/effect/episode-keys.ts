import type { Episode } from '../alerts/episode.ts';
import type { EpisodePageEffect } from './episode-effects.ts';

/** Key of an episode's one message in Slack, and lane of all that is said in its thread. */
export function episodeMessageKey({ id }: Pick<Episode, 'id'>): string {
  return `episode:${id}`;
}

/** @param what tells one note of the episode from another, such as `opened` or `status:2` */
export function episodeNoteKey(episode: Pick<Episode, 'id'>, what: string): string {
  return `${episodeMessageKey(episode)}:${what}`;
}

/** Key, lane and dedup parts of an episode's page; a resolve leaves before the next episode of its rule calls. */
export function episodePageParts(
  { id, repositoryId, rule }: Pick<Episode, 'id' | 'repositoryId' | 'rule'>,
  action: EpisodePageEffect['action'],
  nth: 'first' | 'again' = 'first',
): Pick<EpisodePageEffect, 'key' | 'lane' | 'matter' | 'scope' | 'action'> {
  return {
    key: `page:${id}:${action}${nth === 'again' ? ':again' : ''}`,
    lane: `page:${repositoryId}:${rule}`,
    matter: rule,
    scope: 'repository',
    action,
  };
}

/** Key of the newest page of an episode that calls somebody. */
export function episodeCallKey(episode: Episode): string {
  return episodePageParts(episode, 'trigger', nthCall(episode)).key;
}

/** Key of what tells PagerDuty that somebody in Slack has it: once for each page. */
export function episodeAckKey(episode: Pick<Episode, 'id' | 'heldDown'>): string {
  return `ack:${episode.id}:${nthCall(episode)}`;
}

function nthCall({ heldDown }: Pick<Episode, 'heldDown'>): 'first' | 'again' {
  return heldDown !== null && heldDown.recalledAt !== null ? 'again' : 'first';
}
