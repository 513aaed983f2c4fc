import { type Kysely, sql } from 'kysely';

/** What was seen last of secrets and permissions, and what has changed of them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table ai_ops.sightings (
      subject text primary key,
      seen text,
      looked_at timestamptz
    )`.execute(db);
  await sql`
    create table ai_ops.access_changes (
      id text primary key,
      noticed_at timestamptz not null,
      body text not null
    )`.execute(db);
  await sql`alter table ai_ops.obligations add column detail text`.execute(db);
}
