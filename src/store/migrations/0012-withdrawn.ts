import { type Kysely, sql } from 'kysely';

/** Why an effect was withdrawn: an episode tells people. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table ai_ops.effects add column withdrawn_for text`.execute(db);
}
