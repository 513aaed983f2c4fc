import type { StoreContext } from './context.ts';

/** Has it looked at as soon as possible, inside a transaction that is open. */
export async function lookAtIncident({ database, wakeups }: StoreContext, id: string): Promise<void> {
  const row = await database.sql
    .selectFrom('incidents')
    .select('id')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (row !== undefined) await wakeups.wake('incident', id, 'now');
}
