import type { Selectable } from 'kysely';
import type { Episode } from '../alerts/episode.ts';
import type { Incident } from '../alerts/incident.ts';
import type {
  DeadlineAbout,
  DeadlineKind,
  DeadlineOutcome,
  DeadlinesView,
  OwedDeadline,
} from '../effect/deadline.ts';
import type { Obligation, Settled } from '../handoff/obligation.ts';
import type { Handoff } from '../handoff/state.ts';
import { isPast } from '../handoff/timing.ts';
import type { Database } from './database.ts';
import type { HistoryDetail } from './history.ts';
import { decode } from './json-text.ts';
import type { Tables } from './tables.ts';

/** One thing that was owed in time, and what became of it. */
export interface Deadline extends OwedDeadline {
  readonly id: string;
  readonly outcome: DeadlineOutcome;
  /** When it was found not to have been kept. */
  readonly missedAt: string | null;
  readonly settled: Settled | null;
}

export type DeadlineRow = Pick<
  Selectable<Tables['obligations']>,
  'seq' | 'repository_id' | 'number' | 'body' | 'detail'
>;

type Place = Deadline['place'];

/** What the rows are about, by names that people know. `now` in ISO 8601. */
export async function namedDeadlines(
  database: Database,
  rows: readonly DeadlineRow[],
  now: string,
): Promise<readonly Deadline[]> {
  const read = rows.map((row) => ({ row, obligation: decode<Obligation>(row.body) }));
  const of = (...kinds: readonly DeadlineKind[]): readonly string[] =>
    read.filter(({ obligation: { kind } }) => kinds.includes(kind)).map(({ obligation: { about } }) => about);
  const names: Names = {
    places: await readPlaces(database, [...new Set(rows.map(({ repository_id }) => repository_id))]),
    heads: await readHeads(database, of('follow_up')),
    rules: await readRules(database, of('status')),
    incidents: await readIncidentNumbers(database, of('incident_status')),
  };
  return read.map(({ row, obligation }) => {
    const { id, kind, since, dueAt, missedAt, settled } = obligation;
    const place = placeOf(row, names);
    const about = aboutOf(row, obligation, names);
    return { id, kind, outcome: outcomeOf(obligation, now), place, about, since, dueAt, missedAt, settled };
  });
}

/** Without what is not shown. */
export function owedOf({ kind, place, about, since, dueAt }: Deadline): DeadlinesView['open'][number] {
  return { kind, place, about, since, dueAt };
}

/** One whose time has passed is missed, though nobody has looked yet. */
export function outcomeOf({ settled, missedAt, dueAt }: Obligation, now: string): DeadlineOutcome {
  if (missedAt !== null) return 'missed';
  if (settled !== null) return 'met';
  return isPast(dueAt, now) ? 'missed' : 'open';
}

interface Names {
  readonly places: ReadonlyMap<number, Pick<NonNullable<Place>, 'owner' | 'repo'>>;
  readonly heads: ReadonlyMap<string, string>;
  readonly rules: ReadonlyMap<string, Episode['rule']>;
  readonly incidents: ReadonlyMap<string, number>;
}

function placeOf({ repository_id, number, detail }: DeadlineRow, { places }: Names): Place {
  const kept = detail === null ? undefined : decode<HistoryDetail>(detail).repository;
  const found = places.get(repository_id) ?? kept;
  if (found === undefined) return null;
  return { owner: found.owner, repo: found.repo, number: number === 0 ? null : number };
}

function aboutOf({ detail }: DeadlineRow, { kind, about: id }: Obligation, names: Names): DeadlineAbout {
  switch (kind) {
    case 'follow_up':
      return { is: 'handoff', id, headSha: names.heads.get(id) ?? null };
    case 'status':
      return { is: 'episode', id, rule: names.rules.get(id) ?? null };
    case 'incident_status':
      return { is: 'incident', id, number: names.incidents.get(id) ?? null };
    case 'history':
      return { is: 'change', id, change: detail === null ? null : decode<HistoryDetail>(detail).change };
    case 'daily_report':
      return { is: 'day', id };
  }
}

/** As they are called now; of one that the App has left, as they were called last. */
export async function readPlaces({ sql }: Database, ids: readonly number[]): Promise<Names['places']> {
  if (ids.length === 0) return new Map();
  const seen = await sql
    .selectFrom('pulls')
    .select(['repository_id as id', 'owner', 'repo'])
    .distinctOn('repository_id')
    .where('repository_id', 'in', ids)
    .orderBy('repository_id')
    .orderBy('touched_at', 'desc')
    .execute();
  const installed = await sql
    .selectFrom('repositories')
    .select(['id', 'owner', 'name as repo'])
    .where('id', 'in', ids)
    .execute();
  return new Map([...seen, ...installed].map(({ id, owner, repo }) => [id, { owner, repo }]));
}

async function readHeads({ sql }: Database, ids: readonly string[]): Promise<Names['heads']> {
  if (ids.length === 0) return new Map();
  const rows = await sql.selectFrom('handoffs').select(['id', 'body']).where('id', 'in', ids).execute();
  return new Map(rows.map(({ id, body }) => [id, decode<Handoff>(body).headSha]));
}

async function readRules({ sql }: Database, ids: readonly string[]): Promise<Names['rules']> {
  if (ids.length === 0) return new Map();
  const rows = await sql.selectFrom('episodes').select(['id', 'rule']).where('id', 'in', ids).execute();
  return new Map(rows.map(({ id, rule }) => [id, rule as Episode['rule']]));
}

async function readIncidentNumbers({ sql }: Database, ids: readonly string[]): Promise<Names['incidents']> {
  if (ids.length === 0) return new Map();
  const rows = await sql.selectFrom('incidents').select(['id', 'body']).where('id', 'in', ids).execute();
  return new Map(rows.map(({ id, body }) => [id, decode<Incident>(body).number]));
}
