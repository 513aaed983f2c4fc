import type { Episode, Rule } from '../alerts/episode.ts';
import type { Incident } from '../alerts/incident.ts';
import type { RepositoryTarget } from '../effect/effect.ts';
import { incidentMessageKey, incidentNoteKey } from '../effect/incident-effects.ts';
import type { Obligation } from '../handoff/obligation.ts';
import { type Handoff, isInFlight } from '../handoff/state.ts';
import type { Database } from './database.ts';
import { decode } from './json-text.ts';
import type { EffectResult } from './settlement.ts';

/** An incident with what the bot has made of it so far. */
export interface KeptIncident extends Incident {
  readonly kept: {
    /** Ids of the signed events that were heard, newest last. */
    readonly heard: readonly string[];
    /** Whether a webhook was first to tell of it, or a look at the list; ISO 8601 in UTC. */
    readonly first: { readonly by: 'webhook' | 'list'; readonly at: string };
    /** As people were told of it last; `null` before the first word. */
    readonly told: Incident | null;
    /** How and where its message speaks. */
    readonly voice: { readonly locale: 'en' | 'ja'; readonly channel: string | null } | null;
    /** Whether it stops a repository, as it was judged: `<repository id>:<urgency>:<severe>`. */
    readonly judged: readonly string[];
    /** Repositories on which it has set a stop: once, whatever comes later. */
    readonly stopped: readonly number[];
    /** An alert of critical severity, or the bot's own severe episode. */
    readonly severe: boolean;
  };
}

/** Where the App is installed, with what an incident there bears upon. */
export interface IncidentPlace {
  readonly repository: RepositoryTarget;
  /** Rules whose episodes are open. */
  readonly episodes: readonly Rule[];
  readonly handoffs: readonly { readonly number: number; readonly state: string }[];
  readonly openPulls: number;
}

/** All that is remembered of one incident and around it, as of one moment. */
export interface IncidentMemory {
  readonly incident: KeptIncident;
  /** As it was read: another text means that it has changed. */
  readonly version: string;
  /** `null`: nothing is owed for it. */
  readonly obligation: Obligation | null;
  /** Its message in Slack: when Slack says that it was posted (ISO), and where; `null` until it was. */
  readonly message: { readonly at: string; readonly url: string | null } | null;
  /** What became of the note at PagerDuty; `null` where none was made. */
  readonly note: 'pending' | 'sent' | 'rejected' | 'withdrawn' | 'unanswered' | null;
  readonly places: readonly IncidentPlace[];
}

export function incidentObligationId(incidentId: string): string {
  return `status:incident:${incidentId}`;
}

/** Inside a snapshot. `null`: no such incident. */
export async function readIncident(database: Database, id: string): Promise<IncidentMemory | null> {
  const { sql } = database;
  const row = await sql.selectFrom('incidents').select('body').where('id', '=', id).executeTakeFirst();
  if (row === undefined) return null;
  const owed = await sql
    .selectFrom('obligations')
    .select('body')
    .where('id', '=', incidentObligationId(id))
    .executeTakeFirst();
  const effects = await sql
    .selectFrom('effects')
    .select(['key', 'state', 'result'])
    .where('key', 'in', [incidentMessageKey(id), incidentNoteKey(id)])
    .execute();
  const message = effects.find(({ key }) => key === incidentMessageKey(id));
  const note = effects.find(({ key }) => key === incidentNoteKey(id));
  return {
    incident: decode<KeptIncident>(row.body),
    version: row.body,
    obligation: owed === undefined ? null : decode<Obligation>(owed.body),
    message: message === undefined || message.result === null ? null : postedAt(decode(message.result)),
    note: note === undefined ? null : (note.state as IncidentMemory['note']),
    places: await readPlaces(database),
  };
}

/** Slack's own time of the message, which edits leave as it is. */
function postedAt({ slack, url }: EffectResult): IncidentMemory['message'] {
  if (slack === undefined) return null;
  return { at: new Date(Math.floor(Number(slack.ts) * 1000)).toISOString(), url: url ?? null };
}

async function readPlaces(database: Database): Promise<readonly IncidentPlace[]> {
  const { sql } = database;
  const repositories = await sql
    .selectFrom('repositories')
    .leftJoin('installations', 'installations.id', 'repositories.installation_id')
    .select(['repositories.id', 'repositories.installation_id', 'repositories.owner', 'repositories.name'])
    .where((is) =>
      is.or([is('installations.suspended', 'is', null), is('installations.suspended', '=', false)]),
    )
    .orderBy('repositories.id')
    .execute();
  const pulls = await sql
    .selectFrom('pulls')
    .selectAll()
    .where('open', '=', true)
    .orderBy('number')
    .execute();
  const handoffs = await sql
    .selectFrom('handoffs')
    .select(['repository_id', 'body'])
    .where('ended', '=', false)
    .orderBy('seq')
    .execute();
  const episodes = await sql
    .selectFrom('episodes')
    .select(['repository_id', 'body'])
    .where('ended', '=', false)
    .orderBy('seq')
    .execute();
  return repositories.map(({ id, installation_id: installationId, owner, name: repo }) => {
    const ofPlace = pulls.filter((pull) => pull.repository_id === id);
    return {
      repository: { installationId, repositoryId: id, owner, repo },
      episodes: episodes
        .filter((row) => row.repository_id === id)
        .map(({ body }) => decode<Episode>(body).rule),
      handoffs: handoffs
        .filter((row) => row.repository_id === id)
        .map(({ body }) => decode<Handoff>(body))
        .filter(isInFlight)
        .map(({ number, state }) => ({ number, state: state.kind })),
      openPulls: ofPlace.length,
    };
  });
}
