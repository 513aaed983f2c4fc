import type { Episode } from '../alerts/episode.ts';
import { callLane } from './call.ts';
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
): Pick<EpisodePageEffect, 'key' | 'lane' | 'matter' | 'scope' | 'action'> {
  const subject = { matter: rule, scope: 'repository' } as const;
  return { key: `page:${id}:${action}`, lane: callLane({ repositoryId, ...subject }), ...subject, action };
}
