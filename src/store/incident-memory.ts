import type { Episode, Rule } from '../alerts/episode.ts';
import type { Incident } from '../alerts/incident.ts';
import { type Call, type CallSubject, callLane } from '../effect/call.ts';
import type { Effect, RepositoryTarget } from '../effect/effect.ts';
import { incidentMessageKey, incidentNoteKey, incidentStatusKey } from '../effect/incident-effects.ts';
import type { SlackBase } from '../effect/lane.ts';
import type { Obligation } from '../handoff/obligation.ts';
import { type Handoff, isInFlight } from '../handoff/state.ts';
import type { Locale } from '../policies/locale.ts';
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
    readonly voice: {
      readonly locale: Locale;
      readonly channel: string | null;
      /** Key of the message in whose thread it speaks; absent: it has a message of its own. */
      readonly thread?: string;
    } | null;
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
  /** Its status in Slack, a message or a line: when Slack says that it was posted (ISO), and where; `null` until it was. */
  readonly message: { readonly at: string; readonly url: string | null } | null;
  /** Slack refused the line, or there was no thread to write it in: nothing of it stands there. */
  readonly isLineRefused: boolean;
  /** What became of the note at PagerDuty; `null` where none was made. */
  readonly note: 'pending' | 'sent' | 'rejected' | 'withdrawn' | 'unanswered' | null;
  readonly places: readonly IncidentPlace[];
}

/** The message of what the bot called for, which stands in Slack or is on its way. */
export interface MatterMessage {
  readonly key: string;
  readonly locale: Locale;
  /** `null`: the bot's own. */
  readonly channel: string | null;
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
    .where('key', 'in', [incidentMessageKey(id), incidentStatusKey(id), incidentNoteKey(id)])
    .orderBy('seq')
    .execute();
  const line = effects.find(({ key }) => key === incidentStatusKey(id));
  const posted = effects.find(({ key, result }) => key !== incidentNoteKey(id) && result !== null);
  const note = effects.find(({ key }) => key === incidentNoteKey(id));
  return {
    incident: decode<KeptIncident>(row.body),
    version: row.body,
    obligation: owed === undefined ? null : decode<Obligation>(owed.body),
    message: typeof posted?.result !== 'string' ? null : postedAt(decode(posted.result)),
    isLineRefused: line !== undefined && isGone(line),
    note: note === undefined ? null : (note.state as IncidentMemory['note']),
    places: await readPlaces(database),
  };
}

const NEVER_SENT: ReadonlySet<string> = new Set(['rejected', 'withdrawn']);

function isGone({ state, result }: { readonly state: string; readonly result: string | null }): boolean {
  return result === null && NEVER_SENT.has(state);
}

/** The bot's clock and PagerDuty's may be so far apart. */
const CLOCKS_APART_MS = 5 * 60_000;
/** Calls with one dedup key that are looked through, newest first. */
const MOST_CALLS = 20;

/**
 * The message of what the bot called for with this dedup key, as of when the incident was opened.
 *
 * @returns `null` where the bot did not call, or has no message that could be answered
 */
export async function readMatterMessage(
  { sql }: Pick<Database, 'sql'>,
  subject: CallSubject,
  openedAt: string,
): Promise<MatterMessage | null> {
  const calls = await sql
    .selectFrom('effects')
    .select('payload')
    .where('lane', '=', callLane(subject))
    .where('kind', 'in', ['page', 'episode_page'] satisfies Effect['kind'][])
    .where('created_at', '<=', new Date(Date.parse(openedAt) + CLOCKS_APART_MS))
    .orderBy('seq', 'desc')
    .limit(MOST_CALLS)
    .execute();
  const call = calls.map(({ payload }) => decode<Call>(payload)).find(({ action }) => action === 'trigger');
  if (call === undefined || call.about === null) return null;
  const parent = await sql
    .selectFrom('effects')
    .select(['key', 'payload', 'state', 'result'])
    .where('key', '=', call.about)
    .executeTakeFirst();
  if (parent === undefined || isGone(parent)) return null;
  const { locale, channel } = decode<SlackBase>(parent.payload);
  return { key: parent.key, locale, channel };
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
