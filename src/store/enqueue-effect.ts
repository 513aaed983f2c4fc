import type { Effect, EffectKind } from '../effect.ts';
import type { StoreContext } from './context.ts';
import { insertDispatch } from './dispatches.ts';
import type { LedgerRef } from './ledger.ts';

/** Effects that show the newest state: a newer one replaces one that was not sent yet. */
const LEVEL: ReadonlySet<EffectKind> = new Set(['check_run', 'sticky_comment']);

/**
 * Puts an effect into the outbox, inside a transaction that is open. One that happens once and is
 * known by its key stays as it is. A level effect replaces the one of its key, as a new generation,
 * unless that shows the same already or is about to.
 */
export async function enqueueEffect(
  context: StoreContext,
  effect: Effect,
  ledger: LedgerRef | null,
): Promise<void> {
  const { database, wakeups, clock } = context;
  const now = new Date(clock.now());
  const payload = JSON.stringify(effect);
  const reference = { ledger_seq: ledger?.seq ?? null, ledger_hash: ledger?.hash ?? null };
  const { numInsertedOrUpdatedRows: inserted } = await database.sql
    .insertInto('effects')
    .values({
      key: effect.key,
      kind: effect.kind,
      repository_id: effect.pull.repositoryId,
      number: effect.pull.number,
      payload,
      created_at: now,
      state: 'pending',
      ...reference,
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .executeTakeFirst();
  if (inserted !== 0n) {
    if (effect.kind === 'dispatch') await insertDispatch(database, effect, now);
    await wakeups.start('effect', [effect.key]);
  } else if (LEVEL.has(effect.kind) && (await replace(context, effect.key, { payload, ...reference }))) {
    await wakeups.wake('effect', effect.key);
  }
}

/** Sends an effect once more with the payload it has, unless it is about to be sent anyway. A dispatch never is. */
export async function reissueEffect({ database, wakeups }: StoreContext, key: string): Promise<void> {
  const { numUpdatedRows: reissued } = await database.sql
    .updateTable('effects')
    .set(({ eb }) => ({ state: 'pending', generation: eb('generation', '+', 1) }))
    .where('key', '=', key)
    .where('state', '!=', 'pending')
    .where('kind', '!=', 'dispatch')
    .executeTakeFirstOrThrow();
  if (reissued > 0n) await wakeups.wake('effect', key);
}

/** Returns whether there is something new to send. */
async function replace(
  { database }: StoreContext,
  key: string,
  newer: {
    readonly payload: string;
    readonly ledger_seq: number | null;
    readonly ledger_hash: string | null;
  },
): Promise<boolean> {
  const row = await database.sql
    .selectFrom('effects')
    .select(['payload', 'state', 'generation'])
    .where('key', '=', key)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const shown = row.state === 'pending' || row.state === 'sent';
  if (shown && row.payload === newer.payload) return false;
  await database.sql
    .updateTable('effects')
    .set({ ...newer, state: 'pending', generation: row.generation + 1 })
    .where('key', '=', key)
    .execute();
  return true;
}
