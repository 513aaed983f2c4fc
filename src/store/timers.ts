import type { StoreContext } from './context.ts';

/**
 * Sets the one timer of a subject, earlier or later than before, or removes it. Inside a
 * transaction that is open and holds the subject's lock.
 */
export async function setTimer(
  { database, wakeups, clock }: StoreContext,
  subject: string,
  dueAt: string | null,
): Promise<void> {
  const set = await database.sql
    .selectFrom('timers')
    .select('due_at')
    .where('subject', '=', subject)
    .executeTakeFirst();
  if (dueAt === null) {
    if (set === undefined) return;
    await database.sql.deleteFrom('timers').where('subject', '=', subject).execute();
    await wakeups.cancel('timer', subject);
    return;
  }
  const due = { due_at: new Date(dueAt) };
  // One that is due may be firing, and is forgotten when it has: it must be set anew.
  const waits = due.due_at.getTime() === set?.due_at.getTime() && due.due_at.getTime() > clock.now();
  if (waits) return;
  await database.sql
    .insertInto('timers')
    .values({ subject, ...due })
    .onConflict((conflict) => conflict.column('subject').doUpdateSet(due))
    .execute();
  await wakeups.wake('timer', subject, due.due_at.toISOString());
}
