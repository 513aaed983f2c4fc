import { type Kysely, sql } from 'kysely';

/** Deliveries as they came in, evaluations asked for, timers set. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table ai_ops.deliveries (
      guid text primary key,
      event text not null,
      action text,
      installation_id bigint,
      repository_id bigint,
      received_at timestamptz not null,
      body text,
      done_at timestamptz
    )`.execute(db);
  await sql`create index deliveries_to_prune on ai_ops.deliveries (done_at) where body is not null`.execute(
    db,
  );
  await sql`
    create table ai_ops.evaluations (
      key text primary key,
      pull text not null,
      reasons text not null,
      opened_at timestamptz,
      due_at timestamptz
    )`.execute(db);
  await sql`create table ai_ops.timers (subject text primary key, due_at timestamptz not null)`.execute(db);
}
