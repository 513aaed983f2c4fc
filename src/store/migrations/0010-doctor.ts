import { type Kysely, sql } from 'kysely';

/** What the preconditions of each repository were last found to be, and what people were told of them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table ai_ops.examinations (
      repository_id bigint primary key,
      examined_at timestamptz not null,
      findings text not null,
      told text not null
    )`.execute(db);
}
