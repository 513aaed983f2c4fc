import type { StoreContext } from './context.ts';
import { decode } from './json-text.ts';
import { watchSubject } from './keys.ts';
import { setTimer } from './timers.ts';

/** What is heard within this time is one look. */
const QUIET_MS = 1_000;
/** Looks for what is only heard are so far apart: each asks GitHub for a few lists, and events may come by the hundred. */
const APART_MS = 10_000;
const MAX_REASONS = 20;

/**
 * Asks for a look at a repository about a second from now, but not soon after the one before, inside a transaction
 * that is open. One that is to come already is that look; `now` brings it forward.
 */
export async function requestWatch(
  context: StoreContext,
  repositoryId: number,
  request: { readonly reason: string; readonly now?: boolean },
): Promise<void> {
  const { database, wakeups, clock } = context;
  const row = await locked(context, repositoryId);
  const now = clock.now();
  const known: readonly string[] = row.due_at === null ? [] : decode(row.reasons);
  const reasons = [...new Set([...known, request.reason])].slice(0, MAX_REASONS);
  const wanted =
    request.now === true ? now : Math.max(now + QUIET_MS, (row.begun_at?.getTime() ?? 0) + APART_MS);
  const comes = row.due_at !== null && row.due_at.getTime() <= wanted;
  if (comes && reasons.length === known.length) return;
  await database.sql
    .updateTable('watches')
    .set({ reasons: JSON.stringify(reasons), ...(!comes && { due_at: new Date(wanted) }) })
    .where('repository_id', '=', repositoryId)
    .execute();
  if (comes) return;
  await wakeups.wake('watch', String(repositoryId), wanted <= now ? 'now' : new Date(wanted).toISOString());
}

/** A look begins: what is asked for from here on is another one. Returns why it was asked for; begun again, the same. */
export async function beginWatch(
  { database, clock }: StoreContext,
  repositoryId: number,
): Promise<readonly string[]> {
  const row = await database.sql
    .updateTable('watches')
    .set({ due_at: null, begun_at: new Date(clock.now()) })
    .where('repository_id', '=', repositoryId)
    .returning('reasons')
    .executeTakeFirst();
  return row === undefined ? [] : decode<readonly string[]>(row.reasons);
}

/** Nothing is looked at there any more until it is asked for, inside a transaction that is open. */
export async function restWatch(context: StoreContext, repositoryId: number): Promise<void> {
  const { database, wakeups } = context;
  await database.sql
    .updateTable('watches')
    .set({ due_at: null })
    .where('repository_id', '=', repositoryId)
    .execute();
  await setTimer(context, watchSubject(repositoryId), null);
  await wakeups.cancel('watch', String(repositoryId));
}

async function locked({ database }: StoreContext, repositoryId: number) {
  const row = database.sql
    .selectFrom('watches')
    .select(['reasons', 'due_at', 'begun_at'])
    .where('repository_id', '=', repositoryId)
    .forUpdate();
  const known = await row.executeTakeFirst();
  if (known !== undefined) return known;
  await database.sql
    .insertInto('watches')
    .values({ repository_id: repositoryId, reasons: '[]' })
    .onConflict((conflict) => conflict.column('repository_id').doNothing())
    .execute();
  return row.executeTakeFirstOrThrow();
}

/** Keeps which workflow files are watched. */
export async function keepWorkflows(
  { database }: StoreContext,
  repositoryId: number,
  paths: readonly string[],
): Promise<void> {
  const workflows = JSON.stringify(paths);
  await database.sql
    .insertInto('watches')
    .values({ repository_id: repositoryId, reasons: '[]', workflows })
    .onConflict((conflict) =>
      conflict
        .column('repository_id')
        .doUpdateSet({ workflows })
        .where('watches.workflows', 'is distinct from', workflows),
    )
    .execute();
}

/** Whether a run may be one that is watched: of such a workflow file, or one that is known. */
export async function isWatched(
  { database }: StoreContext,
  repositoryId: number,
  run: { readonly id: number; readonly path: string | null },
): Promise<boolean> {
  const known = await database.sql
    .selectFrom('watched_runs')
    .select('run_id')
    .where('repository_id', '=', repositoryId)
    .where('run_id', '=', run.id)
    .limit(1)
    .executeTakeFirst();
  if (known !== undefined) return true;
  if (run.path === null) return false;
  const row = await database.sql
    .selectFrom('watches')
    .select('workflows')
    .where('repository_id', '=', repositoryId)
    .executeTakeFirst();
  if (row === undefined || row.workflows === null) return true;
  return decode<readonly string[]>(row.workflows).includes(run.path);
}

/** Keeps what was read of the repository last. */
export async function keepLastSeen(
  { database }: StoreContext,
  repositoryId: number,
  seen: string,
): Promise<void> {
  await database.sql
    .updateTable('watches')
    .set({ last_seen: seen })
    .where('repository_id', '=', repositoryId)
    .where('last_seen', 'is distinct from', seen)
    .execute();
}

export async function readLastSeen({ database }: StoreContext, repositoryId: number): Promise<string | null> {
  const row = await database.sql
    .selectFrom('watches')
    .select('last_seen')
    .where('repository_id', '=', repositoryId)
    .executeTakeFirst();
  return row?.last_seen ?? null;
}
