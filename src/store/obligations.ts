import type { PullTarget } from '../effect/effect.ts';
import type { Obligation } from '../handoff/obligation.ts';
import type { Database } from './database.ts';
import { decode } from './json-text.ts';

/** Inside a transaction that is open. One that is known is replaced, unless it was settled: that stays. */
export async function keepObligation(
  { sql }: Database,
  place: Pick<PullTarget, 'repositoryId' | 'number'>,
  obligation: Obligation,
): Promise<void> {
  const state = { settled: obligation.settled !== null, body: JSON.stringify(obligation) };
  await sql
    .insertInto('obligations')
    .values({
      id: obligation.id,
      kind: obligation.kind,
      repository_id: place.repositoryId,
      number: place.number,
      ...state,
    })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet(state).where('obligations.settled', '=', false),
    )
    .execute();
}

/** Those of a PR, oldest first. */
export async function listObligations(
  { sql }: Database,
  pull: Pick<PullTarget, 'repositoryId' | 'number'>,
): Promise<readonly Obligation[]> {
  const rows = await sql
    .selectFrom('obligations')
    .select('body')
    .where('repository_id', '=', pull.repositoryId)
    .where('number', '=', pull.number)
    .orderBy('seq')
    .execute();
  return rows.map(({ body }) => decode<Obligation>(body));
}
