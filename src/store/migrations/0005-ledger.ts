import { type Kysely, sql } from 'kysely';

/** One hash chain per repository. The database itself refuses to change or remove an entry. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table ai_ops.ledger_entries (
      repository_id bigint not null,
      seq bigint not null,
      hash text not null,
      body text not null,
      primary key (repository_id, seq)
    )`.execute(db);
  await sql`
    create table ai_ops.ledger_heads (
      repository_id bigint primary key,
      seq bigint not null,
      hash text not null
    )`.execute(db);
  await sql`
    create function ai_ops.refuse_ledger_change() returns trigger language plpgsql as $$
    begin
      raise exception 'the ledger knows no %', lower(tg_op) using errcode = 'insufficient_privilege';
    end
    $$`.execute(db);
  await sql`
    create trigger ledger_entries_stay before update or delete on ai_ops.ledger_entries
      for each row execute function ai_ops.refuse_ledger_change()`.execute(db);
  await sql`
    create trigger ledger_entries_stay_all before truncate on ai_ops.ledger_entries
      for each statement execute function ai_ops.refuse_ledger_change()`.execute(db);
}
