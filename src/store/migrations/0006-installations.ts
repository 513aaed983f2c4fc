import { type Kysely, sql } from 'kysely';

/** Where the App is installed, what is stopped, and what belongs to this instance of the bot. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table ai_ops.installations (
      id bigint primary key,
      account text not null,
      suspended boolean not null
    )`.execute(db);
  await sql`
    create table ai_ops.repositories (
      id bigint primary key,
      installation_id bigint not null,
      owner text not null,
      name text not null
    )`.execute(db);
  await sql`
    create table ai_ops.stops (
      scope text primary key,
      set_by text not null,
      reason text not null,
      set_at timestamptz not null
    )`.execute(db);
  await sql`create table ai_ops.instance (name text primary key, value text not null)`.execute(db);
}
