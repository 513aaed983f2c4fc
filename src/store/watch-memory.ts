import { sql } from 'kysely';
import type { Episode } from '../alerts/episode.ts';
import type { Incident } from '../alerts/incident.ts';
import type { DoneReruns } from '../alerts/input.ts';
import type { WatchedRole, WatchedRun } from '../alerts/run.ts';
import type { PullTarget, RepositoryTarget } from '../effect/effect.ts';
import type { Obligation } from '../handoff/obligation.ts';
import type { Handoff } from '../handoff/state.ts';
import { type DailyMemory, readDailyMemory } from './daily-memory.ts';
import type { Database } from './database.ts';
import { decode } from './json-text.ts';
import { pullTarget } from './pull-address.ts';
import { type AskedRerun, askedIn, cancelledIn, rerunsIn } from './run-acts.ts';
import { readSaid, type SaidOfEpisode } from './watch-said.ts';

/** All that is remembered of one repository for watching it, as of one moment. */
export interface WatchMemory {
  readonly repository: RepositoryTarget;
  /** Of the runs that count the newest of each role, all attempts of each, and all that have not completed; newest first. */
  readonly runs: readonly WatchedRun[];
  /** Open ones, and those that ended within the last 24 hours; oldest first. */
  readonly episodes: readonly Episode[];
  /** What is owed to people about episodes and incidents (O3) and not settled, oldest first. */
  readonly obligations: readonly Obligation[];
  /** Handoffs in flight, and those that ended within the last 24 hours; oldest first. */
  readonly handoffs: readonly {
    readonly pull: PullTarget;
    readonly handoff: Handoff;
    /** When its run was asked for first; `null` where the bot asked for none. */
    readonly acceptedAt: string | null;
    /** It has a message in Slack, sent or on its way. */
    readonly isTold: boolean;
  }[];
  /** Open PRs with their head as it was seen last. */
  readonly pulls: readonly {
    readonly pull: PullTarget;
    readonly headSha: string;
    readonly headRef: string;
    readonly headRepositoryId: number | null;
  }[];
  readonly done: DoneReruns;
  /** Re-runs that people asked for by a button, oldest first. */
  readonly asked: readonly AskedRerun[];
  /** Attempts that the bot cancelled because they took too long (M2). */
  readonly cancelled: readonly Pick<WatchedRun, 'runId' | 'attempt'>[];
  /** Messages, pages, re-runs, cancellations and stops made for its episodes and incidents, and what came of each. */
  readonly said: readonly SaidOfEpisode[];
  /** Incidents of PagerDuty's that are about the repository: open ones, and those that changed since its oldest episode here began; oldest change first. */
  readonly incidents: readonly Incident[];
  /** What is owed of daily statuses, and what was said of them (O1). */
  readonly daily: DailyMemory;
}

/** Runs of each role that are remembered in all their attempts: more than the longest window of the configuration. */
const NEWEST_RUNS = 60;
/** Runs that have not completed, where somebody starts them by the hundred. */
const MOST_GOING = 300;
const DAY_MS = 24 * 3_600_000;

/** Inside a snapshot. `now` in epoch milliseconds. */
export async function readWatchMemory(
  database: Database,
  repositoryId: number,
  now: number,
): Promise<Omit<WatchMemory, 'repository'>> {
  const episodes = await readEpisodes(database, repositoryId, now);
  const since = Math.min(now - DAY_MS, ...episodes.map(({ openedAt }) => Date.parse(openedAt)));
  const said = await readSaid(database, repositoryId, new Date(since));
  const acts = said.flatMap(({ act }) => (act === null ? [] : [act]));
  return {
    runs: await readRuns(database, repositoryId),
    episodes,
    obligations: await readOwed(database, repositoryId),
    handoffs: await readHandoffs(database, repositoryId, new Date(now - DAY_MS)),
    pulls: await readPulls(database, repositoryId),
    done: rerunsIn(acts, now - DAY_MS),
    asked: askedIn(acts),
    cancelled: cancelledIn(acts),
    said: said.map(({ act, ...one }) => one),
    incidents: await readIncidents(database, repositoryId, new Date(since)),
    daily: await readDailyMemory(database, repositoryId),
  };
}

/** Open ones, those that ended within the last day, and `others` by their ids; oldest first. */
export async function readEpisodes(
  { sql: db }: Database,
  repositoryId: number,
  now: number,
  others: readonly string[] = [],
): Promise<readonly Episode[]> {
  const rows = await db
    .selectFrom('episodes')
    .select('body')
    .where('repository_id', '=', repositoryId)
    .where((is) =>
      is.or([
        is('ended', '=', false),
        is('since', '>', new Date(now - DAY_MS)),
        ...(others.length === 0 ? [] : [is('id', 'in', others)]),
      ]),
    )
    .orderBy('seq')
    .execute();
  return rows.map(({ body }) => decode<Episode>(body));
}

/** Runs of forks are not eligible: however many there are, they push no other out, and none of them is followed. */
async function readRuns({ sql: db }: Database, repositoryId: number): Promise<readonly WatchedRun[]> {
  const ofRepository = db.selectFrom('watched_runs').where('repository_id', '=', repositoryId);
  const newest = async (role: WatchedRole) => {
    const rows = await ofRepository
      .select('run_id')
      .distinct()
      .where('role', '=', role)
      .where('eligible', '=', true)
      .orderBy('run_id', 'desc')
      .limit(NEWEST_RUNS)
      .execute();
    return rows.map(({ run_id }) => run_id);
  };
  const going = await ofRepository
    .select('run_id')
    .distinct()
    .where('completed', '=', false)
    .where('eligible', '=', true)
    .orderBy('run_id', 'desc')
    .limit(MOST_GOING)
    .execute();
  const ids = new Set([
    ...(await newest('smoke')),
    ...(await newest('verify')),
    ...(await newest('handoff')),
    ...going.map(({ run_id }) => run_id),
  ]);
  return readRunsById({ sql: db }, repositoryId, [...ids]);
}

/** All attempts of these runs, newest first. */
export async function readRunsById(
  { sql: db }: Pick<Database, 'sql'>,
  repositoryId: number,
  runIds: readonly number[],
): Promise<readonly WatchedRun[]> {
  if (runIds.length === 0) return [];
  const rows = await db
    .selectFrom('watched_runs')
    .select('body')
    .where('repository_id', '=', repositoryId)
    .where('run_id', 'in', runIds)
    .orderBy('run_id', 'desc')
    .orderBy('attempt', 'desc')
    .execute();
  return rows.map(({ body }) => decode<WatchedRun>(body));
}

async function readOwed({ sql: db }: Database, repositoryId: number): Promise<readonly Obligation[]> {
  const rows = await db
    .selectFrom('obligations')
    .select('body')
    .where('repository_id', '=', repositoryId)
    .where('kind', '=', 'status' satisfies Obligation['kind'])
    .where('settled', '=', false)
    .orderBy('seq')
    .execute();
  return rows.map(({ body }) => decode<Obligation>(body));
}

/** Those in flight, and those that ended since; oldest first. Inside a snapshot. */
export async function readHandoffs(
  { sql: db }: Database,
  repositoryId: number,
  since: Date,
): Promise<WatchMemory['handoffs']> {
  const rows = await db
    .selectFrom('handoffs')
    .innerJoin('pulls', (join) =>
      join
        .onRef('pulls.repository_id', '=', 'handoffs.repository_id')
        .onRef('pulls.number', '=', 'handoffs.number'),
    )
    .selectAll('pulls')
    .select('handoffs.body')
    .select((of) =>
      of
        .selectFrom('dispatches')
        .select(({ fn }) => fn.min('dispatches.created_at').as('asked_at'))
        .whereRef('dispatches.repository_id', '=', 'handoffs.repository_id')
        .whereRef('dispatches.number', '=', 'handoffs.number')
        .where(sql<boolean>`starts_with(dispatches.key, 'dispatch:' || handoffs.id || ':')`)
        .as('accepted_at'),
    )
    .select((of) =>
      of
        .exists(
          of
            .selectFrom('effects')
            .select('effects.key')
            .where(sql<boolean>`effects.key = 'slack:' || handoffs.id`),
        )
        .as('is_told'),
    )
    .where('handoffs.repository_id', '=', repositoryId)
    .where((is) => is.or([is('handoffs.ended', '=', false), is('handoffs.since', '>', since)]))
    .orderBy('handoffs.seq')
    .execute();
  return rows.map((row) => ({
    pull: pullTarget(row),
    handoff: decode<Handoff>(row.body),
    acceptedAt: row.accepted_at?.toISOString() ?? null,
    isTold: Boolean(row.is_told),
  }));
}

async function readPulls({ sql: db }: Database, repositoryId: number): Promise<WatchMemory['pulls']> {
  const rows = await db
    .selectFrom('pulls')
    .innerJoin('pull_heads', (join) =>
      join
        .onRef('pull_heads.repository_id', '=', 'pulls.repository_id')
        .onRef('pull_heads.number', '=', 'pulls.number'),
    )
    .selectAll('pulls')
    .select(['pull_heads.head_sha', 'pull_heads.head_ref', 'pull_heads.head_repository_id'])
    .distinctOn('pulls.number')
    .where('pulls.repository_id', '=', repositoryId)
    .where('pulls.open', '=', true)
    .orderBy('pulls.number')
    .orderBy('pull_heads.since', 'desc')
    .execute();
  return rows.map((row) => ({
    pull: pullTarget(row),
    headSha: row.head_sha,
    headRef: row.head_ref,
    headRepositoryId: row.head_repository_id,
  }));
}

async function readIncidents(
  { sql: db }: Database,
  repositoryId: number,
  since: Date,
): Promise<readonly Incident[]> {
  const rows = await db
    .selectFrom('incidents')
    .select('body')
    .where('repository_id', '=', repositoryId)
    .where((is) => is.or([is('open', '=', true), is('changed_at', '>=', since)]))
    .orderBy('changed_at')
    .execute();
  return rows.map(({ body }) => decode<Incident>(body));
}
