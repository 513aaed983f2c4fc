import { type DailyPageEffect, dailyKey, dailyPageKey, type SlackDailyEffect } from '../effect/daily.ts';
import type { Obligation } from '../handoff/obligation.ts';
import type { Database } from './database.ts';
import { decode } from './json-text.ts';
import type { EffectResult } from './settlement.ts';

/** What is remembered of the daily statuses of a repository (O1). */
export interface DailyMemory {
  /** Since when there is one each day; `null` where there is none. */
  readonly owedSince: string | null;
  /** The newest that were owed, oldest first. */
  readonly obligations: readonly Obligation[];
  /** Their messages and pages. */
  readonly said: readonly {
    readonly key: string;
    /** When Slack took it last; `null` until then. */
    readonly sentAt: string | null;
    readonly url: string | null;
    /** Whether the message, as it is or will be there, says that it is late. */
    readonly isLate: boolean;
  }[];
}

/** Older ones are history: nothing about them changes any more. */
const NEWEST_DAYS = 31;

/** Inside a snapshot. */
export async function readDailyMemory({ sql: db }: Database, repositoryId: number): Promise<DailyMemory> {
  const watch = await db
    .selectFrom('watches')
    .select('daily_since')
    .where('repository_id', '=', repositoryId)
    .executeTakeFirst();
  const rows = await db
    .selectFrom('obligations')
    .select('body')
    .where('repository_id', '=', repositoryId)
    .where('number', '=', 0)
    .where('kind', '=', 'daily_report' satisfies Obligation['kind'])
    .orderBy('seq', 'desc')
    .limit(NEWEST_DAYS)
    .execute();
  const obligations = rows.map(({ body }) => decode<Obligation>(body)).toReversed();
  const keys = obligations.flatMap(({ about: day }) => [
    dailyKey(repositoryId, day),
    dailyPageKey(repositoryId, day, 'trigger'),
  ]);
  return {
    owedSince: watch?.daily_since?.toISOString() ?? null,
    obligations,
    said: keys.length === 0 ? [] : await readSaid({ sql: db }, keys),
  };
}

async function readSaid(
  { sql: db }: Pick<Database, 'sql'>,
  keys: readonly string[],
): Promise<DailyMemory['said']> {
  const rows = await db
    .selectFrom('effects')
    .select(['key', 'sent_at', 'result', 'payload'])
    .where('key', 'in', keys)
    .execute();
  return rows.map(({ key, sent_at, result, payload }) => {
    const effect = decode<SlackDailyEffect | DailyPageEffect>(payload);
    return {
      key,
      sentAt: sent_at?.toISOString() ?? null,
      url: urlOf(result),
      isLate: effect.kind === 'slack_daily' && effect.view.isLate,
    };
  });
}

/** Keeps since when there is one each day. Inside a transaction that is open. */
export async function keepDailySince(
  { sql: db }: Database,
  repositoryId: number,
  owedSince: string | null,
): Promise<void> {
  const daily_since = owedSince === null ? null : new Date(owedSince);
  await db
    .insertInto('watches')
    .values({ repository_id: repositoryId, reasons: '[]', daily_since })
    .onConflict((conflict) =>
      conflict
        .column('repository_id')
        .doUpdateSet({ daily_since })
        .where('watches.daily_since', 'is distinct from', daily_since),
    )
    .execute();
}

function urlOf(result: string | null): string | null {
  return result === null ? null : (decode<EffectResult>(result).url ?? null);
}
