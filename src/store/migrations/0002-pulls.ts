import { type Kysely, sql } from 'kysely';

/** What is remembered about a pull request. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createPulls(db);
  await createHandoffs(db);
}

async function createPulls(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table ai_ops.pulls (
      repository_id bigint not null,
      number integer not null,
      installation_id bigint not null,
      owner text not null,
      repo text not null,
      open boolean not null,
      touched_at timestamptz not null,
      base_ref text,
      base_changed_at timestamptz,
      primary key (repository_id, number)
    )`.execute(db);
  await sql`create index pulls_by_name on ai_ops.pulls (lower(owner), lower(repo), number)`.execute(db);
  await sql`
    create table ai_ops.pull_heads (
      repository_id bigint not null,
      number integer not null,
      head_sha text not null,
      head_ref text not null,
      head_repository_id bigint,
      since timestamptz not null,
      primary key (repository_id, number, head_sha)
    )`.execute(db);
  await sql`create index pull_heads_by_commit on ai_ops.pull_heads (repository_id, head_sha)`.execute(db);
  await sql`
    create table ai_ops.label_observations (
      delivery_guid text primary key,
      repository_id bigint not null,
      number integer not null,
      at timestamptz not null,
      body text not null
    )`.execute(db);
  await sql`create index label_observations_of_pull on ai_ops.label_observations (repository_id, number, at)`.execute(
    db,
  );
  await sql`
    create table ai_ops.label_pins (
      repository_id bigint not null,
      name text not null,
      node_id text not null,
      pinned_at timestamptz not null,
      primary key (repository_id, name)
    )`.execute(db);
}

async function createHandoffs(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table ai_ops.handoffs (
      id text primary key,
      seq bigint generated always as identity,
      repository_id bigint not null,
      number integer not null,
      ended boolean not null,
      state text not null,
      since timestamptz not null,
      body text not null
    )`.execute(db);
  await sql`create index handoffs_of_pull on ai_ops.handoffs (repository_id, number, seq)`.execute(db);
  await sql`create unique index handoffs_one_in_flight on ai_ops.handoffs (repository_id, number) where not ended`.execute(
    db,
  );
  await sql`
    create table ai_ops.decisions (
      id text primary key,
      seq bigint generated always as identity,
      repository_id bigint not null,
      number integer not null,
      head_sha text not null,
      head_ref text not null,
      base_ref text not null,
      at timestamptz not null,
      facts text not null,
      verdicts text not null,
      config_text text not null,
      settings text not null,
      config_digest text not null,
      policy_version text not null,
      digest text not null
    )`.execute(db);
  await sql`create index decisions_of_pull on ai_ops.decisions (repository_id, number, seq)`.execute(db);
  await sql`
    create table ai_ops.commands (
      id text primary key,
      seq bigint generated always as identity,
      repository_id bigint not null,
      number integer not null,
      state text not null,
      code text,
      used boolean not null default false,
      body text not null
    )`.execute(db);
  await sql`create index commands_of_pull on ai_ops.commands (repository_id, number, seq)`.execute(db);
}
