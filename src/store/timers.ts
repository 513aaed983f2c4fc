import type { StoreContext } from './context.ts';

/**
 * Sets the one timer of a subject, earlier or later than before, or removes it. Inside a
 * transaction that is open and holds the subject's lock.
 */
export async function setTimer(
  { database, wakeups }: StoreContext,
  subject: string,
  dueAt: string | null,
): Promise<void> {
  if (dueAt === null) {
    await database.sql.deleteFrom('timers').where('subject', '=', subject).execute();
    await wakeups.cancel('timer', subject);
    return;
  }
  const due = { due_at: new Date(dueAt) };
  await database.sql
    .insertInto('timers')
    .values({ subject, ...due })
    .onConflict((conflict) => conflict.column('subject').doUpdateSet(due))
    .execute();
  await wakeups.wake('timer', subject, due.due_at.toISOString());
}
