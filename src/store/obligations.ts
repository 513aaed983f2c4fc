import type { PullTarget } from '../effect/effect.ts';
import type { Obligation } from '../handoff/obligation.ts';
import type { Database } from './database.ts';
import { decode } from './json-text.ts';
import type { Tables } from './tables.ts';

/** Inside a transaction that is open. One that is known is replaced, unless it was settled: that stays. */
export async function keepObligation(
  { sql }: Database,
  place: Pick<PullTarget, 'repositoryId' | 'number'>,
  obligation: Obligation,
): Promise<void> {
  // Of an incident it may only become known later which repository it is about.
  const state = { repository_id: place.repositoryId, ...stateOf(obligation) };
  await sql
    .insertInto('obligations')
    .values({
      id: obligation.id,
      kind: obligation.kind,
      number: place.number,
      due_at: new Date(obligation.dueAt),
      ...state,
    })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet(state).where('obligations.settled', '=', false),
    )
    .execute();
}

/** The columns that follow what becomes of it. */
export function stateOf(obligation: Obligation): Pick<Tables['obligations'], 'settled' | 'missed' | 'body'> {
  return {
    settled: obligation.settled !== null,
    missed: obligation.missedAt !== null,
    body: JSON.stringify(obligation),
  };
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
