import type { Selectable } from 'kysely';
import type { PullTarget } from '../effect/effect.ts';
import type { HandoffState } from '../handoff/state.ts';
import type { StoreContext } from './context.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

/** Keeps the base branch that was seen, and when it was first seen to be another one than before. */
export async function rememberBase(
  { database }: StoreContext,
  pull: PullTarget,
  seen: { readonly baseRef: string; readonly at: Date },
): Promise<void> {
  await database.sql
    .updateTable('pulls')
    .set((column) => ({
      base_ref: seen.baseRef,
      base_changed_at: column
        .case()
        .when('base_ref', 'is', null)
        .then(column.ref('base_changed_at'))
        .else(seen.at)
        .end(),
    }))
    .where('repository_id', '=', pull.repositoryId)
    .where('number', '=', pull.number)
    .where('base_ref', 'is distinct from', seen.baseRef)
    .execute();
}

/** Makes a PR known and keeps its address current. Locks its row where a transaction is open. */
export async function rememberPull(
  { database, clock }: StoreContext,
  pull: PullTarget,
  open: boolean,
): Promise<void> {
  const address = {
    installation_id: pull.installationId,
    owner: pull.owner,
    repo: pull.repo,
    open,
    touched_at: new Date(clock.now()),
  };
  await database.sql
    .insertInto('pulls')
    .values({ repository_id: pull.repositoryId, number: pull.number, ...address })
    .onConflict((conflict) => conflict.columns(['repository_id', 'number']).doUpdateSet(address))
    .execute();
}

/** PRs of the repository with a handoff that has not ended and is, or is not, in one of these states. */
export async function pullsWithHandoff(
  { sql }: Database,
  repositoryId: number,
  [within, states]: readonly ['in' | 'not in', readonly HandoffState['kind'][]],
): Promise<readonly PullTarget[]> {
  const rows = await sql
    .selectFrom('handoffs')
    .innerJoin('pulls', (join) =>
      join
        .onRef('pulls.repository_id', '=', 'handoffs.repository_id')
        .onRef('pulls.number', '=', 'handoffs.number'),
    )
    .selectAll('pulls')
    .where('handoffs.repository_id', '=', repositoryId)
    .where('handoffs.ended', '=', false)
    .where('handoffs.state', within, states)
    .execute();
  return rows.map(pullTarget);
}

export function pullTarget(row: Selectable<Tables['pulls']>): PullTarget {
  return {
    installationId: row.installation_id,
    repositoryId: row.repository_id,
    owner: row.owner,
    repo: row.repo,
    number: row.number,
  };
}
