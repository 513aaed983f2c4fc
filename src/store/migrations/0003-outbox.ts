import { type Kysely, sql } from 'kysely';

/** Effects on their way out, and what became of them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table ai_ops.effects (
      key text primary key,
      kind text not null,
      repository_id bigint not null,
      number integer not null,
      payload text not null,
      generation integer not null default 1,
      tries integer not null default 0,
      tried_at timestamptz,
      tried_before timestamptz,
      created_at timestamptz not null,
      ledger_seq bigint,
      ledger_hash text,
      state text not null,
      result text
    )`.execute(db);
  await sql`
    create table ai_ops.dispatches (
      key text primary key,
      seq bigint generated always as identity,
      repository_id bigint not null,
      number integer not null,
      purpose text not null,
      workflow_path text not null,
      ref text not null,
      head_sha text not null,
      base_ref text not null,
      outcome_kind text not null,
      outcome text not null,
      run_id bigint,
      created_at timestamptz not null
    )`.execute(db);
  await sql`create index dispatches_of_pull on ai_ops.dispatches (repository_id, number, seq)`.execute(db);
  await sql`create index dispatches_of_run on ai_ops.dispatches (repository_id, run_id)`.execute(db);
  await sql`
    create unique index dispatches_one_unresolved on ai_ops.dispatches (repository_id, workflow_path)
      where purpose = 'handoff' and outcome_kind in ('pending', 'unanswered')`.execute(db);
  await sql`
    create table ai_ops.approvals (
      handoff_id text primary key,
      seq bigint generated always as identity,
      repository_id bigint not null,
      number integer not null,
      outcome text not null
    )`.execute(db);
  await sql`create index approvals_of_pull on ai_ops.approvals (repository_id, number, seq)`.execute(db);
  await sql`
    create table ai_ops.own_comments (
      key text primary key,
      seq bigint generated always as identity,
      repository_id bigint not null,
      number integer not null,
      body text not null
    )`.execute(db);
  await sql`create index own_comments_of_pull on ai_ops.own_comments (repository_id, number, seq)`.execute(
    db,
  );
}
