import { isCall } from '../effect/call.ts';
import type { WarningShown } from '../effect/daily.ts';
import type { Effect } from '../effect/effect.ts';
import type { SlackEpisodeEffect } from '../effect/messages.ts';
import type { Obligation } from '../handoff/obligation.ts';
import type { DaySpan } from '../reports/calendar.ts';
import type { DayRecord } from '../reports/day.ts';
import type { Database } from './database.ts';
import { decode } from './json-text.ts';
import type { EffectResult } from './settlement.ts';
import { readHandoffs, readRunsById } from './watch-memory.ts';

/** Runs of one day that are counted. */
const MOST_RUNS = 1_000;
/** Obligations among which those of one day are looked for, the newest first. */
const MOST_OBLIGATIONS = 1_000;
/** GitHub's times of a run and of its jobs are not those of one clock. */
const SKEW_MS = 3_600_000;

/** What is on record of one day. Inside a snapshot. */
export async function readDay(database: Database, repositoryId: number, span: DaySpan): Promise<DayRecord> {
  const { sql: db } = database;
  const from = new Date(span.from);
  const since = new Date(from.getTime() - SKEW_MS);
  const ended = await db
    .selectFrom('watched_runs')
    .select('run_id')
    .distinct()
    .where('repository_id', '=', repositoryId)
    .where('seen_updated_at', '>=', since)
    .where('role', 'in', ['smoke', 'verify'])
    .where('eligible', '=', true)
    .where('completed', '=', true)
    .orderBy('run_id', 'desc')
    .limit(MOST_RUNS + 1)
    .execute();
  const ids = ended.slice(0, MOST_RUNS).map(({ run_id }) => run_id);
  const owed = await db
    .selectFrom('obligations')
    .select('body')
    .where('repository_id', '=', repositoryId)
    .orderBy('seq', 'desc')
    .limit(MOST_OBLIGATIONS)
    .execute();
  const said = await readSaidOn(database, repositoryId, span);
  return {
    runs: await readRunsById(database, repositoryId, ids),
    handoffs: await readHandoffs(database, repositoryId, since),
    ...said,
    deadlines: owed
      .map(({ body }) => decode<Obligation>(body))
      .filter(({ dueAt }) => Date.parse(dueAt) >= from.getTime() && Date.parse(dueAt) < Date.parse(span.to)),
    isPartial: ended.length > MOST_RUNS,
  };
}

/** What was first said on that day: of an episode the message, and calls. */
async function readSaidOn(
  { sql: db }: Database,
  repositoryId: number,
  { from, to }: DaySpan,
): Promise<Pick<DayRecord, 'warnings' | 'calls'>> {
  const rows = await db
    .selectFrom('effects')
    .select(['payload', 'result'])
    .where('repository_id', '=', repositoryId)
    .where('created_at', '>=', new Date(from))
    .where('created_at', '<', new Date(to))
    .where('kind', 'in', ['slack_episode', 'page', 'episode_page'] satisfies Effect['kind'][])
    .orderBy('seq')
    .execute();
  const effects = rows.map(({ payload, result }) => ({
    effect: decode<Effect>(payload),
    url: urlOf(result),
  }));
  return {
    warnings: effects.flatMap(({ effect, url }) => (isMessage(effect) ? [warning(effect, url)] : [])),
    calls: effects.filter(({ effect }) => isCall(effect) && effect.action === 'trigger').length,
  };
}

function isMessage(effect: Effect): effect is SlackEpisodeEffect {
  return effect.kind === 'slack_episode';
}

function warning({ view }: SlackEpisodeEffect, url: string | null): WarningShown {
  return { rule: view.episode.rule, url };
}

function urlOf(result: string | null): string | null {
  return result === null ? null : (decode<EffectResult>(result).url ?? null);
}
