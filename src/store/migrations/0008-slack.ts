import { type Kysely, sql } from 'kysely';

/** What may be asked for once: a button of a message in Slack, until it was refused. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table ai_ops.commands add column use text`.execute(db);
  await sql`
    create unique index commands_of_one_use on ai_ops.commands (use)
      where use is not null and state <> 'refused'`.execute(db);
}
