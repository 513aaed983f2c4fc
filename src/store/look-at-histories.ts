import type { HistoryPullEffect } from '../effect/effect.ts';
import type { StoreContext } from './context.ts';
import { obligationSubject } from './keys.ts';
import type { Settlement } from './settlement.ts';
import { setTimer } from './timers.ts';

/** Which of them; `number` is that of the PR that proposes the lines. */
type Which =
  | { readonly id: string }
  | { readonly repositoryIds: readonly number[]; readonly number?: number };

/** Has them looked at as soon as possible, inside a transaction that is open. */
export async function lookAtHistories(context: StoreContext, which: Which): Promise<void> {
  for (const id of await locked(context, which)) await context.wakeups.wake('history', id, 'now');
}

/** They are left alone until they are looked at for another reason, inside a transaction that is open. */
export async function restHistories(context: StoreContext, which: Which): Promise<void> {
  for (const id of await locked(context, which)) {
    await setTimer(context, obligationSubject(id), null);
    await context.wakeups.cancel('history', id);
  }
}

/**
 * The PR that proposes the lines is there: a word on that PR is a word on what is owed. One that was refused or
 * held back is tried again when its time comes.
 */
export async function keepDraft(
  context: StoreContext,
  { obligationId: id }: HistoryPullEffect,
  settlement: Settlement,
): Promise<void> {
  const number = settlement.kind === 'sent' ? settlement.result.id : undefined;
  if (number === undefined) return;
  await context.database.sql.updateTable('obligations').set({ number }).where('id', '=', id).execute();
  await lookAtHistories(context, { id });
}

async function locked({ database }: StoreContext, which: Which): Promise<readonly string[]> {
  const histories = database.sql.selectFrom('obligations').select('id').where('kind', '=', 'history');
  if (!('id' in which) && which.repositoryIds.length === 0) return [];
  const those =
    'id' in which
      ? histories.where('id', '=', which.id)
      : which.number === undefined
        ? histories.where('repository_id', 'in', which.repositoryIds).where('settled', '=', false)
        : histories.where('repository_id', 'in', which.repositoryIds).where('number', '=', which.number);
  const rows = await those.orderBy('id').forUpdate().execute();
  return rows.map(({ id }) => id);
}
