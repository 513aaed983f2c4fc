import { type Kysely, sql } from 'kysely';

/** Messages that leave in order, what people owe, stops that cancel, rollbacks. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table ai_ops.effects
      add column seq bigint generated always as identity,
      add column lane text`.execute(db);
  await sql`create index effects_in_lane on ai_ops.effects (lane, seq) where lane is not null`.execute(db);
  await sql`create index effects_of_pull on ai_ops.effects (repository_id, number, kind)`.execute(db);
  await sql`alter table ai_ops.stops add column cancels boolean not null default false`.execute(db);
  await sql`
    create table ai_ops.obligations (
      id text primary key,
      seq bigint generated always as identity,
      kind text not null,
      repository_id bigint not null,
      number integer not null,
      settled boolean not null,
      body text not null
    )`.execute(db);
  await sql`
    create index obligations_of_pull on ai_ops.obligations (repository_id, number, seq)`.execute(db);
  await sql`
    create table ai_ops.rollbacks (
      id text primary key,
      seq bigint generated always as identity,
      repository_id bigint not null,
      number integer not null,
      ended boolean not null,
      body text not null
    )`.execute(db);
  await sql`
    create unique index rollbacks_one_in_flight on ai_ops.rollbacks (repository_id, number)
      where not ended`.execute(db);
  await sql`
    create index rollbacks_of_pull on ai_ops.rollbacks (repository_id, number, seq)`.execute(db);
  await sql`drop index ai_ops.dispatches_one_unresolved`.execute(db);
  await sql`
    create unique index dispatches_one_unresolved on ai_ops.dispatches (repository_id, workflow_path)
      where purpose in ('handoff', 'rollback') and outcome_kind in ('pending', 'unanswered')`.execute(db);
}
