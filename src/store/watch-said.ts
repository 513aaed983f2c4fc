import type { Effect } from '../effect/effect.ts';
import { INCIDENT_STOPS } from '../effect/incident-stop.ts';
import type { Database } from './database.ts';
import { decode } from './json-text.ts';
import type { RunAct } from './run-acts.ts';
import type { EffectResult } from './settlement.ts';

export interface SaidOfEpisode {
  readonly key: string;
  readonly kind: Effect['kind'];
  readonly state: 'pending' | 'sent' | 'unanswered' | 'rejected' | 'withdrawn';
  readonly createdAt: string;
  /** When it was sent, and where it can be seen; `null` until then. */
  readonly sentAt: string | null;
  readonly url: string | null;
}

/** What is said and done of episodes and incidents, by kind of effect. */
const OF_WATCH: ReadonlySet<string> = new Set([
  'slack_episode',
  'slack_episode_note',
  'episode_page',
  'rerun_watched',
  'cancel_watched',
  'incident_ack',
  'blast_comment',
  'slack_daily',
  'daily_page',
]);
const ACTS: ReadonlySet<string> = new Set<RunAct['kind']>(['rerun_watched', 'cancel_watched']);

/** A repository is looked at again once such an effect has an outcome. */
export function isOfWatch(kind: string): boolean {
  return OF_WATCH.has(kind);
}

export interface Spoken extends SaidOfEpisode {
  /** What it does to a run; `null` where it says something. */
  readonly act: RunAct | null;
}

/** What was said and done since for the episodes and incidents of a repository, in the order in which it was decided. */
export async function readSaid(
  { sql: db }: Database,
  repositoryId: number,
  since: Date,
): Promise<readonly Spoken[]> {
  const rows = await db
    .selectFrom('effects')
    .select(['key', 'kind', 'state', 'created_at', 'sent_at', 'result', 'payload', 'withdrawn_for'])
    .where('repository_id', '=', repositoryId)
    .where((is) =>
      is.or([
        is('kind', 'in', [...OF_WATCH]),
        ...INCIDENT_STOPS.map((begins) => is('key', 'like', `${begins}%`)),
      ]),
    )
    .where((is) =>
      is.or([
        is('created_at', '>=', since),
        // One of a PR that is kept up to date for as long as that is open.
        is.and([
          is('kind', '=', 'blast_comment'),
          is(
            'number',
            'in',
            is
              .selectFrom('pulls')
              .select('number')
              .where('repository_id', '=', repositoryId)
              .where('open', '=', true),
          ),
        ]),
      ]),
    )
    .orderBy('seq')
    .execute();
  return rows.map(
    ({ key, kind, state, created_at, sent_at, result, payload, withdrawn_for: withdrawnFor }) => {
      const at = created_at.toISOString();
      return {
        key,
        kind: kind as SaidOfEpisode['kind'],
        state: state as SaidOfEpisode['state'],
        createdAt: at,
        sentAt: sent_at?.toISOString() ?? null,
        url: result === null ? null : (decode<EffectResult>(result).url ?? null),
        act: ACTS.has(kind)
          ? { ...decode<Omit<RunAct, 'state' | 'withdrawnFor' | 'at'>>(payload), state, withdrawnFor, at }
          : null,
      };
    },
  );
}
