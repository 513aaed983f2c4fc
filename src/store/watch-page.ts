import { firstLook, LADDER_STEPS, type PageUnderWay } from '../alerts/ladder.ts';
import { type Call, isCall } from '../effect/call.ts';
import type { Effect } from '../effect/effect.ts';
import type { StoreContext } from './context.ts';
import { ladderSubject } from './keys.ts';
import type { Settlement } from './settlement.ts';
import { setTimer } from './timers.ts';

const SAID = [...LADDER_STEPS, 'reached'] as const;

/** @param says the step that is called, or `reached` */
export function ladderKey(pageKey: string, says: (typeof SAID)[number]): string {
  return `ladder:${pageKey}:${says}`;
}

/** A page has just been made: it is looked at should PagerDuty not take it. Inside a transaction that is open. */
export async function watchPage(context: StoreContext, effect: Effect, createdAt: Date): Promise<void> {
  if (!isCall(effect) || effect.action !== 'trigger') return;
  await setTimer(context, ladderSubject(effect.key), firstLook(createdAt.toISOString()));
}

/** PagerDuty took it: who was called meanwhile is told. Inside a transaction that is open. */
export async function settlePage(
  context: StoreContext,
  { key }: Call,
  settlement: Settlement,
): Promise<void> {
  if (settlement.kind !== 'sent' && settlement.kind !== 'withdrawn') return;
  const wasCalled = settlement.kind === 'sent' && (await saidOf(context, key, 'read')).length > 0;
  const now = new Date(context.clock.now()).toISOString();
  await setTimer(context, ladderSubject(key), wasCalled ? now : null);
}

/** What was said of a page: once PagerDuty has it, only what people have really read. */
export async function saidOf(
  { database }: StoreContext,
  pageKey: string,
  which: 'asked' | 'read',
): Promise<PageUnderWay['said']> {
  const rows = await database.sql
    .selectFrom('effects')
    .select(['key', 'state'])
    .where(
      'key',
      'in',
      SAID.map((says) => ladderKey(pageKey, says)),
    )
    .execute();
  const keys = new Set(
    rows.filter(({ state }) => which === 'asked' || state === 'sent').map(({ key }) => key),
  );
  return SAID.filter((says) => keys.has(ladderKey(pageKey, says)));
}
