import type { PullTarget } from '../effect/effect.ts';
import { isOver, type Rollback } from '../handoff/rollback.ts';
import type { Database } from './database.ts';
import { decode } from './json-text.ts';

/** Inside a transaction that is open. One that has ended stays as it is. */
export async function keepRollback(
  { sql }: Database,
  place: Pick<PullTarget, 'repositoryId' | 'number'>,
  rollback: Rollback,
): Promise<void> {
  const state = { ended: isOver(rollback), body: JSON.stringify(rollback) };
  await sql
    .insertInto('rollbacks')
    .values({ id: rollback.id, repository_id: place.repositoryId, number: place.number, ...state })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(state).where('rollbacks.ended', '=', false))
    .execute();
}

/** Those of a PR, oldest first. */
export async function listRollbacks(
  { sql }: Database,
  pull: Pick<PullTarget, 'repositoryId' | 'number'>,
): Promise<readonly Rollback[]> {
  const rows = await sql
    .selectFrom('rollbacks')
    .select('body')
    .where('repository_id', '=', pull.repositoryId)
    .where('number', '=', pull.number)
    .orderBy('seq')
    .execute();
  return rows.map(({ body }) => decode<Rollback>(body));
}
