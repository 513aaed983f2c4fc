import { type Kysely, sql } from 'kysely';

/** Runs of watched workflows, the episodes that came of them, and the incidents that PagerDuty told of. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table ai_ops.watches (
      repository_id bigint primary key,
      reasons text not null,
      due_at timestamptz,
      begun_at timestamptz,
      workflows text
    )`.execute(db);
  await sql`
    create table ai_ops.watched_runs (
      repository_id bigint not null,
      workflow_id bigint not null,
      run_id bigint not null,
      attempt integer not null,
      role text not null,
      eligible boolean not null,
      completed boolean not null,
      requested_at timestamptz not null,
      seen_updated_at timestamptz not null,
      body text not null,
      primary key (repository_id, run_id, attempt, workflow_id)
    )`.execute(db);
  await sql`
    create index watched_runs_newest on ai_ops.watched_runs (repository_id, role, run_id desc)`.execute(db);
  await sql`
    create index watched_runs_going on ai_ops.watched_runs (repository_id, run_id) where not completed`.execute(
    db,
  );
  await sql`
    create table ai_ops.episodes (
      id text primary key,
      seq bigint generated always as identity,
      repository_id bigint not null,
      rule text not null,
      ended boolean not null,
      since timestamptz not null,
      body text not null
    )`.execute(db);
  await sql`create index episodes_of_repository on ai_ops.episodes (repository_id, seq)`.execute(db);
  await sql`
    create unique index episodes_one_open on ai_ops.episodes (repository_id, rule) where not ended`.execute(
    db,
  );
  await sql`
    create table ai_ops.incidents (
      id text primary key,
      service_id text not null,
      repository_id bigint,
      open boolean not null,
      body text not null,
      changed_at timestamptz not null
    )`.execute(db);
  await sql`create index incidents_open on ai_ops.incidents (repository_id) where open`.execute(db);
  await sql`alter table ai_ops.effects add column sent_at timestamptz`.execute(db);
  await sql`
    create index effects_of_repository on ai_ops.effects (repository_id, created_at)`.execute(db);
}
