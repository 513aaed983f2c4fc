import { type Kysely, sql } from 'kysely';

/**
 * Deadlines are listed and counted by when they are due; the status of an incident is a kind of its own. They go on with
 * what was read of a repository last, also where the bot was started anew since.
 */
export async function up<T>(db: Kysely<T>): Promise<void> {
  await sql`
    alter table ai_ops.obligations
      add column due_at timestamptz,
      add column missed boolean not null default false`.execute(db);
  // By the text: PostgreSQL would read no JSON that holds U+0000 or a lone surrogate, and a note may. A quote within
  // one is escaped, so that these can only be the keys.
  await sql`
    update ai_ops.obligations
      set due_at = substring(body from '"dueAt":"([^"]+)"')::timestamptz,
          missed = body like '%"missedAt":"%'`.execute(db);
  await sql`alter table ai_ops.obligations alter column due_at set not null`.execute(db);
  await sql`
    update ai_ops.obligations
      set kind = 'incident_status',
          body = replace(body, '"kind":"status"', '"kind":"incident_status"')
      where id like 'status:incident:%'`.execute(db);
  await sql`alter table ai_ops.watches add column last_seen text`.execute(db);
  await sql`create index obligations_by_time on ai_ops.obligations (due_at, seq)`.execute(db);
  await sql`
    create index obligations_of_repository on ai_ops.obligations (repository_id, due_at)`.execute(db);
}
