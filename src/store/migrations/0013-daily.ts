import { type Kysely, sql } from 'kysely';

/** Since when a repository is told its status each day, and what ended on one day. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table ai_ops.watches add column daily_since timestamptz`.execute(db);
  await sql`
    create index watched_runs_seen on ai_ops.watched_runs (repository_id, seen_updated_at)`.execute(db);
}
