import { sql } from 'kysely';
import type { Episode } from '../alerts/episode.ts';
import type { WatchedRun } from '../alerts/run.ts';
import { episodeMessageKey, episodePageParts } from '../effect/episode-keys.ts';
import type { Database } from './database.ts';
import { readPlaces } from './deadline-rows.ts';
import { decode } from './json-text.ts';
import type { EffectResult } from './settlement.ts';
import type { SaidOfEpisode } from './watch-said.ts';

/** Which episodes. */
export interface EpisodeQuery {
  /** `null`: those of every repository. */
  readonly repositoryId: number | null;
  /** Not over, or not over before that time (ISO 8601). */
  readonly since: string;
}

export interface KeptEpisode {
  readonly episode: Episode;
  /** `null`: its repository is not known any more. */
  readonly place: { readonly owner: string; readonly repo: string } | null;
  /** What became of the call that it asked for; `null` where none was made, as while the bot only observes. */
  readonly call: SaidOfEpisode['state'] | null;
  /** Its message in Slack; `null` where none stands there. */
  readonly messageUrl: string | null;
}

const PAGE_ROWS = 500;

/** @param since of the time that an attempt was asked for */
export async function* runPages(
  { sql: db }: Database,
  repositoryId: number,
  since: string | null,
): AsyncGenerator<readonly WatchedRun[]> {
  let after: { readonly run_id: number; readonly attempt: number; readonly workflow_id: number } | null =
    null;
  for (;;) {
    let query = db
      .selectFrom('watched_runs')
      .select(['run_id', 'attempt', 'workflow_id', 'body'])
      .where('repository_id', '=', repositoryId)
      .orderBy('run_id')
      .orderBy('attempt')
      .orderBy('workflow_id')
      .limit(PAGE_ROWS);
    if (since !== null) query = query.where('requested_at', '>=', new Date(since));
    if (after !== null)
      query = query.where(
        sql<boolean>`(run_id, attempt, workflow_id) > (${after.run_id}, ${after.attempt}, ${after.workflow_id})`,
      );
    const rows = await query.execute();
    if (rows.length > 0) yield rows.map(({ body }) => decode<WatchedRun>(body));
    after = rows.at(-1) ?? null;
    if (rows.length < PAGE_ROWS) return;
  }
}

export async function* episodePages(
  database: Database,
  { repositoryId, since }: EpisodeQuery,
): AsyncGenerator<readonly KeptEpisode[]> {
  let after = 0;
  for (;;) {
    let query = database.sql
      .selectFrom('episodes')
      .select(['seq', 'body'])
      .where('seq', '>', after)
      .where((is) => is.or([is('ended', '=', false), is('since', '>=', new Date(since))]))
      .orderBy('seq')
      .limit(PAGE_ROWS);
    if (repositoryId !== null) query = query.where('repository_id', '=', repositoryId);
    const rows = await query.execute();
    const episodes = rows.map(({ body }) => decode<Episode>(body));
    if (rows.length > 0) yield await toldOf(database, episodes);
    after = rows.at(-1)?.seq ?? after;
    if (rows.length < PAGE_ROWS) return;
  }
}

/** Where each is, and what of it reached people. */
async function toldOf(database: Database, episodes: readonly Episode[]): Promise<readonly KeptEpisode[]> {
  const places = await readPlaces(database, [...new Set(episodes.map(({ repositoryId }) => repositoryId))]);
  const callKey = (episode: Episode) => episodePageParts(episode, 'trigger').key;
  const rows = await database.sql
    .selectFrom('effects')
    .select(['key', 'state', 'result'])
    .where(
      'key',
      'in',
      episodes.flatMap((episode) => [callKey(episode), episodeMessageKey(episode)]),
    )
    .execute();
  const told = new Map(rows.map((row) => [row.key, row]));
  return episodes.map((episode) => {
    const result = told.get(episodeMessageKey(episode))?.result ?? null;
    return {
      episode,
      place: places.get(episode.repositoryId) ?? null,
      call: (told.get(callKey(episode))?.state as SaidOfEpisode['state'] | undefined) ?? null,
      messageUrl: result === null ? null : (decode<EffectResult>(result).url ?? null),
    };
  });
}
