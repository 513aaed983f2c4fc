import { type Kysely, sql } from 'kysely';

/** Workflow runs: attempts read once, and runs of the handoff workflow that people started by hand. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table ai_ops.run_attempts (
      repository_id bigint not null,
      run_id bigint not null,
      attempt integer not null,
      body text not null,
      primary key (repository_id, run_id, attempt)
    )`.execute(db);
  await sql`
    create table ai_ops.started_by_hand (
      key text primary key,
      seq bigint generated always as identity,
      repository_id bigint not null,
      run_id bigint not null,
      body text not null,
      attributed_at timestamptz,
      pull text,
      pull_number integer,
      head_sha text,
      taken_at timestamptz
    )`.execute(db);
  await sql`create index started_by_hand_of_pull on ai_ops.started_by_hand (repository_id, pull_number, seq)`.execute(
    db,
  );
}
