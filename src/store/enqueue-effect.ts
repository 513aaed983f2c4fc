import { EDIT_PRIORITY, EFFECT_TRAITS, type Effect, isEditedInSlack, placeOf } from '../effect/effect.ts';
import type { StoreContext } from './context.ts';
import { insertDispatch } from './dispatches.ts';
import { decode } from './json-text.ts';
import type { LedgerRef } from './ledger.ts';
import { watchPage } from './watch-page.ts';

/** Edits of one Slack message are this far apart: what changed in between is one edit. */
const SLACK_EDIT_EVERY_MS = 15_000;

/**
 * Puts an effect into the outbox, inside a transaction that is open. One that happens once and is
 * known by its key stays as it is. A level effect replaces the one of its key, as a new generation,
 * unless that shows the same already or is about to.
 *
 * @returns whether its key is new
 */
export async function enqueueEffect(
  context: StoreContext,
  effect: Effect,
  ledger: LedgerRef | null,
): Promise<boolean> {
  const { database, wakeups, clock } = context;
  const now = new Date(clock.now());
  const { queue, level, priority } = EFFECT_TRAITS[effect.kind];
  const payload = JSON.stringify(effect);
  const reference = { ledger_seq: ledger?.seq ?? null, ledger_hash: ledger?.hash ?? null };
  const { numInsertedOrUpdatedRows: inserted } = await database.sql
    .insertInto('effects')
    .values({
      key: effect.key,
      kind: effect.kind,
      lane: laneOf(effect),
      ...addressOf(effect),
      payload,
      created_at: now,
      state: 'pending',
      ...reference,
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .executeTakeFirst();
  if (inserted !== 0n) {
    if (effect.kind === 'dispatch') await insertDispatch(database, effect, now);
    await watchPage(context, effect, now);
    await wakeups.start(queue, [effect.key], priority);
    return true;
  }
  if (level) {
    const replaced = await replace(context, effect.key, { payload, ...reference });
    if (replaced === 'sent') await wakeups.wake(queue, effect.key, editAt(effect, now), EDIT_PRIORITY);
    if (replaced === 'pending') await wakeups.wake(queue, effect.key);
  }
  return false;
}

function laneOf(effect: Effect): string | null {
  return 'lane' in effect ? effect.lane : null;
}

function addressOf(effect: Effect): { readonly repository_id: number; readonly number: number } {
  const place = placeOf(effect);
  if (place === null) return { repository_id: 0, number: 0 };
  return { repository_id: place.repositoryId, number: 'number' in place ? place.number : 0 };
}

function editAt({ kind }: Effect, now: Date): string | undefined {
  return isEditedInSlack(kind) ? new Date(now.getTime() + SLACK_EDIT_EVERY_MS).toISOString() : undefined;
}

/** Sends an effect once more with the payload it has, unless it is about to be sent anyway. A dispatch never is. */
export async function reissueEffect({ database, wakeups }: StoreContext, key: string): Promise<void> {
  const reissued = await database.sql
    .updateTable('effects')
    .set(({ eb }) => ({ state: 'pending', generation: eb('generation', '+', 1) }))
    .where('key', '=', key)
    .where('state', '!=', 'pending')
    .where('kind', '!=', 'dispatch')
    .returning('payload')
    .executeTakeFirst();
  if (reissued === undefined) return;
  const { kind } = decode<Effect>(reissued.payload);
  await wakeups.wake(EFFECT_TRAITS[kind].queue, key);
}

/** Returns what became of the one before, where there is something new to send; else `null`. */
async function replace(
  { database }: StoreContext,
  key: string,
  newer: {
    readonly payload: string;
    readonly ledger_seq: number | null;
    readonly ledger_hash: string | null;
  },
): Promise<'sent' | 'pending' | null> {
  const row = await database.sql
    .selectFrom('effects')
    .select(['payload', 'state', 'generation'])
    .where('key', '=', key)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const shown = row.state === 'pending' || row.state === 'sent';
  if (shown && row.payload === newer.payload) return null;
  await database.sql
    .updateTable('effects')
    .set({ ...newer, state: 'pending', generation: row.generation + 1 })
    .where('key', '=', key)
    .execute();
  return row.state === 'pending' ? 'pending' : 'sent';
}
